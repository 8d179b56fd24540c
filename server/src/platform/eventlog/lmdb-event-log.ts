/**
 * The embedded event log, on LMDB. What a returned promise means: `append` resolves after the write transaction that
 * holds the record was synced (`overlappingSync` is off, so LMDB syncs within the commit); concurrent appends share
 * one transaction and one sync. Process kill, kernel crash and power cut lose nothing that was resolved. One process
 * appends (web), one reads and commits (worker); LMDB keeps them apart.
 */
import fs from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { type Database, open, type RootDatabase } from 'lmdb'
import { type EventLog, EventLogUnavailable, type LogBacklog, type LogBatch } from './event-log.ts'
import { restoreTruncatedFile } from './lmdb-truncation.ts'

/** Header of a record: cumulative payload bytes of the log up to and including it (f64), CRC-32 of the payload (u32). */
const HEADER_BYTES = 12
const COMMITTED_KEY = 'committed'
// The file may grow past the limit on waiting bytes: pages of committed records are reused, not returned.
const MAP_BYTES_EXTRA = 1 << 30
/**
 * Free space that appends leave on the disk. LMDB copies pages to change them, so on a disk that is truly full even
 * forgetting committed records would fail, and the log could never recover by itself.
 */
const DISK_RESERVE_BYTES = 64 * 1024 * 1024
/** Free space is asked for again after this long or this much appended, whichever comes first. */
const DISK_CHECK_MS = 100
const DISK_CHECK_BYTES = 4 * 1024 * 1024
/** What a waiting byte takes in the file: headers, and the unused rest of its page. */
const PAGE_OVERHEAD = 1.3

interface Committed {
  sequence: number
  /** Cumulative payload bytes at that sequence. */
  position: number
}

export interface LmdbEventLogOptions {
  /** Bytes of waiting payload above which `append` refuses. */
  bytesMax: number
  /** Called when the file had lost its tail and had to be restored on opening. */
  onDamage?: (message: string) => void
}

export class LmdbEventLog implements EventLog {
  private readonly file: string
  private readonly root: RootDatabase
  private readonly records: Database<Buffer, number>
  private readonly meta: Database<Committed, string>
  private lastSequence: number
  private lastPosition: number
  private diskCheck = { at: 0, position: 0, hasRoom: true }

  constructor(
    directory: string,
    private readonly options: LmdbEventLogOptions,
  ) {
    fs.mkdirSync(directory, { recursive: true })
    this.file = path.join(directory, 'events.mdb')
    const damage = restoreTruncatedFile(this.file)
    if (damage) options.onDamage?.(damage)
    this.root = open({
      path: this.file,
      overlappingSync: false,
      noMemInit: true,
      mapSize: options.bytesMax + MAP_BYTES_EXTRA,
      maxDbs: 4,
    })
    this.meta = this.root.openDB<Committed, string>('meta', { encoding: 'json' })
    this.records = this.root.openDB<Buffer, number>('records', { encoding: 'binary' })
    const committed = this.readCommitted()
    this.lastSequence = committed.sequence
    this.lastPosition = committed.position
    this.findTail()
  }

  /** Continues after the last record on disk; a damaged last record keeps its sequence so that none is used twice. */
  private findTail(): void {
    for (const key of this.records.getKeys({ reverse: true, limit: 1 })) {
      this.lastSequence = Math.max(this.lastSequence, Number(key))
      this.lastPosition = Math.max(this.lastPosition, this.positionAt(this.lastSequence) ?? 0)
    }
  }

