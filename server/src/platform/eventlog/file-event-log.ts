/**
 * The embedded event log: a folder of segment files. `append` resolves after the records are synced, and concurrent appends
 * share one sync. A process kill, kernel crash or power cut loses nothing whose append resolved. One process appends (web),
 * one reads and commits (worker). They communicate through two small files: `acknowledged` (how far the log is written) and
 * `committed` (how far it is stored).
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type EventLog, EventLogUnavailable, type LogBacklog, type LogBatch } from './event-log.ts'
import { LogReader } from './log-reader.ts'
import { LogWriter } from './log-writer.ts'
import { PlaceFile } from './place-file.ts'
import { Segments } from './segments.ts'

/** How often to check the log in addition to file notifications, and where the system has none. */
const LOOK_AGAIN_MS = 5_000
const LOOK_UNTOLD_MS = 100

export interface FileEventLogOptions {
  /** Bytes of waiting payload above which `append` refuses. */
  bytesMax: number
  /** Called when a part of the log turns out to be damaged. */
  onDamage?: (message: string) => void
}

export class FileEventLog implements EventLog {
  readonly id: string
  private readonly segments: Segments
  private readonly acknowledgedPlace: PlaceFile
  private readonly committedPlace: PlaceFile
  private readonly reader: LogReader
  private writer: LogWriter | null = null

  constructor(
    directory: string,
    private readonly options: FileEventLogOptions,
  ) {
    fs.mkdirSync(directory, { recursive: true })
    this.id = readOrMakeId(path.join(directory, 'id'))
    this.segments = new Segments(directory)
    this.acknowledgedPlace = new PlaceFile(path.join(directory, 'acknowledged'))
    this.committedPlace = new PlaceFile(path.join(directory, 'committed'))
    this.reader = new LogReader(this.parts())
  }

  /** Makes this the appending process. A folder may have only one. */
  openForAppending(): void {
    this.writer = new LogWriter({ ...this.parts(), bytesMax: this.options.bytesMax })
  }

  async append(payloads: readonly Buffer[]): Promise<void> {
    if (!this.writer) throw new Error('the event log is not open for appending')
    await this.writer.append(payloads)
  }

  refusal(): string | null {
    const reason = this.writer?.isFailing ? 'disk' : this.writer?.refusal()
    return reason ? new EventLogUnavailable(reason).message : null
  }

  read(afterSequence: number, bytesMax: number): LogBatch {
    return this.reader.read(afterSequence, bytesMax)
  }

  async commit(sequence: number): Promise<void> {
    if (sequence <= this.committed()) return
    this.committedPlace.write(this.reader.placeOf(sequence))
    await this.committedPlace.sync()
    this.segments.removeUpTo(sequence)
  }

  committed(): number {
    return this.committedPlace.read()?.sequence ?? 0
  }

  waitForMore(afterSequence: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // The file is written after every append.
      const watcher = this.watchAcknowledged(() => done())
      const timer = setTimeout(done, watcher ? LOOK_AGAIN_MS : LOOK_UNTOLD_MS)
      function done() {
        watcher?.close()
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
      // Records were appended before the watch began. The reader's position may be behind what is committed, if the log
      // began after it. Uses a separate turn of the event loop, so that a reader in a loop never starves the rest of the
      // process.
      else if (this.lastSequence() > Math.max(afterSequence, this.committed())) setImmediate(done)
    })
  }

  private watchAcknowledged(onChange: () => void): fs.FSWatcher | null {
    try {
      return fs.watch(this.acknowledgedPlace.file, onChange).on('error', () => {})
    } catch {
      return null
    }
  }

  lastSequence(): number {
    return Math.max(this.acknowledgedPlace.read()?.sequence ?? 0, this.committed())
  }

  backlog(): LogBacklog {
    const committed = this.committedPlace.read()
    const last = this.acknowledgedPlace.read()
    if (!last || !committed || last.sequence <= committed.sequence) return { records: 0, bytes: 0 }
    return { records: last.sequence - committed.sequence, bytes: Math.max(0, last.position - committed.position) }
  }

  async close(): Promise<void> {
    await this.writer?.close()
    this.acknowledgedPlace.close()
    this.committedPlace.close()
  }

  private parts() {
    return {
      segments: this.segments,
      acknowledged: this.acknowledgedPlace,
      committed: this.committedPlace,
      onDamage: (message: string) => this.options.onDamage?.(message),
    }
  }
}

/**
 * The first process that opens the folder creates its ID; others may open it at the same moment. Nobody removes a valid ID:
 * a process may already use it.
 */
function readOrMakeId(file: string): string {
  for (;;) {
    const content = readIfThere(file)
    if (content !== null && ID.test(content)) return content
    if (content !== null) removeDamagedId(file)
    linkNew(file, randomText())
  }
}

const ID = /^[0-9a-f]{16}$/
const randomText = () => randomBytes(8).toString('hex')

function readIfThere(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Another process may have replaced the damaged ID meanwhile; then what was moved is valid, and goes back. */
function removeDamagedId(file: string): void {
  const moved = `${file}.damaged.${randomText()}`
  try {
    fs.renameSync(file, moved)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const content = fs.readFileSync(moved, 'utf8').trim()
  if (ID.test(content)) linkNew(file, content)
  fs.rmSync(moved)
}

/** Creates a file with its whole content, unless the file exists. */
function linkNew(file: string, content: string): void {
  const temporary = `${file}.${randomText()}`
  fs.writeFileSync(temporary, content, { flush: true })
  try {
    fs.linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.rmSync(temporary)
  }
}
