/**
 * The path from PostgreSQL's commit to ClickHouse. First, a batch's rows are written to a file and synced. Then the batch's
 * transaction commits, together with a row in `ingestion_outbox` that names the file. Only then are the rows inserted.
 *
 * A crash before the commit leaves a file that no row names. A crash after it leaves a named file, whose rows are inserted
 * again under the same deduplication token, which ClickHouse recognizes. Rows that it recognizes but does not have are
 * looked up and inserted. Either way, each row is stored once.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { clickHouseErrorCode } from '../../../platform/clickhouse/clickhouse.ts'
import { insertLines } from '../../../platform/clickhouse/insert.ts'
import { pause } from '../../../platform/jobs/polling.ts'
import type { EventRow } from './pipeline.ts'

export interface OutboxBatch {
  /** The event log that the batch comes from; empty in batches of earlier versions. */
  log: string
  firstSequence: number
  lastSequence: number
  /** Rows by table, each a line of JSON: the same text goes to the file and to ClickHouse. */
  rows: { events: string[]; person_distinct_id_overrides: string[] }
}

/** A row of `ingestion_outbox`. */
export interface OutboxLine {
  log: string
  firstSequence: number
  lastSequence: number
  rows: number | null
}

/** A row that ClickHouse will never accept. */
export interface RefusedRow {
  row: EventRow
  error: string
}

/** The rows of a committed batch are missing or changed. Continuing without them would silently lose events. */
export class OutboxDamaged extends Error {}

/** After this many refusals in a row, the rows themselves are suspected, and halved until the bad one is alone. */
const REFUSALS_BEFORE_HALVING = 3
/** After this many, even an error about the server's state (out of memory, say) is blamed on the rows. */
const ANY_REFUSALS_BEFORE_HALVING = 12
/** Error codes about the server's state, never about the rows: busy, too many parts, timeouts, memory. */
const TRANSIENT_CODES = new Set([159, 160, 202, 203, 209, 210, 216, 236, 241, 242, 252, 319, 425, 439, 999, 1000])
const PAUSE_MS_MAX = 5_000
/** Keeps a query below 256 KiB. */
const IDS_AT_ONCE = 2_000

export class Outbox {
  constructor(
    private readonly directory: string,
    private readonly writer: ClickHouseClient,
    private readonly onRetry: (error: Error, attempt: number) => void,
  ) {}

