/** Cohorts in PostgreSQL and their members in ClickHouse. */
import type { ClickHouseClient } from '@clickhouse/client'
import { insertLines } from '../../../platform/clickhouse/insert.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'

export interface Cohort {
  id: number
  teamId: number
  name: string
  description: string
  filters: JsonObject | null
  query: JsonObject | null
  isStatic: boolean
  deleted: boolean
  isCalculating: boolean
  version: number | null
  pendingVersion: number
  count: number | null
  isStale: boolean
  lastCalculation: string | null
  errorsCalculating: number
  lastError: string | null
  createdAt: string
  createdById: number | null
  creator: unknown
}

export const COHORT_SELECT = `SELECT c.id, c.team_id AS "teamId", c.name, c.description, c.filters, c.query, c.is_static AS "isStatic", c.deleted,
  c.is_calculating AS "isCalculating", c.version, c.pending_version AS "pendingVersion", c.count, c.is_stale AS "isStale", c.last_calculation::text AS "lastCalculation",
  c.errors_calculating AS "errorsCalculating", c.last_error AS "lastError", c.created_at::text AS "createdAt",
  c.created_by AS "createdById", ${userJson('u')} AS creator
  FROM cohorts c ${leftJoinUser('u', 'c.created_by')}`

const ROWS_AT_ONCE = 10_000
/** Version of a static cohort's members: they are added, never calculated. */
export const STATIC_VERSION = 1

export async function findCohort(
  db: { $client: Pool | PoolClient },
  teamId: number,
  id: string | number,
): Promise<Cohort | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await db.$client.query<Cohort>(`${COHORT_SELECT} WHERE c.team_id = $1 AND c.id = $2`, [
    teamId,
    Number(id),
  ])
  return rows[0] ?? null
}

/** Adds members to a static cohort; those who are in already stay in once. */
export async function addMembers(
  writer: ClickHouseClient,
  cohort: { id: number; teamId: number },
  uuids: readonly string[],
): Promise<void> {
  for (let start = 0; start < uuids.length; start += ROWS_AT_ONCE) {
    const lines = uuids
      .slice(start, start + ROWS_AT_ONCE)
      .map((id) =>
        JSON.stringify({ team_id: cohort.teamId, cohort_id: cohort.id, version: STATIC_VERSION, person_id: id }),
      )
    await insertLines(writer, 'cohort_people', lines)
  }
}

/**
 * Members that still exist: a person who was deleted or merged away is none. One whose copy has not arrived in ClickHouse yet
 * is: it was found in PostgreSQL when it became a member.
 */
export async function countMembers(
  reader: ClickHouseClient,
  teamId: number,
  cohortId: number,
  version: number,
): Promise<number> {
  const answer = await reader.query({
    query: `WITH members AS (
              SELECT DISTINCT person_id FROM cohort_people
              WHERE team_id = {team:UInt32} AND cohort_id = {cohort:UInt32} AND version = {version:UInt32}
            )
            SELECT toUInt32(count()) AS count FROM members WHERE person_id NOT IN (
              SELECT id FROM persons WHERE team_id = {team:UInt32} AND id IN (SELECT person_id FROM members)
              GROUP BY id HAVING argMax(is_deleted, version) = 1
            )`,
    query_params: { team: teamId, cohort: cohortId, version },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ count: number }>())[0]!.count
}

/** The project's cohorts that hold a person, by name. */
export async function cohortsOf(
  db: Database,
  reader: ClickHouseClient,
  teamId: number,
  personUuid: string,
): Promise<Cohort[]> {
  const { rows } = await db.$client.query<Cohort>(
    `${COHORT_SELECT} WHERE c.team_id = $1 AND NOT c.deleted AND c.version IS NOT NULL ORDER BY c.name, c.id`,
    [teamId],
  )
  if (rows.length === 0) return []
  const answer = await reader.query({
    query: `SELECT DISTINCT cohort_id AS id, version FROM cohort_people WHERE team_id = {team:UInt32} AND person_id = {person:UUID}`,
    query_params: { team: teamId, person: personUuid },
    format: 'JSONEachRow',
  })
  const held = new Set(
    (await answer.json<{ id: number; version: number }>()).map(({ id, version }) => `${id}:${version}`),
  )
  return rows.filter(({ id, version }) => held.has(`${id}:${version}`))
}
