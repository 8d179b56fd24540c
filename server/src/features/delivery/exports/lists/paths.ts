/**
 * The lists that can be exported by the path that they have in the API. A path is only ever looked up here; no request is made
 * to it.
 */
import type { Scope } from '@hedgerow/shared/scopes'
import { errors } from '../../../../platform/http/errors.ts'
import type { JsonObject } from '../../../../platform/json.ts'

export type ListKind = 'persons' | 'events' | 'cohort' | 'groups' | 'accounts'

export interface ListPath {
  kind: ListKind
  /** As in the path: a number or `@current`. */
  projectId: string
  /** ID of the object in the path. */
  id: string | null
  scopes: readonly Scope[]
  /** Parameters; of repeated ones the last. */
  query: Record<string, string>
}

const PREFIX = /^\/?api\/(?:projects|environments)\/(\d{1,9}|@current)\//
const LISTS: readonly { kind: ListKind; pattern: RegExp; scopes: readonly Scope[] }[] = [
  { kind: 'persons', pattern: /^persons$/, scopes: ['person:read'] },
  { kind: 'events', pattern: /^events$/, scopes: ['query:read'] },
  { kind: 'cohort', pattern: /^cohorts\/(\d{1,9})\/persons$/, scopes: ['cohort:read'] },
  { kind: 'groups', pattern: /^groups$/, scopes: ['group:read'] },
  { kind: 'accounts', pattern: /^accounts$/, scopes: ['account:read'] },
]
const PATH_CHARACTERS_MAX = 20_000

const refuse = (detail: string) => errors.invalid(detail, 'export_context')

/**
 * @param context with a `path`, and a `method`, which can only be GET
 * @throws ApiError 400 for anything but the path of a list
 */
export function readPath({ path, method }: JsonObject): ListPath {
  if (typeof path !== 'string' || path.length > PATH_CHARACTERS_MAX) throw refuse('The path must be a text.')
  if (method !== undefined && method !== null && String(method).toUpperCase() !== 'GET')
    throw refuse('Only the method GET can be exported.')
  const [address = '', ...rest] = path.split('?')
  const prefix = PREFIX.exec(address)
  const name = prefix ? address.slice(prefix[0].length).replace(/(\.csv|\.json)?\/?$/, '') : ''
  for (const { kind, pattern, scopes } of LISTS) {
    const match = prefix && pattern.exec(name)
    if (match)
      return {
        kind,
        projectId: prefix[1]!,
        id: match[1] ?? null,
        scopes,
        query: Object.fromEntries(new URLSearchParams(rest.join('?'))),
      }
  }
  throw refuse('This path cannot be exported. Lists of persons, events, groups, accounts and persons of cohorts can.')
}
