/** Background jobs and schedules, on pg-boss: kept in PostgreSQL, so they survive restarts and run once. */
import PgBoss from 'pg-boss'
import type { Logger } from '../logger.ts'
import { IDLE_CONNECTION_MS } from '../postgres/postgres.ts'

export interface Jobs {
  /** Registers the work of a queue and creates the queue. */
  work(queue: string, handler: () => Promise<void>): Promise<void>
  /** Runs a queue's work at the times of a cron expression (UTC). */
  schedule(queue: string, cron: string): Promise<void>
  stop(): Promise<void>
}

/**
 * All that runs here are schedules, whose finest step is a minute: every look at a queue is a query, so there are few.
 */
const QUIET = {
  pollingIntervalSeconds: 60,
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  clockMonitorIntervalSeconds: 600,
}

/** pg-boss hands this to its pool. */
const POOL = { max: 3, idleTimeoutMillis: IDLE_CONNECTION_MS }

const STOP_TIMEOUT_MS = 10_000

export async function startJobs(databaseUrl: string, logger: Logger): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'jobs', ...POOL, ...QUIET })
  boss.on('error', (error) => logger.warn({ err: error }, 'job queue'))
  await boss.start()
  return {
    async work(queue, handler) {
      await boss.createQueue(queue)
      await boss.work(queue, async () => handler())
    },
    async schedule(queue, cron) {
      await boss.schedule(queue, cron)
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS })
    },
  }
}
