/**
 * Loads the subject of a flag request: stored properties of the person and their groups, overridden by those in the
 * request.
 */
import { isJsonObject, type JsonObject, type JsonValue, toStorableText } from '../../../platform/json.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { groupTypeNames, propertiesOfGroups } from '../../people/groups/index.ts'
import { findHashKeys, personProperties, rememberHashKey } from '../../people/persons/index.ts'
import { type Flag, needsOf, type Subject } from './evaluation.ts'
import type { FlagStore } from './store.ts'

export interface SubjectRequest {
  distinctId: string
  anonymousId: string | null
  deviceId: string | null
  /** Group keys by type. */
  groups: JsonObject
  personProperties: JsonObject
  /** Group properties by type. */
  groupProperties: JsonObject
}

/** Loads only what the flags need, which is often nothing. */
export async function loadSubject(
  pool: Pool,
  teamId: number,
  flags: readonly Flag[],
  request: SubjectRequest,
  store: Pick<FlagStore, 'cohortsOf' | 'membershipsOf'>,
): Promise<Subject> {
  const cohorts = await store.cohortsOf(teamId)
  const { personKeys, groupIndexes, memberships } = needsOf(flags, cohorts)
  const continuing = flags.filter((flag) => flag.ensureExperienceContinuity && flag.active).map(({ key }) => key)
  const isAggregated = flags.some(({ filters }) => hasGroups(filters as unknown as JsonObject))
  const needsPerson = [...personKeys].some(
    (key) => !Object.hasOwn(request.personProperties, key) && key !== 'distinct_id',
  )
  const [stored, types, hashKeys, memberOf] = await Promise.all([
    needsPerson ? personProperties(pool, teamId, toStorableText(request.distinctId)) : {},
    isAggregated ? groupTypeNames(pool, teamId) : [],
    continuing.length > 0 ? hashKeysFor(pool, teamId, continuing, request) : new Map<string, string>(),
    memberships.length > 0 ? store.membershipsOf(teamId, request.distinctId, memberships) : new Set<number>(),
  ])
  const groups = new Map(
    types.flatMap(({ name, index }) => {
      const key = keyOf(request.groups[name])
      return key === null ? [] : [[index, key] as const]
    }),
  )
  const wanted = [...groups]
    .filter(([index]) => groupIndexes.has(index))
    .map(([typeIndex, key]) => ({ typeIndex, key: toStorableText(key) }))
  const storedGroups =
    wanted.length > 0 ? await propertiesOfGroups(pool, teamId, wanted) : new Map<number, JsonObject>()
  const given = new Map(types.map(({ name, index }) => [index, request.groupProperties[name]] as const))
  return {
    distinctId: request.distinctId,
    deviceId: request.deviceId,
    personProperties: { ...stored, distinct_id: request.distinctId, ...request.personProperties },
    groups,
    groupProperties: new Map(
      [...groups].map(([index, key]) => {
        const own = given.get(index)
        return [index, { ...storedGroups.get(index), $group_key: key, ...(isJsonObject(own) ? own : {}) }] as const
      }),
    ),
    hashKeys,
    cohorts,
    memberOf,
    now: new Date(),
  }
}

function hasGroups(filters: JsonObject): boolean {
  const sets = Array.isArray(filters.groups) ? filters.groups : []
  return [filters, ...sets].some((each) => isJsonObject(each) && typeof each.aggregation_group_type_index === 'number')
}

/** Group keys are strings, but SDKs send numbers too. */
function keyOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return value === undefined || value === null || typeof value === 'object' ? null : String(value)
}

/**
 * The IDs to hash for flags that keep their value across a login: the anonymous ID that the person had when the flag
 * was first evaluated, stored with the person. While there is no person yet, it is the anonymous ID of this request.
 */
async function hashKeysFor(
  pool: Pool,
  teamId: number,
  flagKeys: readonly string[],
  { distinctId, anonymousId }: SubjectRequest,
): Promise<Map<string, string>> {
  const ids = [distinctId, ...(anonymousId ? [anonymousId] : [])].map(toStorableText)
  if (anonymousId) await rememberHashKey(pool, teamId, ids, flagKeys, toStorableText(anonymousId))
  const remembered = await findHashKeys(pool, teamId, ids, flagKeys)
  return new Map(flagKeys.map((key) => [key, remembered.get(key) ?? anonymousId ?? distinctId]))
}
