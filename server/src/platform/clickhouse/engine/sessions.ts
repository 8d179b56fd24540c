/**
 * The sessions of the embedded engine. A chdb session runs one statement at a time: one session writes (migrations, inserts)
 * and has a queue; the others read, each in its own thread. The readers are `readonly` from the moment they are opened,
 * which also fixes their limits: a read-only session cannot change settings any more.
 *
 * A statement can be stuck in a function that only checks for a kill when it is done; neither its time limit nor a kill ends
 * it then. Other reads continue beside it, and `onStuck` is called, so that the process can be replaced.
 */
import { type ChdbResult, type RawInsertParams, Session } from 'chdb'
import { readerThreadScript } from '../../paths.ts'
import {
  KILL_AGAIN_MS,
  LATE_AFTER_MS,
  OPEN_WAIT_MS,
  PATIENT_READS_AT_ONCE,
  PATIENT_SECONDS,
  QUERY_BYTES_MAX,
  READ_LIMITS,
  READS_AT_ONCE,
  SLOW_READS_MAX,
  STREAM_SETTINGS,
  STREAMED_READS_AT_ONCE,
  STUCK_CPU_MS,
  STUCK_MS_MAX,
  WRITES_WAIT_MS,
} from './limits.ts'
import { Reader, type ReaderRun } from './reader.ts'
import { ReaderPool } from './reader-pool.ts'

export interface InsertRequest {
  table: string
  columns?: string[]
  format: string
  values: Buffer
  settings: Record<string, string | number>
}

export interface SessionsOptions {
  directory: string
  database: string
  /** Time limit of reads that are not patient, in seconds. */
  readSecondsMax: number
  /** Called when a read continues although it was killed, possibly more than once. */
  onStuck: () => void
}

/** How long a read may take, and how much it may answer. */
export type Pace = 'quick' | 'patient' | 'stream'

/** A read exceeded its time limit and could not be ended yet. */
export class ReadTooLong extends Error {}

/** The engine is shutting down; a retry reaches the next one. */
export class EngineStopping extends Error {}

const CONNECTION_ARGS = [
  '--background_pool_size=2',
  '--background_schedule_pool_size=8',
  '--mark_cache_size=134217728',
  '--max_threads=2',
  // How often a thread checks memory usage; the default of every 50 ms alone takes half a percent of a core.
  '--memory_worker_period_ms=1000',
]

