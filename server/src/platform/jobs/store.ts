/** Manages jobs in pg-boss's table after they were fetched. */
import { announce } from '../postgres/announcements.ts'
import type { Pool } from '../postgres/postgres.ts'
import { type Connection, JOBS_SCHEMA } from './boss.ts'
import type { JobKind } from './definition.ts'

const TABLE = `${JOBS_SCHEMA}.job`
const STATE = `${JOBS_SCHEMA}.job_state`
/** Error messages can quote a sender's data, so they are truncated. */
const MESSAGE_CHARACTERS_MAX = 500
const PROCESS_ENDED = 'The process ended while the job was running.'

/** The announcement for a new job of a kind. */
export const announcementOf = (name: string): string => `job ${name}`

export const announceJob = (client: Connection, name: string): Promise<void> => announce(client, announcementOf(name))

export interface JobKey {
  name: string
  id: string
}

/** Kinds with waiting jobs, and in how many seconds the first one is due: 0 or less if it is due now. */
export async function findWaiting(
  pool: Pool,
  names: readonly string[],
): Promise<{ name: string; dueInSeconds: number }[]> {
  const { rows } = await pool.query<{ name: string; dueInSeconds: number }>(
    `SELECT name, extract(epoch FROM min(start_after) - now())::float8 AS "dueInSeconds" FROM ${TABLE}
     WHERE name = ANY($1) AND state < 'active' GROUP BY name`,
    [names],
  )
  return rows
}

/**
 * SQL condition: a job of this kind is waiting or running.
 * @param key SQL of its singleton key
 */
export const isPendingSql = ({ name }: JobKind, key: string): string =>
  `EXISTS (SELECT 1 FROM ${TABLE} WHERE name = '${name}' AND singleton_key = ${key} AND state <= 'active')`

/** Deletes the payload: it may hold private data that is no longer needed. */
export async function completeJob(client: Connection, { name, id }: JobKey): Promise<void> {
  await client.query(
    `UPDATE ${TABLE} SET state = 'completed', completed_on = now(), data = NULL, output = NULL
     WHERE name = $1 AND id = $2 AND state = 'active'`,
    [name, id],
  )
}

/** Counts an attempt as failed: the job is retried after a delay, or fails if no attempts are left. */
export async function failJob(pool: Pool, { name, id }: JobKey, message: string, delaySeconds: number): Promise<void> {
  await pool.query(
    `UPDATE ${TABLE} SET ${afterFailure('$3')}, start_after = now() + make_interval(secs => $4) WHERE name = $1 AND id = $2 AND state = 'active'`,
    [name, id, message.slice(0, MESSAGE_CHARACTERS_MAX), delaySeconds],
  )
}

const afterFailure = (
  message: string,
) => `state = (CASE WHEN retry_count < retry_limit THEN 'retry' ELSE 'failed' END)::${STATE},
  completed_on = CASE WHEN retry_count < retry_limit THEN NULL ELSE now() END,
  output = jsonb_build_object('message', ${message}::text, 'at', now())`

/** Returns a job to the queue when its process stopped in an orderly way; the attempt does not count. */
export async function releaseJob(pool: Pool, { name, id }: JobKey): Promise<void> {
  await pool.query(
    `UPDATE ${TABLE} SET state = 'retry', start_after = now(), started_on = NULL WHERE name = $1 AND id = $2 AND state = 'active'`,
    [name, id],
  )
}

/**
 * Returns the jobs of a process that died to the queue. The attempt counts, so that a job that kills its process does not do
 * so forever. Only for the one process that runs these jobs, before it fetches any.
 */
export async function recoverJobs(pool: Pool, names: readonly string[]): Promise<void> {
  await pool.query(
    `UPDATE ${TABLE} SET ${afterFailure('$2')}, start_after = now() WHERE name = ANY($1) AND state = 'active'`,
    [names, PROCESS_ENDED],
  )
}

