/**
 * pg-boss on our own connections. It brings the tables, takes jobs from them, and sends what is due by schedule; what happens
 * to a job once it was taken stands in `store.ts`.
 */
import PgBoss from 'pg-boss'
import type { Pool, PoolClient } from '../postgres/postgres.ts'
import type { JobKind } from './definition.ts'

export const JOBS_SCHEMA = 'jobs'

const HOUR_S = 60 * 60
const DAY_S = 24 * HOUR_S
/** How long it can be seen that a job was done. */
const COMPLETED_KEPT_S = 2 * DAY_S
/** How long a failed job can be tried again. */
const FAILED_KEPT_S = 30 * DAY_S
/** What pg-boss puts aside after those times is of no use here. */
const ARCHIVE_KEPT_HOURS = 1
/** A job that nobody took within this time is dropped. */
const WAITING_KEPT_DAYS = 365
/** The longest that pg-boss allows. A job that really runs longer goes on: its process knows that it is running. */
const RUNNING_HOURS_MAX = 23

/** The finest step of a schedule is a minute, and every look at the tables is a query, so there are few. */
const QUIET = {
  pollingIntervalSeconds: 60,
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  clockMonitorIntervalSeconds: 600,
  maintenanceIntervalSeconds: 300,
}

export type Connection = Pick<Pool | PoolClient, 'query'>

export const executorOf = (connection: Connection): PgBoss.Db => ({
  executeSql: (text, values) => (connection as Pool).query(text, values),
})

/** @param mode `passive` does nothing by itself; `schedules` sends what is due and tidies up, from `start` on */
export function createBoss(connection: Connection, mode: 'passive' | 'schedules'): PgBoss {
  const isActive = mode === 'schedules'
  return new PgBoss({
    db: executorOf(connection),
    schema: JOBS_SCHEMA,
    supervise: isActive,
    schedule: isActive,
    archiveCompletedAfterSeconds: COMPLETED_KEPT_S,
    archiveFailedAfterSeconds: FAILED_KEPT_S,
    deleteAfterHours: ARCHIVE_KEPT_HOURS,
    retentionDays: WAITING_KEPT_DAYS,
    expireInHours: RUNNING_HOURS_MAX,
    ...QUIET,
  })
}

/** How often a job of some kind is tried. How soon is decided when it fails. */
export const sendOptions = ({ retry }: JobKind) => ({ retryLimit: retry.attempts - 1 })

/** Makes the tables and a queue for every kind of job. Run before anybody sends. */
export async function installJobs(pool: Pool, definitions: readonly JobKind[]): Promise<void> {
  const boss = createBoss(pool, 'passive')
  await boss.start()
  try {
    for (const { name, singleton } of definitions)
      await boss.createQueue(name, { name, policy: singleton ? 'short' : 'standard' })
  } finally {
    await boss.stop({ graceful: false })
  }
}
