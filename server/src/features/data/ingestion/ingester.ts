/**
 * The worker's main loop: reads the event log, commits batches, delivers them. The rows of one batch travel to ClickHouse
 * while the next batch is being processed. The log's range is released only once they have arrived.
 */
import type { Logger } from 'pino'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { inTransaction, type Pool, sqlState } from '../../../platform/postgres/postgres.ts'
import type { ServiceProblem } from '../../../platform/services.ts'
import { decodeRecord } from '../capture/index.ts'
import {
  type BatchProcessor,
  type BatchResult,
  type EventNames,
  loadCommitted,
  OUTBOX_LINE,
  type ReadRecord,
  replayKey,
} from './batch.ts'
import { saveRefusedRows } from './bookkeeping.ts'
import { DEAD_LETTER_BYTES_MAX } from './limits.ts'
import { type Outbox, type OutboxBatch, OutboxDamaged, type OutboxLine, type RefusedRow } from './outbox.ts'
import { type SeenEvents, SeenEventsBroken } from './seen-events.ts'

const BATCH_BYTES_MAX = 8 * 1024 * 1024
/** Under load, batches start at least this far apart, so that ClickHouse gets fewer and larger parts. */
const BATCH_INTERVAL_MS = 200
const PAUSE_MS_MAX = 5_000
/** If batches in flight make no progress for this long, something is wrong. */
const STALLED_AFTER_MS = 60_000

export interface IngesterDependencies {
  log: EventLog
  pool: Pool
  processor: BatchProcessor
  outbox: Outbox
  seen: SeenEvents
  logger: Logger
  eventsMax: number
  now: () => number
  /** Called after each delivered batch; its events are visible from then on. */
  onBatch?: (batch: { events: number; ms: number; names: EventNames }) => void
}

export class Ingester {
  private readonly stopping = new AbortController()
  private delivery: Promise<void> = Promise.resolve()
  private running: Promise<void> | null = null
  /** Number of batches that were begun but not delivered yet. */
  private inHand = 0
  private progressAt = Date.now()
  private failure: Error | null = null
  private hasStarted = false

  constructor(private readonly deps: IngesterDependencies) {}

  start(): void {
    this.running = this.run()
  }

  /** Finishes the current batch and stops. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
  }

  /** A message that says why events are not being stored; null if they are. */
  problem(): ServiceProblem | null {
    const { failure } = this
    const at = new Date(this.progressAt).toISOString()
    if (failure instanceof OutboxDamaged) return { message: failure.message, at }
    const stalledMs = Date.now() - this.progressAt
    if (stalledMs < STALLED_AFTER_MS || (this.inHand === 0 && !failure)) return null
    const why = failure ? `: ${failure.message}` : ''
    return { message: `Events are waiting, but none was stored for ${Math.round(stalledMs / 1000)} seconds${why}`, at }
  }

  /** Whether this run stored anything, or found nothing to do. */
  get isWorking(): boolean {
    return this.hasStarted
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted
  }

  private async run(): Promise<void> {
    await this.whileInHand(() => this.retry('recovery', () => this.recover()))
    let cursor = this.deps.log.committed()
    while (!this.isStopping) {
      const startedAt = performance.now()
      const records = await this.retry('reading the event log', async () => this.read(cursor))
      if (!records) break
      if (records.length === 0) {
        this.hasStarted = true
        await this.deps.log.waitForMore(cursor, this.stopping.signal)
        continue
      }
      const result = await this.whileInHand(() => this.retry('batch', () => this.processTakingApart(records)))
      if (!result) break
      this.hasStarted = true
      for (const part of result) await this.enqueueDelivery(part, startedAt)
      // Not the last record read: an earlier attempt may have committed fewer.
      cursor = result.at(-1)!.outbox.lastSequence
      await this.pause(BATCH_INTERVAL_MS - (performance.now() - startedAt))
    }
    await this.delivery
  }

  /** Delivers batches that earlier runs committed but may not have inserted. */
  private async recover(): Promise<void> {
    const { log, outbox, pool, seen, now } = this.deps
    const { rows } = await pool.query<OutboxLine>(`SELECT ${OUTBOX_LINE} FROM ingestion_outbox ORDER BY first_sequence`)
    await outbox.removeExcept(new Set(rows.map((row) => row.firstSequence)))
    const committed = log.committed()
    for (const line of rows) {
      // A row of another log belongs to another worker, unless its file is here: then the log's ID was lost.
      if (line.log !== log.id && line.log !== '' && !(await outbox.has(line.firstSequence))) continue
      if (line.lastSequence > committed) {
        const { outbox: batch, stored } = await loadCommitted(outbox, line)
        await seen.add(stored, now())
        await this.deliver(batch, true)
      } else await this.forget(line)
    }
    if (rows.length > 0) this.deps.logger.info({ batches: rows.length }, 'delivered batches of an earlier run')
  }

  private read(cursor: number): ReadRecord[] {
    const batch = this.deps.log.read(cursor, BATCH_BYTES_MAX)
    const read: ReadRecord[] = batch.damaged.map(({ sequence, damage, payload }) => ({
      sequence,
      damage,
      reason: 'damaged_record',
      body: payload?.toString('utf8', 0, DEAD_LETTER_BYTES_MAX) ?? '',
    }))
    let events = 0
    for (const { sequence, payload } of batch.records) {
      const record = this.decode(sequence, payload)
      events += 'record' in record && record.record.kind === 'events' ? record.record.events.length : 1
      if (events > this.deps.eventsMax && read.length > 0) break
      read.push(record)
    }
    // Damaged records beyond the cut of the batch are left for the next one.
    const last = Math.max(0, ...read.filter((record) => 'record' in record).map((record) => record.sequence))
    const cut = batch.records.length > 0 && last < batch.records.at(-1)!.sequence
    return read.filter((record) => !cut || record.sequence <= last).sort((a, b) => a.sequence - b.sequence)
  }

