/**
 * Fills projects with a demo story in the background. The progress is stored in a table, so a restart resumes there. Events
 * that a restart sends twice are deduplicated by their uuids.
 */
import { Worker } from 'node:worker_threads'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { JobRun } from '../../../platform/jobs/definition.ts'
import { pause } from '../../../platform/jobs/polling.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { joinTeam } from '../../workspace/organizations/index.ts'
import type { DemoBatch, DemoTask } from './demo-thread.ts'

const RETRY_MS = 1_000

/** Progress of the generation: events sent, and the total once it is known; null if none is running. */
export async function demoProgress(pool: Pool, teamId: number): Promise<{ sent: number; total: number | null } | null> {
  const { rows } = await pool.query<{ sent: number; total: number | null }>(
    'SELECT events_sent AS sent, events_total AS total FROM demo_generations WHERE team_id = $1',
    [teamId],
  )
  return rows[0] ?? null
}

export interface DemoDependencies {
  pool: Pool
  /** Open for appending. */
  log: EventLog
  /** The entry point of the thread that creates the events. */
  script: URL
}

/** Generates the rest of a project's demo data. @throws the signal's reason when it is aborted */
export async function generateDemoData(
  { pool, log, script }: DemoDependencies,
  teamId: number,
  { signal, progress }: JobRun,
): Promise<void> {
  const { rows } = await pool.query<DemoTask>(
    `SELECT d.seed, d."end", d.days, d.events_sent AS skip, t.api_token AS token
     FROM demo_generations d ${joinTeam('t', 'd.team_id')} WHERE d.team_id = $1`,
    [teamId],
  )
  if (!rows[0]) return
  signal.throwIfAborted()
  const thread = new Worker(script, { workerData: rows[0] })
  const end = () => void thread.terminate()
  signal.addEventListener('abort', end, { once: true })
  try {
    for (;;) {
      const batch = await nextBatch(thread)
      if (batch.payloads.length === 0) {
        await pool.query('DELETE FROM demo_generations WHERE team_id = $1', [teamId])
        return
      }
      await append(log, batch.payloads, signal)
      const { rowCount } = await pool.query(
        'UPDATE demo_generations SET events_sent = $2, events_total = $3 WHERE team_id = $1',
        [teamId, batch.sent, batch.total],
      )
      // The project was deleted meanwhile.
      if (rowCount === 0) return
      await progress(batch.sent, batch.total)
    }
  } finally {
    signal.removeEventListener('abort', end)
    await thread.terminate()
  }
}

/** Retries as long as the log is full. */
async function append(log: EventLog, payloads: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
  const buffers = payloads.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  for (;;) {
    try {
      return await log.append(buffers)
    } catch (error) {
      if (signal.aborted) throw error
      await pause(RETRY_MS, signal)
    }
  }
}

function nextBatch(thread: Worker): Promise<DemoBatch> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error('the thread ended'))
    thread.once('exit', end)
    thread.once('error', reject)
    thread.once('message', (batch: DemoBatch) => {
      thread.off('exit', end)
      thread.off('error', reject)
      resolve(batch)
    })
    thread.postMessage('next')
  })
}
