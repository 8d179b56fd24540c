/**
 * The appending side of the log. Requests that wait at the same time share one write and one `fdatasync`. A file from an
 * earlier run, or one with a failed write, is never appended to again, so the state of its end does not matter.
 */
import fs from 'node:fs'
import { EventLogUnavailable } from './event-log.ts'
import { encodeFrame } from './frame.ts'
import type { Place, PlaceFile } from './place-file.ts'
import { SegmentReader } from './segment-reader.ts'
import type { Segments } from './segments.ts'

const SEGMENT_BYTES = 16 * 1024 * 1024
/** Maximum size of one write (exceeded only by a single larger request). */
const GROUP_BYTES_MAX = 8 * 1024 * 1024
/** Free disk space that appends must leave for the stores and for committing records. */
const DISK_RESERVE_BYTES = 64 * 1024 * 1024
/** Free space is checked again after this long or this many appended bytes, whichever comes first. */
const DISK_CHECK_MS = 100
const DISK_CHECK_BYTES = 4 * 1024 * 1024

interface Waiting {
  payloads: readonly Buffer[]
  bytes: number
  resolve: () => void
  reject: (error: Error) => void
}

export interface LogWriterOptions {
  segments: Segments
  acknowledged: PlaceFile
  committed: PlaceFile
  /** Bytes of waiting payload above which `append` refuses. */
  bytesMax: number
  /** Called when the end of the log cannot be determined. */
  onDamage: (message: string) => void
}

export class LogWriter {
  /** The last record that is on disk. */
  private last: Place
  private handle: fs.promises.FileHandle | null = null
  private queue: Waiting[] = []
  private queuedBytes = 0
  private flushing: Promise<void> | null = null
  private diskCheck = { at: 0, position: 0, hasRoom: true }
  private hasFailed = false

  /** Opens the log for appending. */
  constructor(private readonly options: LogWriterOptions) {
    this.last = this.findEnd()
    // First: a reader that sees the end of a new log without its beginning would miss everything before it.
    if (!options.committed.read()) this.beginReading()
    options.acknowledged.write(this.last)
  }

  /** Why an append of this size would be refused right now; null if it would be accepted. */
  refusal(bytes = 0): EventLogUnavailable['reason'] | null {
    const waiting = this.last.position + this.queuedBytes - (this.options.committed.read()?.position ?? 0)
    if (waiting + bytes > this.options.bytesMax) return 'full'
    return this.hasDiskRoom() ? null : 'disk'
  }

  /** Whether the last write failed. */
  get isFailing(): boolean {
    return this.hasFailed
  }

