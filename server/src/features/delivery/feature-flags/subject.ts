/** Who a request for flags is about: what it says itself, over what is stored about the person and their groups. */
import { isJsonObject, type JsonObject, type JsonValue, toStorableText } from '../../../platform/json.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { type Flag, needsOf, type Subject } from './evaluation.ts'
import type { FlagStore } from './store.ts'

export interface SubjectRequest {
  distinctId: string
  anonymousId: string | null
  deviceId: string | null
  /** Keys of groups by type. */
  groups: JsonObject
  personProperties: JsonObject
  /** Properties of groups by type. */
  groupProperties: JsonObject
}

/** Reads what the flags need and no more: often nothing. */
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
    needsPerson ? personProperties(pool, teamId, request.distinctId) : {},
    isAggregated ? groupTypes(pool, teamId) : [],
    continuing.length > 0 ? hashKeysFor(pool, teamId, continuing, request) : new Map<string, string>(),
    memberships.length > 0 ? store.membershipsOf(teamId, request.distinctId, memberships) : new Set<number>(),
  ])
  const groups = new Map(
    types.flatMap(({ name, index }) => {
      const key = keyOf(request.groups[name])
      return key === null ? [] : [[index, key] as const]
    }),
  )
  const wanted = [...groups].filter(([index]) => groupIndexes.has(index))
  const storedGroups = wanted.length > 0 ? await groupProperties(pool, teamId, wanted) : new Map<number, JsonObject>()
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

/** Keys of groups are text; SDKs send numbers too. */
function keyOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return value === undefined || value === null || typeof value === 'object' ? null : String(value)
}

async function personProperties(pool: Pool, teamId: number, distinctId: string): Promise<JsonObject> {
  const { rows } = await pool.query<{ properties: JsonObject }>(
    `SELECT p.properties FROM person_distinct_ids d JOIN persons p ON p.id = d.person_id
     WHERE d.team_id = $1 AND d.distinct_id = $2`,
    [teamId, toStorableText(distinctId)],
  )
  return rows[0]?.properties ?? {}
}

async function groupTypes(pool: Pool, teamId: number): Promise<{ name: string; index: number }[]> {
  const { rows } = await pool.query<{ name: string; index: number }>(
    'SELECT name, type_index AS index FROM group_types WHERE team_id = $1',
    [teamId],
  )
  return rows
}

async function groupProperties(
  pool: Pool,
  teamId: number,
  groups: readonly (readonly [number, string])[],
): Promise<Map<number, JsonObject>> {
  const { rows } = await pool.query<{ index: number; properties: JsonObject }>(
    `SELECT g.type_index AS index, g.properties FROM unnest($2::smallint[], $3::text[]) w (type_index, key)
     JOIN groups g ON g.team_id = $1 AND g.type_index = w.type_index AND g.key = w.key`,
    [teamId, groups.map(([index]) => index), groups.map(([, key]) => toStorableText(key))],
  )
  return new Map(rows.map(({ index, properties }) => [index, properties]))
}

/**
 * The ids whose hash decides for flags that keep their answer: the anonymous id somebody had when they were first asked
 * for, remembered with the person. While the person is not known yet, the anonymous id of this request.
 */
async function hashKeysFor(
  pool: Pool,
  teamId: number,
  flagKeys: readonly string[],
  { distinctId, anonymousId }: SubjectRequest,
): Promise<Map<string, string>> {
  const ids = [distinctId, ...(anonymousId ? [anonymousId] : [])].map(toStorableText)
  if (anonymousId) {
    await pool.query(
      `INSERT INTO feature_flag_hash_keys (team_id, person_id, flag_key, hash_key)
       SELECT DISTINCT $1::int, d.person_id, k.key, $4 FROM person_distinct_ids d, unnest($3::text[]) k (key)
       WHERE d.team_id = $1 AND d.distinct_id = ANY($2) ON CONFLICT DO NOTHING`,
      [teamId, ids, flagKeys, toStorableText(anonymousId)],
    )
  }
  const { rows } = await pool.query<{ key: string; hashKey: string }>(
    `SELECT h.flag_key AS key, h.hash_key AS "hashKey" FROM feature_flag_hash_keys h
     JOIN person_distinct_ids d ON d.team_id = h.team_id AND d.person_id = h.person_id
     WHERE h.team_id = $1 AND d.distinct_id = ANY($2) AND h.flag_key = ANY($3)
     -- Of two persons that are about to become one, the one who is asked for outranks the anonymous one.
     ORDER BY d.distinct_id = $4 ASC`,
    [teamId, ids, flagKeys, ids[0]],
  )
  const remembered = new Map(rows.map(({ key, hashKey }) => [key, hashKey]))
  return new Map(flagKeys.map((key) => [key, remembered.get(key) ?? anonymousId ?? distinctId]))
}
