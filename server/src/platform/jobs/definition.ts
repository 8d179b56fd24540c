/**
 * Defines kinds of jobs. A feature declares its jobs in its `jobs.ts`: the definition has the name and the payload of a job,
 * so that any process can send one. The handler is attached to it in the process that does the work.
 */
import type { z } from 'zod'
import type { PoolClient } from '../postgres/postgres.ts'

/** For work that must succeed eventually, however often it fails. */
export const WITHOUT_END = 1_000_000

export interface Retry {
  /** How often a job is attempted before it counts as failed. */
  attempts: number
  /** Delay before the second attempt; doubles with every further one. */
  delaySeconds: number
  delaySecondsMax: number
}

const RETRY: Retry = { attempts: 5, delaySeconds: 10, delaySecondsMax: 600 }

export interface JobOptions<Payload extends object> {
  /** What the job is for, in one plain sentence; shown to the operator. */
  purpose: string
  retry?: Retry
  /** How many run concurrently; 1 by default. */
  concurrency?: number
  /** At most one job per `singletonKey` is waiting. Sending another one does nothing. */
  singleton?: boolean
  /** When to send one automatically: a cron expression, UTC. The schema must then allow an empty payload. */
  schedule?: string
  /** Tells the operator which job it is. The rest of the payload stays secret. */
  about?: (payload: Payload) => string
}

/** A kind of job, with any payload. */
export interface JobKind {
  name: string
  purpose: string
  retry: Retry
  concurrency: number
  singleton: boolean
  schedule: string | undefined
  /** What the operator may know about a job with this payload; null if there is nothing to show. */
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

/** What a handler knows about its job, and can report about it. */
export interface JobRun {
  /** 1 for the first attempt. */
  attempt: number
  /** Aborted when the process is about to stop. A handler that stops because of it must throw, and the job runs again. */
  signal: AbortSignal
  /** Shown to the operator. @param total null if unknown */
  progress(done: number, total: number | null): Promise<void>
  /**
   * Completes the job when the transaction commits, so that the transaction's changes happen exactly once. Without this, the
   * job runs again if the process dies between the commit and the end of the handler.
   */
  completeIn(client: PoolClient): Promise<void>
}

/**
 * Does the work of a job, which is complete when this resolves. It may run more than once, so every step must be idempotent.
 */
export type JobHandler<Payload> = (payload: Payload, run: JobRun) => Promise<void>

export interface Job {
  kind: JobKind
  /** Runs a job with this payload. */
  carryOut(data: unknown, run: JobRun): Promise<void>
}

/** Attaches a handler to a definition. */
export function handle<Payload extends object>(definition: JobDefinition<Payload>, handler: JobHandler<Payload>): Job {
  return { kind: definition, carryOut: async (data, run) => handler(definition.schema.parse(data ?? {}), run) }
}
