/**
 * What kinds of jobs there are. A feature declares its jobs in its `jobs.ts`: the definition says what a job is called and
 * what it needs, so that any process can send one; the handler is joined to it in the process that does the work.
 */
import type { z } from 'zod'
import type { PoolClient } from '../postgres/postgres.ts'

/** For work that must happen, however often it fails. */
export const WITHOUT_END = 1_000_000

export interface Retry {
  /** How often a job is tried before it counts as failed. */
  attempts: number
  /** Before the second attempt; doubles with every further one. */
  delaySeconds: number
  delaySecondsMax: number
}

const RETRY: Retry = { attempts: 5, delaySeconds: 10, delaySecondsMax: 600 }

export interface JobOptions<Payload extends object> {
  /** What it is for, in one plain sentence; shown to the operator. */
  purpose: string
  retry?: Retry
  /** How many run at the same time; 1 unless it says otherwise. */
  concurrency?: number
  /** Of the jobs with one `singletonKey`, only one waits. Sending another does nothing. */
  singleton?: boolean
  /** When one is sent by itself: a cron expression, UTC. The payload must be allowed to be empty then. */
  schedule?: string
  /** Tells the operator which one it is. Everything else of a payload stays secret. */
  about?: (payload: Payload) => string
}

/** A kind of job, whatever its payload. */
export interface JobKind {
  name: string
  purpose: string
  retry: Retry
  concurrency: number
  singleton: boolean
  schedule: string | undefined
  /** What the operator may know about a job with this payload; null when there is nothing to tell. */
  describe(data: unknown): string | null
}

export interface JobDefinition<Payload extends object> extends JobKind {
  schema: z.ZodType<Payload>
}

export function defineJob<Payload extends object>(
  name: string,
  schema: z.ZodType<Payload>,
  { about, schedule, retry = RETRY, concurrency = 1, singleton = false, purpose }: JobOptions<Payload>,
): JobDefinition<Payload> {
  return {
    name,
    purpose,
    schema,
    retry,
    concurrency,
    singleton,
    schedule,
    describe(data) {
      const payload = schema.safeParse(data ?? {})
      return about && payload.success ? about(payload.data) : null
    },
  }
}

/** What a handler knows of the job it does, and can say about it. */
export interface JobRun {
  /** 1 for the first attempt. */
  attempt: number
  /** Aborted when the process is about to end. A handler that stops because of it throws, and the job runs again. */
  signal: AbortSignal
  /** Shown to the operator. @param total null while it is not known */
  progress(done: number, total: number | null): Promise<void>
  /**
   * Counts the job as done when the transaction commits, so that what the transaction changed happens once. Without it a
   * process that dies between the commit and the end of the handler does the job again.
   */
  completeIn(client: PoolClient): Promise<void>
}

/** Does a job. It is done when this resolves. It may run more than once, so every step must be repeatable. */
export type JobHandler<Payload> = (payload: Payload, run: JobRun) => Promise<void>

export interface Job {
  kind: JobKind
  /** Does a job with this payload. */
  carryOut(data: unknown, run: JobRun): Promise<void>
}

/** Joins a definition to what does the work. */
export function handle<Payload extends object>(definition: JobDefinition<Payload>, handler: JobHandler<Payload>): Job {
  return { kind: definition, carryOut: async (data, run) => handler(definition.schema.parse(data ?? {}), run) }
}
