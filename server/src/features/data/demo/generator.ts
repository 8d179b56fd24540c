/**
 * Fills projects with a demo story in the background. What is to be done stands in a table, so a restart goes on where
 * it was; events that were sent twice because of it are recognised by their uuids.
 */
import { Worker } from 'node:worker_threads'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { Polling, type Progress, pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Announcements } from '../../../platform/postgres/announcements.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { DemoBatch, DemoTask } from './demo-thread.ts'
import { DEMO_DAYS } from './generate.ts'

const LOCK_CLASS = 4_837_005
const RETRY_MS = 1_000
const SEED = 1
const HOUR_MS = 60 * 60 * 1000

/** Asks for demo data. Give it the transaction that makes the project. */
export async function requestDemoData(client: PoolClient, teamId: number): Promise<void> {
  await client.query(
    'INSERT INTO demo_generations (team_id, seed, "end", days) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [teamId, SEED, new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS), DEMO_DAYS],
  )
}

export async function isGeneratingDemoData(
  pool: Pool,
  teamId: number,
): Promise<{ is_generating_demo_data: boolean; events_sent?: number; events_total?: number | null }> {
  const { rows } = await pool.query<{ sent: number; total: number | null }>(
    'SELECT events_sent AS sent, events_total AS total FROM demo_generations WHERE team_id = $1',
    [teamId],
  )
  if (!rows[0]) return { is_generating_demo_data: false }
  return { is_generating_demo_data: true, events_sent: rows[0].sent, events_total: rows[0].total }
}

interface Generation extends DemoTask {
  teamId: number
}

export class DemoGenerator {
  private readonly polling: Polling
  private thread: Worker | null = null
  private signal = new AbortController().signal

  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    logger: Logger,
    private readonly script: URL,
    announcements: Announcements,
  ) {
    this.polling = new Polling(
      async (signal) => {
        this.signal = signal
        return this.workOne()
      },
      { failure: 'demo data could not be made; it is tried again', logger, announcements, queue: 'demo_generations' },
    )
  }

  start(): void {
    this.polling.start()
  }

  async stop(): Promise<void> {
    const stopped = this.polling.stop()
    await this.thread?.terminate()
    await stopped
  }

  private async workOne(): Promise<Progress> {
    const { rows } = await this.pool.query<Generation>(
      `SELECT d.team_id AS "teamId", d.seed, d."end", d.days, d.events_sent AS skip, t.api_token AS token
       FROM demo_generations d JOIN teams t ON t.id = d.team_id ORDER BY d.team_id LIMIT 1`,
    )
    if (!rows[0]) return 'nothing'
    const client = await this.pool.connect()
    try {
      const locks = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS locked', [
        LOCK_CLASS,
        rows[0].teamId,
      ])
      if (!locks.rows[0]!.locked) return 'waiting'
      try {
        await this.generate(client, rows[0])
        return 'done'
      } finally {
        await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, rows[0].teamId])
      }
    } finally {
      client.release()
    }
  }

  private async generate(client: PoolClient, { teamId, ...task }: Generation): Promise<void> {
    const thread = new Worker(this.script, { workerData: task })
    this.thread = thread
    try {
      for (;;) {
        const batch = await nextBatch(thread)
        if (batch.payloads.length === 0) {
          await client.query('DELETE FROM demo_generations WHERE team_id = $1', [teamId])
          return
        }
        await this.append(batch.payloads)
        const { rowCount } = await client.query(
          'UPDATE demo_generations SET events_sent = $2, events_total = $3 WHERE team_id = $1',
          [teamId, batch.sent, batch.total],
        )
        // The project was deleted meanwhile.
        if (rowCount === 0) return
      }
    } finally {
      this.thread = null
      await thread.terminate()
    }
  }

  private async append(payloads: readonly Uint8Array[]): Promise<void> {
    const buffers = payloads.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    for (;;) {
      try {
        return await this.log.append(buffers)
      } catch (error) {
        if (this.signal.aborted) throw error
        await pause(RETRY_MS, this.signal)
      }
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
