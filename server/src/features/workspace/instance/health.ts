/** Whether every part of the installation works, and how far ingestion is behind. */
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type IngestionLag, ingestionLag } from '../../data/ingestion/index.ts'
import { problemOf } from './heartbeat.ts'

export interface Health {
  ready: boolean
  parts: Record<'web' | 'postgres' | 'clickhouse' | 'eventlog' | 'worker', { ok: boolean; detail?: string }>
  /** Null if the event log cannot be read, or not in time. */
  lag: IngestionLag | null
}

const CHECK_TIMEOUT_MS = 3_000
const DETAIL_CHARACTERS_MAX = 400

export async function checkHealth(db: Database, clickHouse: ClickHouse, log: EventLog): Promise<Health> {
  let lag: IngestionLag | null = null
  const [postgres, clickhouse, eventlog, worker] = await Promise.all([
    check(async () => void (await db.$client.query('SELECT 1'))),
    check(
      async () => void (await (await clickHouse.reader.query({ query: 'SELECT 1', format: 'JSONEachRow' })).text()),
    ),
    check(async () => {
      lag = ingestionLag(log, Date.now())
      const refusal = log.refusal()
      if (refusal) throw new Error(`Capture answers 503: ${refusal}.`)
    }),
    check(async () => {
      const problem = await problemOf(db, 'worker')
      if (problem) throw new Error(problem)
    }),
  ])
  const parts = { web: { ok: true }, postgres, clickhouse, eventlog, worker }
  return { ready: Object.values(parts).every((part) => part.ok), parts, lag }
}

async function check(work: () => Promise<void>): Promise<{ ok: boolean; detail?: string }> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS)
  })
  try {
    await Promise.race([work(), late])
    return { ok: true }
  } catch (error) {
    return { ok: false, detail: (error as Error).message.slice(0, DETAIL_CHARACTERS_MAX) }
  } finally {
    clearTimeout(timer)
  }
}
