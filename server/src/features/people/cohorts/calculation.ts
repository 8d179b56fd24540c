/**
 * Calculates cohorts: finds the persons who match the criteria and writes them under a new version, which then becomes
 * the current one. A calculation that dies with its process is repeated; one that fails leaves the members unchanged.
 */

import { eq } from 'drizzle-orm'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { ApiError } from '../../../platform/http/errors.ts'
import type { Progress } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type Select, selectTemplate } from '../../analytics/hogql/index.ts'
import { Asker, askingTeam } from '../../analytics/query/index.ts'
import { joinTeam, teams } from '../../workspace/organizations/index.ts'
import { criteriaToExpr } from './criteria.ts'
import { addFound, countMembers, forgetBefore, memberStores, membersUnder } from './members.ts'
import { markDependents } from './staleness.ts'
import { type Cohort, findCohort } from './store.ts'

const LOCK_CLASS = 7_205_002
/** Recalculation intervals without a change, because relative time spans such as "in the last seven days" move on. */
const EVERY = '24 hours'
const EVERY_WITH_EVENTS = '1 hour'
/** Retries back off with each failure and stop after this many, until the cohort is changed. */
const ERRORS_MAX = 10

export interface CalculationDependencies {
  db: Database
  clickHouse: ClickHouse
  logger: Logger
}

interface Calculating extends CalculationDependencies {
  /** Aborts the queries of a calculation. */
  signal: AbortSignal
}

/** Marks cohorts whose last calculation is too old. */
export async function markOldCalculations(db: Database): Promise<void> {
  await db.$client.query(
    `UPDATE cohorts SET is_stale = true WHERE NOT deleted AND NOT is_static AND NOT is_stale
       AND last_calculation < now() - (CASE WHEN filters::text LIKE '%"behavioral"%' THEN $2 ELSE $1 END)::interval`,
    [EVERY, EVERY_WITH_EVENTS],
  )
}

/** Minimum time between calculations of a stale cohort. */
const STALE_AFTER_MS = 10_000
/** Maximum share of time spent on one cohort: slow cohorts are recalculated less often. */
const SHARE_OF_ONE = 1 / 20
/** Maximum share of time spent on all stale cohorts together. */
const SHARE_OF_ALL = 1 / 4

/** Runs requested calculations, and recalculates stale cohorts. */
export class CohortCalculator {
  private restUntil = 0

  constructor(private readonly deps: CalculationDependencies) {}

  /**
   * Runs the next calculation.
   * @param signal aborts a calculation in progress, which is repeated later
   * @returns whether one ran, or whether some are waiting until they are due
   */
  async next(signal: AbortSignal): Promise<Progress> {
    if (await this.calculateFirst(ASKED_FOR, (cohort) => cohort.pendingVersion > (cohort.version ?? 0), signal))
      return 'done'
    if (Date.now() >= this.restUntil) {
      const startedAt = Date.now()
      const isDone = await this.calculateFirst(STALE, (cohort) => cohort.isStale, signal)
      if (isDone) {
        this.restUntil = Date.now() + (Date.now() - startedAt) * (1 / SHARE_OF_ALL - 1)
        return 'done'
      }
    }
    const { rows } = await this.deps.db.$client.query<{ waits: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM cohorts WHERE is_stale AND NOT is_static AND NOT deleted AND errors_calculating = 0) AS waits',
    )
    return rows[0]!.waits ? 'waiting' : 'nothing'
  }

  /** Calculates the first cohort that satisfies a condition and is not locked by another worker. */
  private async calculateFirst(
    condition: string,
    isStill: (cohort: Cohort) => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const client = await this.deps.db.$client.connect()
    try {
      const { rows } = await client.query<{ id: number; teamId: number }>(
        `SELECT c.id, c.team_id AS "teamId" FROM cohorts c ${joinTeam('t', 'c.team_id')} AND NOT t.is_pending_deletion
         WHERE NOT c.is_static AND NOT c.deleted AND ${condition} AND c.errors_calculating < ${ERRORS_MAX}
           AND (c.errors_calculating = 0 OR c.last_calculation < now() - make_interval(mins => c.errors_calculating * c.errors_calculating))
         ORDER BY c.pending_version - coalesce(c.version, 0) DESC, c.last_calculation NULLS FIRST, c.id LIMIT 20`,
      )
      for (const { id, teamId } of rows) {
        const lock = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
          LOCK_CLASS,
          id,
        ])
        if (!lock.rows[0]!.locked) continue
        try {
          const cohort = await findCohort({ $client: client }, teamId, id)
          if (!cohort || cohort.isStatic || !isStill(cohort)) continue
          await calculate({ ...this.deps, signal }, cohort)
          return true
        } finally {
          await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, id])
        }
      }
      return false
    } finally {
      client.release()
    }
  }
}

const ASKED_FOR = 'c.pending_version > coalesce(c.version, 0)'
const STALE = `c.is_stale AND (c.last_calculation IS NULL
  OR c.last_calculation < now() - make_interval(secs => greatest(${STALE_AFTER_MS}, c.last_duration / ${SHARE_OF_ONE}) / 1000.0))`

