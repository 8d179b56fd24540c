/** Cohort lookups for other features. */
import { type JsonValue, toStorableText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { CohortReference, HogQLStores } from '../../analytics/hogql/index.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { resourceAccess } from '../../workspace/organizations/index.ts'
import { OWNED_IDS } from '../persons/index.ts'
import { cohortKind } from './kind.ts'
import { versionKey, versionsHolding } from './members.ts'

/** Those of the given IDs that are cohorts of the project. */
export async function existingCohorts(
  client: Pool | PoolClient,
  teamId: number,
  ids: readonly number[],
): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM cohorts WHERE team_id = $1 AND id = ANY($2) AND NOT deleted',
    [teamId, ids],
  )
  return new Set(rows.map(({ id }) => id))
}

/** The project's cohorts, as queries reference them. */
export async function cohortReferences(pool: Pool, teamId: number): Promise<CohortReference[]> {
  const { rows } = await pool.query<CohortReference>(
    'SELECT id, name, version FROM cohorts WHERE team_id = $1 AND NOT deleted',
    [teamId],
  )
  return rows
}

/** The IDs of the cohorts that the caller may see. */
export async function visibleCohorts({ db, principal, team }: ProjectContext): Promise<Set<number>> {
  const own = await resourceAccess(db, principal, team, cohortKind.resource)
  const values: unknown[] = [team.id]
  const visible = own.visibleSql('id', 'created_by', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<{ id: number }>(
    `SELECT id FROM cohorts WHERE team_id = $1 AND NOT deleted AND ${visible}`,
    values,
  )
  return new Set(rows.map(({ id }) => id))
}

/** A value that differs after every change to a project's cohorts. */
export async function cohortStamp(pool: Pool, teamId: number): Promise<string> {
  const { rows } = await pool.query<{ stamp: string }>(
    `SELECT concat_ws(' ', count(*) FILTER (WHERE deleted), sum(pending_version)) AS stamp FROM cohorts WHERE team_id = $1`,
    [teamId],
  )
  return rows[0]!.stamp
}

/** The criteria of cohorts: `filters.properties` as stored. */
export async function cohortCriteria(
  pool: Pool,
  teamId: number,
  ids: readonly number[],
): Promise<{ id: number; isStatic: boolean; criteria: JsonValue }[]> {
  const { rows } = await pool.query<{ id: number; isStatic: boolean; criteria: JsonValue }>(
    `SELECT id, is_static AS "isStatic", filters->'properties' AS criteria FROM cohorts WHERE team_id = $1 AND id = ANY($2) AND NOT deleted`,
    [teamId, ids],
  )
  return rows
}

/** Those of the given cohorts that contain the person with a distinct ID, as of their last calculation. */
export async function cohortsHolding(
  stores: HogQLStores,
  teamId: number,
  distinctId: string,
  ids: readonly number[],
): Promise<Set<number>> {
  const { rows } = await stores.pool.query<{ id: number; version: number; person: string }>(
    `SELECT c.id, c.version, p.uuid AS person FROM cohorts c, ${OWNED_IDS}
     WHERE c.team_id = $1 AND c.id = ANY($2) AND NOT c.deleted AND c.version IS NOT NULL AND d.team_id = $1 AND d.distinct_id = $3`,
    [teamId, ids, toStorableText(distinctId)],
  )
  if (rows.length === 0) return new Set()
  const cohorts = rows.map(({ id }) => id)
  const held = await versionsHolding(stores, teamId, rows[0]!.person, cohorts)
  return new Set(rows.filter((cohort) => held.has(versionKey(cohort))).map(({ id }) => id))
}