export class EngineSessions {
  private readonly writer: Session
  private readonly readers: ReaderPool
  private readonly patientReaders: ReaderPool
  private readonly streamReaders: ReaderPool
  /** Session that kills statements of busy sessions. */
  private readonly control: Session
  private readonly running = new Set<ReaderRun>()
  private readsMarked = 0
  private isClosing = false
  private writerTail: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: SessionsOptions) {
    const { directory, database } = options
    const open = () => new Session(directory, { connectionArgs: CONNECTION_ARGS })
    this.writer = open()
    this.writer.query(`CREATE DATABASE IF NOT EXISTS ${database}`)
    this.writer.query(`USE ${database}`)
    this.writer.query(`SET max_query_size = ${QUERY_BYTES_MAX}`)
    this.control = open()
    const openReader = (changed: Record<string, number | string>) =>
      new Reader(readerThreadScript, {
        directory,
        connectionArgs: CONNECTION_ARGS,
        statements: [
          `USE ${database}`,
          ...Object.entries({ ...READ_LIMITS, max_execution_time: options.readSecondsMax, ...changed }).map(
            ([name, value]) => `SET ${name} = ${value}`,
          ),
          'SET readonly = 1',
        ],
      })
    this.readers = new ReaderPool({
      atOnce: READS_AT_ONCE,
      slowMax: SLOW_READS_MAX,
      // A query that runs alone gets all cores; concurrent ones get one each.
      open: (index) => openReader(index === 0 ? {} : { max_threads: 1 }),
    })
    this.patientReaders = new ReaderPool({
      atOnce: PATIENT_READS_AT_ONCE,
      slowMax: 0,
      open: () => openReader({ max_execution_time: PATIENT_SECONDS }),
    })
    this.streamReaders = new ReaderPool({
      atOnce: STREAMED_READS_AT_ONCE,
      slowMax: 0,
      isOpenedLater: true,
      open: () =>
        openReader(Object.fromEntries(Object.entries(STREAM_SETTINGS).map(([name, value]) => [name, `'${value}'`]))),
    })
  }

  /** Runs a statement on the writing session, after the queued ones. */
  write(sql: string, settings: Record<string, string | number>): Promise<ChdbResult> {
    return this.queueWrite(() => this.writer.queryAsync(withSettings(sql, settings)))
  }

  insert(request: InsertRequest): Promise<{ rowsWritten: number }> {
    // chdb checks the name of the format against its own list.
    return this.queueWrite(() => this.writer.insert(request as RawInsertParams))
  }

  /**
   * Runs a reading statement and yields its output in chunks.
   * @param signal stops the query in the engine, or before it starts
   * @param pace `patient`: it may take longer than a person would wait; `stream`: that, with any amount of output
   * @throws ReadTooLong when it continues beyond its time limit
   */
  async *read(sql: string, format: string, signal: AbortSignal, pace: Pace = 'quick'): AsyncGenerator<Uint8Array> {
    const pools = { quick: this.readers, patient: this.patientReaders, stream: this.streamReaders }
    const turn = await pools[pace].take(signal)
    if (this.isClosing) throw new EngineStopping()
    const mark = `/* read ${this.readsMarked++} */`
    const run = turn.reader.start(`${sql}\n${mark}`, format)
    this.running.add(run)
    void run.ended.then(() => {
      this.running.delete(run)
      turn.end()
    })
    const seconds = pace === 'quick' ? this.options.readSecondsMax : PATIENT_SECONDS
    const late = setTimeout(
      () => run.fail(new ReadTooLong(`Timeout exceeded: maximum: ${seconds} seconds`)),
      seconds * 1000 + LATE_AFTER_MS,
    )
    const leave = () => run.fail(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    try {
      for (let piece = await run.next(); piece; piece = await run.next()) yield piece
    } finally {
      clearTimeout(late)
      signal.removeEventListener('abort', leave)
      if (!run.isEnded) this.endRun(run, mark)
    }
  }

  /** Kills a statement repeatedly until it has ended: the engine may not know it yet, so one attempt is not enough. */
  private endRun(run: ReaderRun, mark: string): void {
    run.stop()
    const [killedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
    const kill = () => {
      void this.control.queryAsync(`KILL QUERY WHERE endsWith(query, '${mark}') ASYNC`).catch(() => {})
      const { user, system } = process.cpuUsage(cpuBefore)
      const elapsedMs = performance.now() - killedAt
      const isStuck = elapsedMs > STUCK_CPU_MS && (user + system) / 1000 > STUCK_CPU_MS
      if (isStuck || elapsedMs > STUCK_MS_MAX) this.options.onStuck()
    }
    const timer = setInterval(kill, KILL_AGAIN_MS)
    void run.ended.then(() => clearInterval(timer))
    kill()
  }

  /**
   * Ends every read, finishes the writes and closes the sessions.
   * @param readsWaitMs how long reads may take to end
   * @returns false if a session is still busy; the process cannot exit in order then, but no completed write is lost
   */
  async close(readsWaitMs: number): Promise<boolean> {
    this.isClosing = true
    for (const run of this.running) run.fail(new EngineStopping())
    const isIdle =
      // chdb deadlocks if a session is closed while another one is being opened.
      (await within(OPEN_WAIT_MS, Promise.all(this.pools.map((pool) => pool.opened())))) &&
      (await within(WRITES_WAIT_MS, this.writerTail)) &&
      (await within(readsWaitMs, Promise.all([...this.running].map((run) => run.ended))))
    if (!isIdle) return false
    await Promise.all(this.pools.map((pool) => pool.close()))
    this.control.close()
    this.writer.close()
    return true
  }

  private get pools(): ReaderPool[] {
    return [this.readers, this.patientReaders, this.streamReaders]
  }

  private queueWrite<T>(run: () => Promise<T>): Promise<T> {
    if (this.isClosing) return Promise.reject(new EngineStopping())
    const result = this.writerTail.then(run)
    this.writerTail = result.catch(() => {})
    return result
  }
}

/** Whether a promise settles within a time. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const isInTime = await Promise.race([promise.then(() => true), late])
  clearTimeout(timer)
  return isInTime
}

function withSettings(sql: string, settings: Record<string, string | number>): string {
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name} = ${JSON.stringify(value).replaceAll('"', "'")}`,
  )
  return pairs.length === 0 ? sql : `${sql} SETTINGS ${pairs.join(', ')}`
}
