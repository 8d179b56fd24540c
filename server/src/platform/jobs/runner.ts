/** Runs the waiting jobs. It polls when a job is announced, when one is due, and now and then. */
import type PgBoss from 'pg-boss'
import type { Logger } from '../logger.ts'
import type { Announcements } from '../postgres/announcements.ts'
import type { Pool } from '../postgres/postgres.ts'
import type { Service, ServiceProblem } from '../services.ts'
import { createBoss, executorOf } from './boss.ts'
import type { Job, JobRun, Retry } from './definition.ts'
import { pause } from './polling.ts'
import {
  announcementOf,
  completeJob,
  failJob,
  findWaiting,
  type JobKey,
  noteProgress,
  recoverJobs,
  releaseJob,
} from './store.ts'

/** How often to poll without an announcement, since announcements can get lost. */
const QUIET_MS = 60_000
/** Minimum time between two polls, so that jobs that are sent together are fetched together. */
const GATHER_MS = 100
const PAUSE_AFTER_ERROR_MS = 5_000

/** The parts of a fetched job that the runner needs. */
type Taken = Pick<PgBoss.JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount'>

export interface JobRunnerDependencies {
  pool: Pool
  logger: Logger
  announcements: Announcements
}

/** Only one process may run each kind of job: at its start it takes over the jobs that an earlier one left behind. */
export class JobRunner implements Service {
  readonly name = 'jobs'
  readonly purpose = 'Runs the waiting jobs.'
  private readonly boss: PgBoss
  private readonly stopping = new AbortController()
  private readonly running = new Map<string, Promise<void>>()
  private readonly ends: (() => void)[] = []
  private loop: Promise<void> | null = null
  private hasNews = false
  private wake: () => void = () => {}
  private lastProblem: ServiceProblem | null = null

  constructor(
    private readonly jobs: readonly Job[],
    private readonly deps: JobRunnerDependencies,
  ) {
    this.boss = createBoss(deps.pool, 'passive')
  }

  async start(): Promise<void> {
    await recoverJobs(this.deps.pool, this.names)
    for (const name of this.names)
      this.ends.push(this.deps.announcements.on(announcementOf(name), () => this.lookAgain()))
    this.loop = this.run()
  }

  /** Asks the running jobs to stop, and waits for them. Unfinished ones run again after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort()
    for (const end of this.ends) end()
    await this.loop
    await Promise.all(this.running.values())
  }

  /** Why polling failed; a failure in a job is the job's own problem. */
  problem(): ServiceProblem | null {
    return this.lastProblem
  }

  private get names(): string[] {
    return this.jobs.map(({ kind }) => kind.name)
  }

  private lookAgain(): void {
    this.hasNews = true
    this.wake()
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      // Reset before the poll: jobs that arrive during the poll trigger another one.
      this.hasNews = false
      let waitMs = PAUSE_AFTER_ERROR_MS
      try {
        waitMs = await this.beginWhatIsDue()
        this.lastProblem = null
      } catch (error) {
        if (signal.aborted) return
        this.lastProblem = { message: (error as Error).message, at: new Date().toISOString() }
        this.deps.logger.warn({ err: error }, 'polling for jobs failed')
      }
      await pause(GATHER_MS, signal)
      if (!this.hasNews) await this.quiet(waitMs)
    }
  }

  private async quiet(milliseconds: number): Promise<void> {
    const news = new AbortController()
    this.wake = () => news.abort()
    await pause(milliseconds, AbortSignal.any([this.stopping.signal, news.signal]))
    this.wake = () => {}
  }

  /** Starts as many due jobs as may run. @returns milliseconds until the next one is due */
  private async beginWhatIsDue(): Promise<number> {
    let waitMs = QUIET_MS
    for (const { name, dueInSeconds } of await findWaiting(this.deps.pool, this.names)) {
      const job = this.jobs.find(({ kind }) => kind.name === name)!
      const room = job.kind.concurrency - this.countRunning(name)
      // If there is no room, the end of a running job triggers the next poll.
      if (dueInSeconds > 0) waitMs = Math.min(waitMs, dueInSeconds * 1000)
      // pg-boss swallows an error, and returns no jobs.
      else if (room > 0 && !(await this.begin(job, room))) waitMs = Math.min(waitMs, PAUSE_AFTER_ERROR_MS)
    }
    return Math.ceil(waitMs)
  }

  private countRunning(name: string): number {
    return [...this.running.keys()].filter((key) => key.startsWith(`${name}/`)).length
  }

  /** @returns whether there was one */
  private async begin(job: Job, room: number): Promise<boolean> {
    const { name } = job.kind
    const options = { batchSize: room, includeMetadata: true, db: executorOf(this.deps.pool) } as const
    const fetched = await this.boss.fetch(name, options)
    for (const taken of fetched) {
      const key = `${name}/${taken.id}`
      // It has run for so long that pg-boss considers it lost.
      if (this.running.has(key)) continue
      const ended = this.carryOut(job, taken).finally(() => {
        this.running.delete(key)
        this.lookAgain()
      })
      this.running.set(key, ended)
    }
    return fetched.length > 0
  }

  private async carryOut(job: Job, { id, data, retryCount }: Taken): Promise<void> {
    const { pool, logger } = this.deps
    const { signal } = this.stopping
    const key: JobKey = { name: job.kind.name, id }
    const attempt = retryCount + 1
    const run: JobRun = {
      attempt,
      signal,
      progress: (done, total) => noteProgress(pool, key, done, total),
      completeIn: (client) => completeJob(client, key),
    }
    try {
      await job.carryOut(data, run)
    } catch (error) {
      if (signal.aborted) return this.note(() => releaseJob(pool, key))
      logger.warn({ err: error, job: key.name, id, attempt }, 'a job failed')
      return this.note(() => failJob(pool, key, (error as Error).message, delayAfter(job.kind.retry, attempt)))
    }
    await this.note(() => completeJob(pool, key))
  }

  /**
   * Records the outcome of a job, retrying while PostgreSQL is unavailable. If the process stops before that, the next start
   * recovers the job.
   */
  private async note(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write()
      } catch (error) {
        this.deps.logger.warn({ err: error }, 'the outcome of a job could not be recorded')
        if (this.stopping.signal.aborted) return
        await pause(PAUSE_AFTER_ERROR_MS, this.stopping.signal)
      }
    }
  }
}

/** Seconds until the next attempt. */
export function delayAfter({ delaySeconds, delaySecondsMax }: Retry, attempt: number): number {
  return Math.min(delaySeconds * 2 ** (attempt - 1), delaySecondsMax)
}
