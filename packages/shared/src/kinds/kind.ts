/** What server and web both need to know of a kind of object: its names, and where its list and its pages are. */

/**
 * Kinds of objects that rules of access can speak of, as PostHog names them. Some belong to no feature yet, but a rule
 * about them can be kept.
 */
export const RESOURCES = [
  'account',
  'action',
  'cohort',
  'customer_analytics',
  'dashboard',
  'experiment',
  'feature_flag',
  'insight',
  'notebook',
  'person',
  'session_recording',
  'subscription',
  'survey',
] as const
export type Resource = (typeof RESOURCES)[number]

export interface KindNames {
  /** In the activity log, as PostHog names it: `FeatureFlag`. */
  scope: string
  /** In a sentence: `feature flag`. */
  noun: string
  /** `feature flags`. */
  plural: string
  /** No article stands before the noun: `access to`. */
  hasNoArticle?: boolean
  /** Above a list or a column of them; the plural unless it says more. */
  heading?: string
  /** Its changes are of an organization or a user, and stand in no project's log. */
  isOutsideProjects?: boolean
  /** The address of its page in the web; `$id` stands for the id in the log, `$short_id` for the short one. */
  page?: string
  /** In rules of access, as PostHog names it: `feature_flag`. */
  resource?: Resource
  /** Of its list, below `/api/projects/:project_id/`: `feature_flags`. */
  path?: string
  /** How its list is searched by name. */
  search?: KindSearch
}

export interface KindSearch {
  /** Fields of an object by which it is called; the first that is not empty counts. */
  names: readonly string[]
  /** The field that stands for `$id` in the address of its page; `id` unless set. */
  id?: string
  /** Parameters of the list besides `search` and `limit`. */
  query?: Readonly<Record<string, string>>
}

/** Gives every kind its scope, which is its key. */
export function withScopes<const Kinds extends Record<string, Omit<KindNames, 'scope'>>>(
  kinds: Kinds,
): { [Scope in keyof Kinds]: Kinds[Scope] & { scope: Scope } } {
  return Object.fromEntries(Object.entries(kinds).map(([scope, kind]) => [scope, { ...kind, scope }])) as never
}
