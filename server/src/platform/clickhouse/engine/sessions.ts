/**
 * The sessions of the embedded engine. A chdb session runs one statement at a time, so each has a queue: one session
 * writes (migrations, inserts), a few read. The readers are `readonly` from the moment they are opened, which also
 * fixes their limits: a read-only session cannot change a setting any more.
 */
import os from 'node:os'
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
  // Columns with a time zone print instants, so that the hour which comes twice in autumn stays two hours.
  date_time_output_format: "'iso'",
} as const
/** As many as there are cores: more at once would only take turns, and hold up what is being stored. */
const READERS = Math.max(2, os.availableParallelism())
/** Readers for questions that were asked to run in the background, and how long one may take. */
const PATIENT_READERS = 2
export const PATIENT_SECONDS = 600
const READS_WAITING_MAX = 200
const KILL_AGAIN_MS = 500

/** Formats whose chunks are valid one after the other, so that they can be streamed and cancelled midway. */
const STREAMED_FORMATS = new Set([
  'JSONEachRow',
  'JSONCompactEachRow',
  'JSONCompactEachRowWithNamesAndTypes',
  'TabSeparated',
  'TSV',
  'CSV',
])
/** Lines that the engine prints anew before each piece, and that belong before the first only. */
const HEAD_LINES: Record<string, number> = { JSONCompactEachRowWithNamesAndTypes: 2 }

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
  private readonly readers: ReaderPool
  private readonly patientReaders: ReaderPool
  /** Ends what others run, while they are busy. */
  private readonly control: Session
  private readsMarked = 0
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
    this.control = new Session(directory, { connectionArgs })
    const open = (limits: Record<string, string | number>) => {
      const reader = new Session(directory, { connectionArgs })
      reader.query(`USE ${database}`)
      for (const [name, value] of Object.entries(limits)) reader.query(`SET ${name} = ${value}`)
      reader.query('SET readonly = 1')
      return reader
    }
    // A question alone gets all cores; when several are asked, the others get one each.
    const narrow = Array.from({ length: READERS - 1 }, () => open({ ...READ_LIMITS, max_threads: 1 }))
    this.readers = new ReaderPool([...narrow, open(READ_LIMITS)])
    this.patientReaders = new ReaderPool(
      Array.from({ length: PATIENT_READERS }, () => open({ ...READ_LIMITS, max_execution_time: PATIENT_SECONDS })),
    )
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
   * @param signal stops the query in the engine, or before it starts
   * @param isPatient it may take longer than a person waits for
   */
  async *read(sql: string, format: string, signal: AbortSignal, isPatient = false): AsyncGenerator<Uint8Array> {
    const pool = isPatient ? this.patientReaders : this.readers
    signal.throwIfAborted()
    const session = await pool.take(signal)
    // chdb stops a query between two pieces of its output. An aggregation has none until it is done, and is killed.
    const mark = `/* read ${this.readsMarked++} */`
    // The query may not be known to the engine yet when it is to end, so it is told until it has.
    let killing: ReturnType<typeof setInterval> | undefined
    const kill = () => {
      const attempt = () => void this.kill(mark).catch(() => {})
      attempt()
      killing = setInterval(attempt, KILL_AGAIN_MS)
    }
    signal.addEventListener('abort', kill, { once: true })
    let isWhole = false
    try {
      const marked = `${sql}\n${mark}`
      if (STREAMED_FORMATS.has(format)) yield* pieces(session, marked, format)
      else yield (await session.queryAsync(marked, { format })).bytes()
      isWhole = true
    } finally {
      signal.removeEventListener('abort', kill)
      clearInterval(killing)
      if (isWhole) pool.giveBack(session)
      else
        void empty(session)
          .catch(() => {})
          .finally(() => pool.giveBack(session))
    }
  }

  private async kill(mark: string): Promise<void> {
    await this.control.queryAsync(`KILL QUERY WHERE endsWith(query, '${mark}') ASYNC`)
  }

  close(): void {
    for (const session of [...this.readers.sessions, ...this.patientReaders.sessions, this.control, this.writer])
      session.close()
  }

  private queueWrite<T>(run: () => Promise<T>): Promise<T> {
    const result = this.writerTail.then(run)
    this.writerTail = result.catch(() => {})
    return result
  }
}

async function* pieces(session: Session, sql: string, format: string): AsyncGenerator<Uint8Array> {
  const stream = session.queryStream(sql, { format })
  try {
    let isFirst = true
    for await (const chunk of stream) {
      yield isFirst ? chunk.raw() : withoutHead(chunk.raw(), HEAD_LINES[format] ?? 0)
      isFirst = false
    }
  } finally {
    stream.cancel()
  }
}

/**
 * What a statement that was killed or failed had not handed over yet stays in the session and would stand before the
 * output of the next one (seen with chdb 3.4, the names of the columns of a killed aggregation). The next one is this.
 */
async function empty(session: Session): Promise<void> {
  for await (const _ of pieces(session, 'SELECT 1', 'JSONEachRow'));
}

/** Sessions that read, each one statement at a time; of those that are idle the last goes first. */
class ReaderPool {
  private readonly idle: Session[]
  private readonly waiting: ((session: Session) => void)[] = []

  constructor(readonly sessions: readonly Session[]) {
    this.idle = [...sessions]
  }

  /** @throws EngineBusy when too many wait already */
  take(signal: AbortSignal): Promise<Session> {
    const idle = this.idle.pop()
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

  giveBack(session: Session): void {
    const next = this.waiting.shift()
    if (next) next(session)
    else {
      this.idle.push(session)
      this.idle.sort((a, b) => this.sessions.indexOf(a) - this.sessions.indexOf(b))
    }
  }
}

function withoutHead(chunk: Uint8Array, lines: number): Uint8Array {
  let start = 0
  for (let line = 0; line < lines; line++) start = chunk.indexOf(0x0a, start) + 1
  return chunk.subarray(start)
}

function withSettings(sql: string, settings: Record<string, string | number>): string {
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name} = ${JSON.stringify(value).replaceAll('"', "'")}`,
  )
  return pairs.length === 0 ? sql : `${sql} SETTINGS ${pairs.join(', ')}`
}
