/**
 * pg-boss on our own connections. It creates the tables, fetches jobs from them, and sends scheduled jobs. `store.ts`
 * handles a job after it was fetched.
 */
import PgBoss from 'pg-boss'
import type { Pool, PoolClient } from '../postgres/postgres.ts'
import type { JobKind } from './definition.ts'

export const JOBS_SCHEMA = 'jobs'

const HOUR_S = 60 * 60
const DAY_S = 24 * HOUR_S
/** How long a completed job stays visible. */
const COMPLETED_KEPT_S = 2 * DAY_S
/** How long a failed job can be retried. */
const FAILED_KEPT_S = 30 * DAY_S
/** pg-boss archives jobs after those times; the archive is not needed here. */
const ARCHIVE_KEPT_HOURS = 1
/** A job that is not started within this time is dropped. */
const WAITING_KEPT_DAYS = 365
/** The maximum that pg-boss allows. A job that really runs longer continues: its process knows that it is running. */
const RUNNING_HOURS_MAX = 23

/** Schedules have a resolution of a minute, and every poll is a query, so polls are rare. */
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

/** @param mode `passive` does nothing by itself; `schedules` sends scheduled jobs and cleans up, once started */
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

/** How often a job of a kind is attempted. The delay is decided when it fails. */
export const sendOptions = ({ retry }: JobKind) => ({ retryLimit: retry.attempts - 1 })

/** Creates the tables and a queue for every kind of job. Must run before any job is sent. */
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