  async append(payloads: readonly Buffer[]): Promise<void> {
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0)
    if (this.lastPosition - this.readCommitted().position + bytes > this.options.bytesMax) {
      throw new EventLogUnavailable('full')
    }
    if (!this.hasDiskRoom()) throw new EventLogUnavailable('disk')
    // Puts of one turn of the event loop share a transaction, so the payloads of a request are kept or lost together.
    const puts = payloads.map((payload) => {
      this.lastSequence += 1
      this.lastPosition += payload.length
      const record = Buffer.allocUnsafe(HEADER_BYTES + payload.length)
      record.writeDoubleLE(this.lastPosition, 0)
      record.writeUInt32LE(crc32(payload), 8)
      payload.copy(record, HEADER_BYTES)
      return this.records.put(this.lastSequence, record)
    })
    try {
      await Promise.all(puts)
    } catch (cause) {
      throw new EventLogUnavailable('disk', { cause })
    }
  }

  read(afterSequence: number, bytesMax: number): LogBatch {
    const batch: LogBatch = { records: [], damaged: [], lastSequence: null }
    let bytes = 0
    const start = Math.max(afterSequence, this.readCommitted().sequence) + 1
    for (const key of this.records.getKeys({ start })) {
      const sequence = Number(key)
      const record = this.readRecord(sequence)
      if (typeof record === 'string') batch.damaged.push({ sequence, damage: record })
      else {
        bytes += record.length
        if (bytes > bytesMax && batch.records.length > 0) break
        batch.records.push({ sequence, payload: record })
      }
      batch.lastSequence = sequence
    }
    return batch
  }

  async commit(sequence: number): Promise<void> {
    const before = this.readCommitted()
    if (sequence <= before.sequence) return
    const position = this.positionAt(sequence) ?? before.position
    await this.root.transaction(() => {
      for (const key of this.records.getKeys({ start: before.sequence + 1, end: sequence + 1 }))
        this.records.remove(key)
      this.meta.put(COMMITTED_KEY, { sequence, position })
    })
  }

  committed(): number {
    return this.readCommitted().sequence
  }

  backlog(): LogBacklog {
    const committed = this.readCommitted()
    let { sequence, position } = committed
    for (const key of this.records.getKeys({ reverse: true, limit: 1 })) {
      sequence = Math.max(sequence, Number(key))
      position = this.positionAt(sequence) ?? position
    }
    return { records: sequence - committed.sequence, bytes: Math.max(0, position - committed.position) }
  }

  async close(): Promise<void> {
    await this.root.close()
  }

  /** True while the disk has room to grow, or the file itself holds enough pages of forgotten records. */
  private hasDiskRoom(): boolean {
    const now = Date.now()
    if (now - this.diskCheck.at > DISK_CHECK_MS || this.lastPosition - this.diskCheck.position > DISK_CHECK_BYTES) {
      const { bavail, bsize } = fs.statfsSync(this.file)
      const waiting = this.lastPosition - this.readCommitted().position
      const reusable = fs.statSync(this.file).size - waiting * PAGE_OVERHEAD - DISK_CHECK_BYTES / 2
      this.diskCheck = {
        at: now,
        position: this.lastPosition,
        hasRoom: bavail * bsize > DISK_RESERVE_BYTES || reusable > 0,
      }
    }
    return this.diskCheck.hasRoom
  }

  private readCommitted(): Committed {
    return this.meta.get(COMMITTED_KEY) ?? { sequence: 0, position: 0 }
  }

  /** Cumulative bytes up to and including a record; undefined when the record cannot be read. */
  private positionAt(sequence: number): number | undefined {
    try {
      const record = this.records.getBinaryFast(sequence)
      const position = record && record.length >= HEADER_BYTES ? record.readDoubleLE(0) : undefined
      return position !== undefined && Number.isSafeInteger(position) && position > 0 ? position : undefined
    } catch {
      return undefined
    }
  }

  /** A record's payload, or what is wrong with it. */
  private readRecord(sequence: number): Buffer | string {
    let record: Buffer | undefined
    try {
      record = this.records.get(sequence)
    } catch (error) {
      return `unreadable: ${(error as Error).message}`
    }
    if (!record || record.length < HEADER_BYTES) return 'missing or cut short'
    const payload = record.subarray(HEADER_BYTES)
    return crc32(payload) === record.readUInt32LE(8) ? payload : 'checksum does not match'
  }
}