  /** @throws EventLogUnavailable */
  async append(payloads: readonly Buffer[]): Promise<void> {
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0)
    const reason = this.refusal(bytes)
    if (reason) throw new EventLogUnavailable(reason)
    return new Promise((resolve, reject) => {
      this.queue.push({ payloads, bytes, resolve, reject })
      this.queuedBytes += bytes
      this.flushing ??= this.flush()
    })
  }

  async close(): Promise<void> {
    await this.flushing
    await this.handle?.close()
    this.handle = null
  }

  private async flush(): Promise<void> {
    // Requests that arrive in the same turn of the event loop are written together.
    await new Promise(setImmediate)
    while (this.queue.length > 0) {
      const group = this.takeGroup()
      try {
        await this.write(group)
        this.hasFailed = false
        for (const { resolve } of group) resolve()
      } catch (cause) {
        this.hasFailed = true
        await this.abandonSegment()
        for (const { reject } of group) reject(new EventLogUnavailable('disk', { cause }))
      }
      this.queuedBytes -= group.reduce((sum, { bytes }) => sum + bytes, 0)
    }
    this.flushing = null
  }

  private takeGroup(): Waiting[] {
    let [count, bytes] = [0, 0]
    do bytes += this.queue[count++]!.bytes
    while (count < this.queue.length && bytes + this.queue[count]!.bytes <= GROUP_BYTES_MAX)
    return this.queue.splice(0, count)
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    if (this.last.offset >= SEGMENT_BYTES) await this.abandonSegment()
    if (!this.handle) await this.beginSegment()
    let { sequence, position } = this.last
    const parts: Buffer[] = []
    for (const { payloads } of group) {
      for (const payload of payloads) {
        position += payload.length
        parts.push(...encodeFrame(++sequence, position, payload))
      }
    }
    const bytes = Buffer.concat(parts)
    const { segment, offset } = this.last
    const { bytesWritten } = await this.handle!.write(bytes, 0, bytes.length, offset)
    if (bytesWritten !== bytes.length) throw new Error(`wrote ${bytesWritten} of ${bytes.length} bytes`)
    await this.handle!.datasync()
    this.last = { sequence, position, segment, offset: offset + bytes.length }
    this.options.acknowledged.write(this.last)
  }

  private async beginSegment(): Promise<void> {
    const { segments } = this.options
    const segment = this.last.sequence + 1
    // An existing file of this name holds no acknowledged record.
    this.handle = await fs.promises.open(segments.file(segment), 'w')
    const directory = await fs.promises.open(segments.directory, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
    this.last = { ...this.last, segment, offset: 0 }
  }

  private async abandonSegment(): Promise<void> {
    await this.handle?.close().catch(() => {})
    this.handle = null
    this.last = { ...this.last, offset: 0 }
  }

  /** Whether the disk has room. If not, deletes fully committed segments. */
  private hasDiskRoom(): boolean {
    const now = Date.now()
    const { at, position } = this.diskCheck
    if (now - at > DISK_CHECK_MS || this.last.position + this.queuedBytes - position > DISK_CHECK_BYTES) {
      const { bavail, bsize } = fs.statfsSync(this.options.segments.directory)
      const hasRoom = bavail * bsize > DISK_RESERVE_BYTES
      this.diskCheck = { at: now, position: this.last.position + this.queuedBytes, hasRoom }
      if (!hasRoom) this.makeRoom()
    }
    return this.diskCheck.hasRoom
  }

  /** Only a segment that is followed by another can be deleted, so start a new one. */
  private makeRoom(): void {
    const { segments, committed } = this.options
    if (this.handle && !this.flushing && this.last.offset > 0) {
      this.flushing = this.abandonSegment()
        .then(() => this.beginSegment())
        .catch(() => {})
        .then(() => this.flush())
    }
    segments.removeUpTo(committed.read()?.sequence ?? 0)
  }

  /** The last record on disk. New records never get a sequence that may have been used before. */
  private findEnd(): Place {
    const { segments, acknowledged, committed, onDamage } = this.options
    const known = acknowledged.read()
    let last = known ?? committed.read() ?? { sequence: 0, position: 0, segment: 0, offset: 0 }
    const firsts = segments.list()
    // Records may have been written after the last noted place.
    for (const first of firsts.filter((segment) => segment >= last.segment)) {
      const reader = new SegmentReader(segments.file(first), first === last.segment ? last.offset : 0)
      for (let found = reader.next(Infinity); found; found = reader.next(Infinity)) {
        const { sequence, position, end: offset } = found
        if (sequence > last.sequence) last = { sequence, position, segment: first, offset }
      }
      reader.close()
    }
    if (known) return last
    if (firsts.length > 0) onDamage('the end of the event log is unknown; records at its end may have been lost')
    // Microseconds since 1970 exceed every sequence that any log has reached.
    return { ...last, sequence: Math.max(last.sequence, Date.now() * 1000), segment: 0, offset: 0 }
  }

  /** Where to start reading if that is unknown: at the first record, or after the last one in an empty log. */
  private beginReading(): void {
    const { segments, committed } = this.options
    const segment = segments.list()[0]
    if (segment === undefined) {
      committed.write(this.last)
      return
    }
    const reader = new SegmentReader(segments.file(segment))
    const first = reader.next(Infinity)
    reader.close()
    const position = first ? first.position - first.payloadBytes : this.last.position
    committed.write({ sequence: segment - 1, position, segment, offset: 0 })
  }
}