  /** Writes a batch's rows to disk. Must be followed by the commit that names them. */
  async save(batch: OutboxBatch): Promise<void> {
    await fs.mkdir(this.directory, { recursive: true })
    const file = this.file(batch.firstSequence)
    const temporary = `${file}.new`
    const handle = await fs.open(temporary, 'w')
    try {
      await handle.writeFile(encode(batch))
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await fs.rename(temporary, file)
    const directory = await fs.open(this.directory, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  }

  /**
   * A committed batch as it was written.
   * @param rows how many rows it has according to PostgreSQL; null if unknown
   * @throws OutboxDamaged when the file is missing or differs from what was written
   */
  async load({ log, firstSequence, lastSequence, rows }: OutboxLine): Promise<OutboxBatch> {
    const empty = { events: [], person_distinct_id_overrides: [] }
    if (rows === 0) return { log, firstSequence, lastSequence, rows: empty }
    const name = path.join('ingestion/outbox', path.basename(this.file(firstSequence)))
    const damaged = (what: string) =>
      new OutboxDamaged(
        `Ingestion has stopped: the file ${name} in the data folder ${what}. It holds ${rows === 1 ? '1 row that is' : `${rows ?? 'the'} rows that are`} not in ClickHouse yet. Restore it, and ingestion resumes by itself.`,
      )
    let text: string
    try {
      text = await fs.readFile(this.file(firstSequence), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      // Earlier versions did not store a count; there, a batch without a file had no rows.
      if (rows === null) return { log, firstSequence, lastSequence, rows: empty }
      throw damaged('is missing')
    }
    const stored = decode(text)
    if (!stored || (rows !== null && countRows(stored) !== rows)) throw damaged('is damaged')
    return { log, firstSequence, lastSequence, rows: stored }
  }

  async has(firstSequence: number): Promise<boolean> {
    return fs.access(this.file(firstSequence)).then(
      () => true,
      () => false,
    )
  }

  async remove(firstSequence: number): Promise<void> {
    await fs.rm(this.file(firstSequence), { force: true })
  }

  /** Removes files that no committed batch names. */
  async removeExcept(firstSequences: ReadonlySet<number>): Promise<void> {
    const kept = new Set([...firstSequences].map((sequence) => path.basename(this.file(sequence))))
    const names = await fs.readdir(this.directory).catch(() => [])
    for (const name of names) if (!kept.has(name)) await fs.rm(path.join(this.directory, name), { force: true })
  }

  /**
   * Inserts a batch's rows, retrying until ClickHouse accepts them.
   * @param isRepeated an earlier run may have begun to insert them
   * @returns rows that ClickHouse refuses because of their content
   */
  async deliver(batch: OutboxBatch, signal: AbortSignal, isRepeated = false): Promise<RefusedRow[]> {
    const token = `${batch.log && `${batch.log}:`}${batch.firstSequence}-${batch.lastSequence}`
    const refused: RefusedRow[] = []
    // Overrides first: an event must never be visible under a person that its distinct ID has left.
    for (const table of ['person_distinct_id_overrides', 'events'] as const) {
      const rows = batch.rows[table]
      if (rows.length > 0)
        refused.push(...(await this.insertUntilTaken(table, rows, `${token}:${table}`, signal, isRepeated)))
    }
    return refused
  }

  private async insertUntilTaken(
    table: string,
    rows: string[],
    token: string,
    signal: AbortSignal,
    isRepeated: boolean,
  ): Promise<RefusedRow[]> {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted()
      try {
        await this.insert(table, rows, token)
        if (isRepeated || attempt > 1) await this.insertMissing(table, rows)
        return []
      } catch (error) {
        this.onRetry(error as Error, attempt)
        const code = clickHouseErrorCode(error)
        const patience =
          code !== undefined && TRANSIENT_CODES.has(code) ? ANY_REFUSALS_BEFORE_HALVING : REFUSALS_BEFORE_HALVING
        const suspectsRows = code !== undefined && attempt >= patience
        if (suspectsRows && rows.length === 1) return [{ row: JSON.parse(rows[0]!), error: (error as Error).message }]
        if (suspectsRows) {
          const middle = Math.floor(rows.length / 2)
          // The halves have their own tokens, derived from the whole's, so a replay halves the same way.
          const left = await this.insertUntilTaken(table, rows.slice(0, middle), `${token}/0`, signal, true)
          const right = await this.insertUntilTaken(table, rows.slice(middle), `${token}/1`, signal, true)
          return [...left, ...right]
        }
        await pause(Math.min(50 * 2 ** attempt, PAUSE_MS_MAX), signal)
      }
    }
  }

  /**
   * ClickHouse records a token before the part is committed under its name. If it is killed between the two, it treats the
   * retry as a duplicate although it has no rows. So after a retry, missing rows are looked up and inserted without a token.
   */
  private async insertMissing(table: string, rows: string[]): Promise<void> {
    // Inserting an override twice has no effect.
    if (table !== 'events') return this.insert(table, rows, null)
    const byId = new Map(
      rows.map((row) => {
        const { team_id: team, uuid } = JSON.parse(row) as { team_id: number; uuid: string }
        return [`${team} ${uuid.toLowerCase()}`, row]
      }),
    )
    const ids = [...byId.keys()].map((id) => id.split(' ')[1]!.replace(/[^0-9a-f-]/g, ''))
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
      const some = ids.slice(start, start + IDS_AT_ONCE).map((id) => `'${id}'`)
      const answer = await this.writer.query({
        query: `SELECT DISTINCT team_id AS team, toString(uuid) AS uuid FROM events WHERE uuid IN (${some.join(',')})`,
        format: 'JSONEachRow',
      })
      for (const { team, uuid } of await answer.json<{ team: number; uuid: string }>()) byId.delete(`${team} ${uuid}`)
    }
    if (byId.size > 0) await this.insert(table, [...byId.values()], null)
  }

  private async insert(table: string, rows: string[], token: string | null): Promise<void> {
    const deduplication: ClickHouseSettings =
      token === null ? { insert_deduplicate: 0 } : { insert_deduplication_token: token, insert_deduplicate: 1 }
    await insertLines(this.writer, table, rows, deduplication)
  }

  private file(firstSequence: number): string {
    return path.join(this.directory, `${String(firstSequence).padStart(16, '0')}.ndjson`)
  }
}

/** A header line, then a line per override, then a line per event. Counts and checksum reveal a damaged file. */
function encode({ firstSequence, lastSequence, rows }: OutboxBatch): string {
  const { events, person_distinct_id_overrides: overrides } = rows
  const body = [...overrides, ...events].join('\n')
  const counts = { overrides: overrides.length, events: events.length }
  return `${JSON.stringify({ firstSequence, lastSequence, ...counts, crc: crc32(body) })}\n${body}`
}

/** The rows of a file; null if the file is damaged. */
function decode(text: string): OutboxBatch['rows'] | null {
  const end = text.indexOf('\n')
  const body = text.slice(end + 1)
  try {
    const { overrides, events, crc } = JSON.parse(text.slice(0, end))
    const lines = body.split('\n')
    // Files of earlier versions have no checksum.
    if (lines.length !== overrides + events || (crc !== undefined && crc32(body) !== crc)) return null
    return { person_distinct_id_overrides: lines.slice(0, overrides), events: lines.slice(overrides) }
  } catch {
    return null
  }
}

/** Total number of rows of a batch. */
export function countRows(rows: OutboxBatch['rows']): number {
  return rows.events.length + rows.person_distinct_id_overrides.length
}
