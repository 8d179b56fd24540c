/** All kinds of objects by scope, and the texts derived from their names. */
import { analyticsKinds } from './kinds/analytics.ts'
import { customersKinds } from './kinds/customers.ts'
import { dataKinds } from './kinds/data.ts'
import { deliveryKinds } from './kinds/delivery.ts'
import type { KindNames } from './kinds/kind.ts'
import { peopleKinds } from './kinds/people.ts'
import { workspaceKinds } from './kinds/workspace.ts'

export { type KindNames, type KindSearch, RESOURCES, type Resource } from './kinds/kind.ts'

export const KINDS = {
  ...analyticsKinds,
  ...customersKinds,
  ...peopleKinds,
  ...deliveryKinds,
  ...dataKinds,
  ...workspaceKinds,
}

const ALL: readonly KindNames[] = Object.values(KINDS)

export const kindOfScope = (scope: string): KindNames | undefined => ALL.find((kind) => kind.scope === scope)
export const kindOfPath = (path: string): KindNames | undefined => ALL.find((kind) => kind.path === path)

const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
/** Label for a single object: `Feature flag`. */
export const labelOf = ({ noun }: KindNames) => capitalized(noun)
/** Heading of a list: `Feature flags`. */
export const headingOf = ({ heading, plural }: KindNames) => heading ?? capitalized(plural)
/** Noun after a number: `1 feature flag`, `2 feature flags`. */
export const nounFor = ({ noun, plural }: KindNames, count: number) => (count === 1 ? noun : plural)

/** Sorts kinds for lists that people read. */
export const byHeading = (one: KindNames, other: KindNames) => (headingOf(one) < headingOf(other) ? -1 : 1)

/** Kinds that meet a condition, in the order in which they are declared. */
export const kindsWith = <Kind extends KindNames>(condition: (kind: KindNames) => kind is Kind): Kind[] =>
  ALL.filter(condition)

/**
 * Address of an object's page in the web UI.
 * @param values for the placeholders of the address: `id`, `short_id`
 * @returns null if the kind has no page, or a placeholder has no value
 */
export function addressOf(
  { page }: KindNames,
  values: Readonly<Record<string, string | number | null | undefined>> = {},
): string | null {
  if (!page) return null
  const parts = page
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith('$') ? values[part.slice(1)] : part))
  const isWhole = parts.every((part) => part !== null && part !== undefined && part !== '')
  return isWhole ? `/${parts.map((part) => encodeURIComponent(part!)).join('/')}` : null
}