export async function noteProgress(
  pool: Pool,
  { name, id }: JobKey,
  done: number,
  total: number | null,
): Promise<void> {
  await pool.query(
    `UPDATE ${TABLE} SET output = coalesce(output, '{}') || jsonb_build_object('progress', jsonb_build_object('done', $3::float8, 'total', $4::float8))
     WHERE name = $1 AND id = $2 AND state = 'active'`,
    [name, id, done, total],
  )
}

/**
 * Retries a failed job, or one that waits for its next attempt, at once and with all its attempts. @returns whether there is
 * such a job
 */
export async function retryJob(pool: Pool, { name, id }: JobKey): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE ${TABLE} SET state = 'retry', retry_count = 0, started_on = NULL, start_after = now(), completed_on = NULL
     WHERE name = $1 AND id = $2 AND state IN ('retry', 'failed')`,
    [name, id],
  )
  if (rowCount) await announceJob(pool, name)
  return Boolean(rowCount)
}

/** Deletes a failed job, or one that waits for its next attempt. @returns whether there is such a job */
export async function deleteJob(pool: Pool, { name, id }: JobKey): Promise<boolean> {
  const { rowCount } = await pool.query(
    `DELETE FROM ${TABLE} WHERE name = $1 AND id = $2 AND state IN ('retry', 'failed')`,
    [name, id],
  )
  return Boolean(rowCount)
}

export interface JobCounts {
  waiting: number
  running: number
  failed: number
  lastCompletedAt: Date | null
}

export async function countJobs(pool: Pool): Promise<Map<string, JobCounts>> {
  const { rows } = await pool.query<JobCounts & { name: string }>(
    `SELECT name, count(*) FILTER (WHERE state < 'active') AS waiting, count(*) FILTER (WHERE state = 'active') AS running,
       count(*) FILTER (WHERE state = 'failed') AS failed,
       max(completed_on) FILTER (WHERE state = 'completed') AS "lastCompletedAt" FROM ${TABLE} GROUP BY name`,
  )
  return new Map(rows.map(({ name, ...counts }) => [name, counts]))
}

export interface NotableJob extends JobKey {
  state: 'running' | 'retrying' | 'failed'
  /** Number of attempts so far. */
  attempts: number
  createdAt: Date
  /** When the running attempt began. */
  startedAt: Date | null
  nextTryAt: Date | null
  failure: { message: string; at: string | null } | null
  progress: { done: number; total: number | null } | null
  /** The description from its definition. */
  about: string | null
}

/** Jobs that are running, waiting for another attempt, or failed: those that need attention first, then the newest. */
export async function findNotableJobs(pool: Pool, kinds: readonly JobKind[], limit: number): Promise<NotableJob[]> {
  const { rows } = await pool.query<
    Omit<NotableJob, 'about' | 'failure'> & { data: unknown; message: string | null; at: string | null }
  >(
    `SELECT name, id, CASE state WHEN 'active' THEN 'running' WHEN 'retry' THEN 'retrying' ELSE 'failed' END AS state,
       retry_count + 1 AS attempts, created_on AS "createdAt",
       CASE WHEN state = 'active' THEN started_on END AS "startedAt", CASE WHEN state = 'retry' THEN start_after END AS "nextTryAt",
       coalesce(output->>'message', output->'value'->>'message') AS message, output->>'at' AS at,
       CASE WHEN state = 'active' THEN output->'progress' END AS progress, data
     FROM ${TABLE} WHERE name = ANY($1) AND state IN ('active', 'retry', 'failed')
     ORDER BY state = 'failed' DESC, state = 'retry' DESC, created_on DESC LIMIT $2`,
    [kinds.map(({ name }) => name), limit],
  )
  const byName = new Map(kinds.map((kind) => [kind.name, kind]))
  return rows.map(({ data, message, at, ...job }) => ({
    ...job,
    failure: message === null ? null : { message, at },
    about: byName.get(job.name)!.describe(data),
  }))
}
