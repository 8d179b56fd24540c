/**
 * The sessions of the embedded engine. A chdb session runs one statement at a time, so each has a queue: one session
 * writes (migrations, inserts), a few read. The readers are `readonly` from the moment they are opened, which also
 * fixes their limits: a read-only session cannot change a setting any more.
 */
import { type ChdbResult, type RawInsertParams, Session } from 'chdb'

/** Parameters become part of the text here, and lists of ids can be long. */
const QUERY_BYTES_MAX = 64 * 1024 * 1024
/** Limits of every read. Bytes and rows bound the memory of this process, seconds bound a runaway question. */
export const READ_LIMITS = {
  max_execution_time: 60,
  max_memory_usage: 2_000_000_000,
  max_result_bytes: 500_000_000,
  max_result_rows: 2_000_000,
  max_threads: 2,
  max_query_size: QUERY_BYTES_MAX,
} as const
const READERS = 4
const READS_WAITING_MAX = 200

/** Formats whose chunks are valid one after the other, so that they can be streamed and cancelled midway. */
const STREAMED_FORMATS = new Set(['JSONEachRow', 'JSONCompactEachRow', 'TabSeparated', 'TSV', 'CSV'])

export interface InsertRequest {
  table: string
  columns?: string[]
  format: string
  values: Buffer
  settings: Record<string, string | number>
}

/** Too many reads wait already. */
export class EngineBusy extends Error {}

export class EngineSessions {
  private readonly writer: Session
  private readonly readers: Session[]
  private readonly idleReaders: Session[]
  private readonly waiting: ((session: Session) => void)[] = []
  private writerTail: Promise<unknown> = Promise.resolve()

  constructor(directory: string, database: string) {
    const connectionArgs = [
      '--background_pool_size=2',
      '--background_schedule_pool_size=8',
      '--mark_cache_size=134217728',
      '--max_threads=2',
    ]
    this.writer = new Session(directory, { connectionArgs })
    this.writer.query(`CREATE DATABASE IF NOT EXISTS ${database}`)
    this.writer.query(`USE ${database}`)
    this.writer.query(`SET max_query_size = ${QUERY_BYTES_MAX}`)
    this.readers = Array.from({ length: READERS }, () => new Session(directory, { connectionArgs }))
    for (const reader of this.readers) {
      reader.query(`USE ${database}`)
      for (const [name, value] of Object.entries(READ_LIMITS)) reader.query(`SET ${name} = ${value}`)
      reader.query('SET readonly = 1')
    }
    this.idleReaders = [...this.readers]
  }

  /** Runs a statement on the writing session, after those before it. */
  write(sql: string, settings: Record<string, string | number>): Promise<ChdbResult> {
    return this.queueWrite(() => this.writer.queryAsync(withSettings(sql, settings)))
  }

  insert(request: InsertRequest): Promise<{ rowsWritten: number }> {
    // chdb checks the format's name against its own list.
    return this.queueWrite(() => this.writer.insert(request as RawInsertParams))
  }

  /**
   * Runs a reading statement and hands over its output in pieces.
   * @param signal stops the query in the engine (streamed formats) or before it starts
   */
  async *read(sql: string, format: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const session = await this.takeReader(signal)
    try {
      if (!STREAMED_FORMATS.has(format)) {
        yield (await session.queryAsync(sql, { format })).bytes()
        return
      }
      const stream = session.queryStream(sql, { format, signal })
      try {
        for await (const chunk of stream) yield chunk.raw()
      } finally {
        stream.cancel()
      }
    } finally {
      this.giveBackReader(session)
    }
  }

  close(): void {
    for (const session of [...this.readers, this.writer]) session.close()
  }

  private queueWrite<T>(run: () => Promise<T>): Promise<T> {
    const result = this.writerTail.then(run)
    this.writerTail = result.catch(() => {})
    return result
  }

  private takeReader(signal: AbortSignal): Promise<Session> {
    const idle = this.idleReaders.pop()
    if (idle) return Promise.resolve(idle)
    if (this.waiting.length >= READS_WAITING_MAX) throw new EngineBusy('Too many simultaneous queries')
    return new Promise((resolve, reject) => {
      const take = (session: Session) => {
        signal.removeEventListener('abort', leave)
        resolve(session)
      }
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(take), 1)
        reject(new Error('the request was cancelled'))
      }
      signal.addEventListener('abort', leave, { once: true })
      this.waiting.push(take)
    })
  }

  private giveBackReader(session: Session): void {
    const next = this.waiting.shift()
    if (next) next(session)
    else this.idleReaders.push(session)
  }
}

function withSettings(sql: string, settings: Record<string, string | number>): string {
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name} = ${JSON.stringify(value).replaceAll('"', "'")}`,
  )
  return pairs.length === 0 ? sql : `${sql} SETTINGS ${pairs.join(', ')}`
}