  private decode(sequence: number, payload: Buffer): ReadRecord {
    try {
      return { sequence, record: decodeRecord(payload) }
    } catch (error) {
      const body = payload.toString('utf8', 0, DEAD_LETTER_BYTES_MAX)
      return { sequence, damage: (error as Error).message, reason: 'unreadable_record', body }
    }
  }

  /** Processes a batch. If PostgreSQL refuses its data, the batch is halved until the bad record is alone. */
  private async processTakingApart(records: readonly ReadRecord[]): Promise<BatchResult[]> {
    // Retry once before suspecting the data: a constraint can also fail because of a concurrent write.
    for (const isLastTry of [false, true]) {
      try {
        return [await this.deps.processor.process(records)]
      } catch (error) {
        if (!isDataError(error)) throw error
        this.deps.logger.warn({ err: error, records: records.length, isLastTry }, 'PostgreSQL refused a batch')
      }
    }
    if (records.length === 1) return [await this.processWithoutPoison(records[0]!)]
    const middle = Math.floor(records.length / 2)
    const left = await this.processTakingApart(records.slice(0, middle))
    return [...left, ...(await this.processTakingApart(records.slice(middle)))]
  }

  /** Finds the bad events of one record by rehearsals, each time bisecting for the shortest prefix that fails. */
  private async processWithoutPoison(read: ReadRecord): Promise<BatchResult> {
    const { processor } = this.deps
    if ('record' in read && read.record.kind === 'replay') return this.processWithoutUpload(read)
    const events = 'record' in read && read.record.kind === 'events' ? read.record.events.length : 0
    const poison = new Map<string, string>()
    const rehearse = async (length: number): Promise<Error | null> => {
      const skipped = new Map(poison)
      for (let position = length; position < events; position++)
        skipped.set(`${read.sequence}:${position}`, 'not reached')
      const error = await processor.rehearse([read], skipped)
      if (error && !isDataError(error)) throw error
      return error
    }
    for (;;) {
      let failure = await rehearse(events)
      if (!failure) return processor.process([read], poison)
      let [passing, failing] = [0, events]
      while (failing - passing > 1) {
        const middle = Math.floor((passing + failing) / 2)
        const error = await rehearse(middle)
        if (error) [failing, failure] = [middle, error]
        else passing = middle
      }
      poison.set(`${read.sequence}:${failing - 1}`, failure.message)
      if (poison.size > events) throw failure
    }
  }

  /** Sets a recording upload aside if PostgreSQL refuses it. */
  private async processWithoutUpload(read: ReadRecord): Promise<BatchResult> {
    const { processor } = this.deps
    const failure = await processor.rehearse([read], new Map())
    if (!failure) return processor.process([read])
    if (!isDataError(failure)) throw failure
    return processor.process([read], new Map([[replayKey(read.sequence), failure.message]]))
  }

  private async enqueueDelivery(result: BatchResult, startedAt: number): Promise<void> {
    await this.delivery
    const delivery = () => this.retry('delivery', () => this.deliver(result.outbox))
    this.delivery = this.whileInHand(delivery).then(() => {
      this.deps.onBatch?.({ events: result.stored, ms: performance.now() - startedAt, names: result.names })
    })
  }

  /** Counts work as in flight until it ends. */
  private async whileInHand<T>(work: () => Promise<T>): Promise<T> {
    if (this.inHand++ === 0) this.progressAt = Date.now()
    try {
      return await work()
    } finally {
      this.inHand -= 1
      this.progressAt = Date.now()
    }
  }

  private async deliver(batch: OutboxBatch, isRepeated = false): Promise<void> {
    const refused = await this.deps.outbox.deliver(batch, this.stopping.signal, isRepeated)
    await this.deps.log.commit(batch.lastSequence)
    await this.forget(batch, refused)
  }

  /** Deletes a delivered batch. Rows that ClickHouse refused are counted in the same transaction, so exactly once. */
  private async forget(
    line: Pick<OutboxLine, 'log' | 'firstSequence'>,
    refused: readonly RefusedRow[] = [],
  ): Promise<void> {
    await inTransaction(this.deps.pool, async (client) => {
      const { rowCount } = await client.query('DELETE FROM ingestion_outbox WHERE log = $1 AND first_sequence = $2', [
        line.log,
        line.firstSequence,
      ])
      if (rowCount && refused.length > 0) await saveRefusedRows(client, line, refused, this.deps.now())
    })
    await this.deps.outbox.remove(line.firstSequence)
  }

  /** Retries until it succeeds or the worker stops; returns undefined in the latter case. */
  private async retry<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    for (let attempt = 1; !this.isStopping; attempt++) {
      try {
        const result = await work()
        this.failure = null
        return result
      } catch (error) {
        if (this.isStopping) return undefined
        this.failure = error as Error
        // Only a new process can reopen the file.
        if (error instanceof SeenEventsBroken) throw error
        if (error instanceof OutboxDamaged) this.deps.logger.error(error.message)
        else this.deps.logger.warn({ err: error, attempt }, `${what} failed; trying again`)
        await this.pause(Math.min(50 * 2 ** attempt, PAUSE_MS_MAX))
      }
    }
    return undefined
  }

  private pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0 || this.isStopping) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds)
      const { signal } = this.stopping
      function done() {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
    })
  }
}

/**
 * PostgreSQL's error classes 22 (data exception), 23 (constraint violation) and 54 (limit exceeded): a retry cannot help.
 */
function isDataError(error: unknown): boolean {
  return /^(22|23|54)/.test(sqlState(error) ?? '')
}
