/**
 * Calculates cohorts: finds who fulfils the criteria and writes them under a new version, which counts from then on. A
 * calculation that dies with its process is done again; one that fails leaves the members as they were.
 */

import { eq } from 'drizzle-orm'
import type { ClickHouse } from '../../platform/clickhouse/clickhouse.ts'
import { ApiError } from '../../platform/http/errors.ts'
import type { Progress } from '../../platform/jobs/polling.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { compile, loadContext, selectTemplate } from '../hogql/index.ts'
import { teams } from '../organizations/index.ts'
import { Asker, askingTeam } from '../query/index.ts'
import { criteriaToExpr } from './criteria.ts'
import { type Cohort, countMembers, findCohort } from './store.ts'

const LOCK_CLASS = 7_205_002
const EVERY = '24 hours'
/** After failures it waits longer, and after this many it waits for somebody to change the cohort. */
const ERRORS_MAX = 10

export interface CalculationDependencies {
  db: Database
  clickHouse: ClickHouse
  logger: Logger
}

/** Asks for a calculation of cohorts that were calculated long ago. */
export async function requestDueCalculations(db: Database): Promise<void> {
  await db.$client.query(
    `UPDATE cohorts SET pending_version = pending_version + 1 WHERE NOT deleted AND NOT is_static AND pending_version = coalesce(version, 0)
       AND last_calculation < now() - $1::interval`,
    [EVERY],
  )
}

/** Does the next calculation that was asked for. @returns whether there was one */
export async function calculateNext(deps: CalculationDependencies): Promise<Progress> {
  const client = await deps.db.$client.connect()
  try {
    const { rows } = await client.query<{ id: number; teamId: number }>(
      `SELECT c.id, c.team_id AS "teamId" FROM cohorts c JOIN teams t ON t.id = c.team_id AND NOT t.is_pending_deletion
       WHERE NOT c.is_static AND NOT c.deleted AND c.pending_version > coalesce(c.version, 0) AND c.errors_calculating < ${ERRORS_MAX}
         AND (c.errors_calculating = 0 OR c.last_calculation < now() - make_interval(mins => c.errors_calculating * c.errors_calculating))
       ORDER BY c.pending_version - coalesce(c.version, 0) DESC, c.id LIMIT 20`,
    )
    for (const { id, teamId } of rows) {
      const lock = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
        LOCK_CLASS,
        id,
      ])
      if (!lock.rows[0]!.locked) continue
      try {
        const cohort = await findCohort({ $client: client }, teamId, id)
        if (!cohort || cohort.isStatic || cohort.pendingVersion <= (cohort.version ?? 0)) continue
        await calculate(deps, cohort)
        return 'done'
      } finally {
        await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, id])
      }
    }
    return 'nothing'
  } finally {
    client.release()
  }
}

async function calculate({ db, clickHouse, logger }: CalculationDependencies, cohort: Cohort): Promise<void> {
  const pool = db.$client
  const version = cohort.pendingVersion
  await pool.query('UPDATE cohorts SET is_calculating = true WHERE id = $1', [cohort.id])
  const started = await pool.query<{ id: string }>(
    'INSERT INTO cohort_calculations (team_id, cohort_id, version) VALUES ($1, $2, $3) RETURNING id',
    [cohort.teamId, cohort.id, version],
  )
  const run = started.rows[0]!.id
  try {
    await writeMembers(db, clickHouse, cohort, version)
    const count = await countMembers(clickHouse.reader, cohort.teamId, cohort.id, version)
    await pool.query(
      `UPDATE cohorts SET version = $2, count = $3, last_calculation = now(), errors_calculating = 0, last_error = NULL,
         is_calculating = pending_version > $2 WHERE id = $1`,
      [cohort.id, version, count],
    )
    await pool.query('UPDATE cohort_calculations SET finished_at = now(), count = $2 WHERE id = $1', [run, count])
    await forgetVersions(clickHouse, cohort, version)
  } catch (error) {
    const message = error instanceof ApiError ? error.detail : 'The calculation failed. It is tried again.'
    if (!(error instanceof ApiError)) logger.warn({ err: error, cohort: cohort.id }, 'a cohort could not be calculated')
    await pool.query(
      `UPDATE cohorts SET errors_calculating = errors_calculating + 1, last_error = $2, last_calculation = now(), is_calculating = false WHERE id = $1`,
      [cohort.id, message],
    )
    await pool.query('UPDATE cohort_calculations SET finished_at = now(), error = $2 WHERE id = $1', [run, message])
  }
}

/** The engine writes what it finds; the members never pass through here. */
async function writeMembers(db: Database, clickHouse: ClickHouse, cohort: Cohort, version: number): Promise<void> {
  const [row] = await db.select().from(teams).where(eq(teams.id, cohort.teamId))
  const team = askingTeam(row!)
  const asker = await Asker.open({ db, reader: clickHouse.reader }, team, cohort.filters)
  const tree = selectTemplate('SELECT id FROM persons WHERE {condition}', {
    condition: criteriaToExpr(cohort.filters, asker),
  })
  const context = await loadContext({ pool: db.$client, reader: clickHouse.reader }, team, tree, asker.now)
  const { sql, parameters } = compile(tree, { context, limit: null })
  await clickHouse.writer.command({
    query: `INSERT INTO cohort_people (team_id, cohort_id, version, person_id)
            SELECT {cohortTeam:UInt32}, {cohortId:UInt32}, {cohortVersion:UInt32}, id FROM (${sql})`,
    query_params: { ...parameters, cohortTeam: cohort.teamId, cohortId: cohort.id, cohortVersion: version },
  })
}

/** Members of calculations that no longer count; the one before stays for queries that run just now. */
async function forgetVersions(clickHouse: ClickHouse, cohort: Cohort, version: number): Promise<void> {
  await clickHouse.writer.command({
    query: `ALTER TABLE cohort_people DELETE WHERE team_id = {team:UInt32} AND cohort_id = {cohort:UInt32} AND version < {version:UInt32}`,
    query_params: { team: cohort.teamId, cohort: cohort.id, version: Math.max(0, version - 1) },
    clickhouse_settings: { mutations_sync: '0' },
  })
}
