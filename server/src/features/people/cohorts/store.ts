/** Cohorts as stored in PostgreSQL. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { HogQLStores } from '../../analytics/hogql/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { versionKey, versionsHolding } from './members.ts'

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

/** The project's cohorts that contain a person, sorted by name. */
export async function cohortsOf(stores: HogQLStores, teamId: number, personUuid: string): Promise<Cohort[]> {
  const { rows } = await stores.pool.query<Cohort>(
    `${COHORT_SELECT} WHERE c.team_id = $1 AND NOT c.deleted AND c.version IS NOT NULL ORDER BY c.name, c.id`,
    [teamId],
  )
  if (rows.length === 0) return []
  const held = await versionsHolding(stores, teamId, personUuid)
  return rows.filter((cohort) => held.has(versionKey(cohort)))
}
