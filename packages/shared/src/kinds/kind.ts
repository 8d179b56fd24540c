/** What both server and web UI need to know about a kind of object: its names, and the paths of its list and its pages. */

/**
 * Kinds of objects that access rules can name, as PostHog calls them. Some belong to no feature yet, but a rule about them
 * can be stored.
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
  'session_recording_playlist',
  'subscription',
  'survey',
] as const
export type Resource = (typeof RESOURCES)[number]

export interface KindNames {
  /** Name in the activity log, as in PostHog: `FeatureFlag`. */
  scope: string
  /** Singular in a sentence: `feature flag`. */
  noun: string
  /** Plural in a sentence: `feature flags`. */
  plural: string
  /** The noun takes no article: `access to`. */
  hasNoArticle?: boolean
  /** Heading of a list or column of them; defaults to the plural. */
  heading?: string
  /** Its changes belong to an organization or a user, and appear in no project's log. */
  isOutsideProjects?: boolean
  /** Address of its page in the web UI; `$id` is the ID in the log, `$short_id` the short ID. */
  page?: string
  /** Name in access rules, as in PostHog: `feature_flag`. */
  resource?: Resource
  /** Path of its list below `/api/projects/:project_id/`: `feature_flags`. */
  path?: string
  /** How its list is searched by name. */
  search?: KindSearch
}

export interface KindSearch {
  /** Fields that can name an object; the first non-empty one is used. */
  names: readonly string[]
  /** The field that `$id` in the page address takes; `id` by default. */
  id?: string
  /** Query parameters of the list besides `search` and `limit`. */
  query?: Readonly<Record<string, string>>
}

/** Adds each kind's key as its scope. */
export function withScopes<const Kinds extends Record<string, Omit<KindNames, 'scope'>>>(
  kinds: Kinds,
): { [Scope in keyof Kinds]: Kinds[Scope] & { scope: Scope } } {
  return Object.fromEntries(Object.entries(kinds).map(([scope, kind]) => [scope, { ...kind, scope }])) as never
}