async function calculate(deps: Calculating, cohort: Cohort): Promise<void> {
  const { db, logger } = deps
  const pool = db.$client
  const own = [cohort.teamId, cohort.id]
  const startedAt = Date.now()
  // Changes from now on mark it as stale again.
  await pool.query('UPDATE cohorts SET is_stale = false WHERE team_id = $1 AND id = $2', own)
  try {
    const question = await ask(deps, cohort)
    const isAsked = cohort.pendingVersion > (cohort.version ?? 0)
    if (isAsked || (await holdsOthers(deps, cohort, question))) await renew(deps, cohort, question)
    await pool.query(
      `UPDATE cohorts SET last_calculation = now(), last_duration = $3, errors_calculating = 0, last_error = NULL
       WHERE team_id = $1 AND id = $2`,
      [...own, Date.now() - startedAt],
    )
  } catch (error) {
    // The process is shutting down, which is not the cohort's fault. The next worker starts over.
    if (deps.signal.aborted) {
      await pool.query('UPDATE cohorts SET is_stale = true WHERE team_id = $1 AND id = $2', own)
      return
    }
    if (!(error instanceof ApiError)) logger.warn({ err: error, cohort: cohort.id }, 'a cohort could not be calculated')
    await pool.query(
      `UPDATE cohorts SET errors_calculating = errors_calculating + 1, last_error = $3, last_calculation = now(), last_duration = $4,
         is_calculating = false, is_stale = true WHERE team_id = $1 AND id = $2`,
      [...own, messageOf(error), Date.now() - startedAt],
    )
  }
}

const messageOf = (error: unknown) =>
  error instanceof ApiError ? error.detail : 'The calculation failed and will be retried.'

/** Writes the members under a new version, makes it the current one, and records the calculation in the history. */
async function renew(deps: Calculating, cohort: Cohort, question: Question): Promise<void> {
  const { db, clickHouse } = deps
  const pool = db.$client
  const own = [cohort.teamId, cohort.id]
  const { rows } = await pool.query<{ version: number }>(
    `UPDATE cohorts SET pending_version = greatest(pending_version, coalesce(version, 0) + 1), is_calculating = true
     WHERE team_id = $1 AND id = $2 RETURNING pending_version AS version`,
    own,
  )
  const { version } = rows[0]!
  const started = await pool.query<{ id: string }>(
    'INSERT INTO cohort_calculations (team_id, cohort_id, version) VALUES ($1, $2, $3) RETURNING id',
    [cohort.teamId, cohort.id, version],
  )
  const run = started.rows[0]!.id
  try {
    await writeMembers(deps, cohort, version, question)
    const count = await countMembers({ pool, reader: clickHouse.reader }, cohort, version)
    await pool.query(
      'UPDATE cohorts SET version = $3, count = $4, is_calculating = pending_version > $3 WHERE team_id = $1 AND id = $2',
      [...own, version, count],
    )
    await pool.query('UPDATE cohort_calculations SET finished_at = now(), count = $3 WHERE team_id = $1 AND id = $2', [
      cohort.teamId,
      run,
      count,
    ])
  } catch (error) {
    await pool.query('UPDATE cohort_calculations SET finished_at = now(), error = $3 WHERE team_id = $1 AND id = $2', [
      cohort.teamId,
      run,
      messageOf(error),
    ])
    throw error
  }
  await markDependents(pool, cohort.teamId, cohort.id)
  // Keep the previous version for queries in flight.
  await forgetBefore(clickHouse.writer, cohort, version - 1)
}

/** A query with a column `id` for the persons who match a cohort's criteria, and the asker that runs it. */
interface Question {
  asker: Asker
  persons: Select
}

async function ask({ db, clickHouse }: CalculationDependencies, cohort: Cohort): Promise<Question> {
  const [row] = await db.select().from(teams).where(eq(teams.id, cohort.teamId))
  const asker = await Asker.open({ db, reader: clickHouse.reader }, askingTeam(row!), cohort.filters)
  const condition = criteriaToExpr(cohort.filters, asker)
  return { asker, persons: selectTemplate('SELECT id FROM persons WHERE {condition}', { condition }) }
}

/** True if the criteria match other persons than the stored members. */
async function holdsOthers({ signal }: Calculating, cohort: Cohort, { asker, persons }: Question): Promise<boolean> {
  const [wanted, written] = await Promise.all(
    [persons, membersUnder(cohort.id, cohort.version ?? 0)].map(async (list) => {
      const { rows } = await asker.run(
        selectTemplate('SELECT count(), toString(sum(sipHash64(id))) FROM (SELECT DISTINCT id FROM {list})', { list }),
        { signal },
      )
      return String(rows[0])
    }),
  )
  return wanted !== written
}

/** Writes the members inside ClickHouse; they never pass through this process. */
async function writeMembers(
  { db, clickHouse, signal }: Calculating,
  cohort: Cohort,
  version: number,
  { asker, persons }: Question,
): Promise<void> {
  const actions = await asker.actionConditions(persons)
  const options = { now: asker.now, actions, signal }
  await addFound(memberStores(db, clickHouse), asker.team, { id: cohort.id, version }, persons, options)
}
