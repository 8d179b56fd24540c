/**
 * The reading side of the log. Sequences increase by one, so any gap between two records is noticed: missing records are
 * reported as damaged, and nothing is skipped silently.
 */
import fs from 'node:fs'
import type { DamagedRecord, LogBatch } from './event-log.ts'
import type { Place, PlaceFile } from './place-file.ts'
import { type FoundRecord, SegmentReader } from './segment-reader.ts'
import type { Segments } from './segments.ts'

/** A longer gap is reported as a single record: it stands for a part of the log of unknown length. */
const GAP_RECORDS_MAX = 10_000

interface Cursor {
  /** Everything up to this sequence was read or reported. */
  sequence: number
  /** Payload bytes up to that sequence; fewer if a part is missing. */
  position: number
  segment: number
  /** Null if the segment's file is missing. */
  reader: SegmentReader | null
}

export interface LogReaderOptions {
  segments: Segments
  acknowledged: PlaceFile
  committed: PlaceFile
  onDamage: (message: string) => void
}

export class LogReader {
  /** Places after records that were read but not committed yet. */
  private readonly places = new Map<number, Place>()
  /** Segments whose damage was already reported. */
  private readonly reported = new Set<number>()

  constructor(private readonly options: LogReaderOptions) {}

  read(afterSequence: number, bytesMax: number): LogBatch {
    const batch: LogBatch = { records: [], damaged: [], lastSequence: null }
    const end = this.options.acknowledged.read()
    const committed = this.options.committed.read()
    const after = Math.max(afterSequence, committed?.sequence ?? 0)
    if (!end || end.sequence <= after) return batch
    this.forgetPlaces(committed?.sequence ?? 0)
    const cursor = this.seek(after, committed)
    try {
      this.fill(batch, cursor, end, bytesMax)
    } finally {
      // An open file keeps its disk space even after it is deleted.
      cursor.reader?.close()
    }
    if (cursor.sequence > after) batch.lastSequence = cursor.sequence
    return batch
  }

  private fill(batch: LogBatch, cursor: Cursor, end: Place, bytesMax: number): void {
    let bytes = 0
    while (cursor.sequence < end.sequence) {
      const found = this.nextRecord(cursor, end)
      if (!found) {
        this.leaveSegment(cursor, end, batch.damaged)
        continue
      }
      if (found.sequence <= cursor.sequence) continue
      bytes += found.payload.length
      if (bytes > bytesMax && batch.records.length > 0) return
      this.take(cursor, found, batch)
    }
  }

  /** The place after a record, for committing it. */
  placeOf(sequence: number): Place {
    const known = this.places.get(sequence)
    if (known) return known
    const committed = this.options.committed.read()
    const after = committed?.sequence ?? 0
    // Records that an earlier run read are read again up to that place.
    for (let from = after; from < sequence && !this.places.has(sequence); ) {
      const { lastSequence } = this.read(from, 1)
      if (lastSequence === null) break
      from = lastSequence
    }
    return this.places.get(sequence) ?? { ...(committed ?? { position: 0, segment: 0, offset: 0 }), sequence }
  }

  private forgetPlaces(committed: number): void {
    for (const sequence of this.places.keys()) {
      if (sequence > committed) break
      this.places.delete(sequence)
    }
  }

  /** Starts after a sequence, or before it if its place is unknown. */
  private seek(after: number, committed: Place | null): Cursor {
    const known = this.places.get(after) ?? (committed && committed.sequence <= after ? committed : null)
    const firsts = this.options.segments.list()
    const segment = firsts.findLast((first) => first <= after + 1) ?? firsts[0] ?? after + 1
    const position = known?.position ?? committed?.position ?? 0
    return this.enter({ sequence: after, position, segment, offset: known?.segment === segment ? known.offset : 0 })
  }

  private enter({ segment, sequence, position, offset }: Place): Cursor {
    const file = this.options.segments.file(segment)
    const reader = fs.existsSync(file) ? new SegmentReader(file, offset) : null
    return { segment, sequence, position, reader }
  }

  private nextRecord({ segment, reader }: Cursor, end: Place): FoundRecord | null {
    if (!reader) return null
    const isLast = segment === end.segment
    const found = reader.next(isLast ? end.offset : Infinity)
    if (!found || isLast) return found
    // An abandoned segment may end in records that were never acknowledged; the next segment reuses their sequences.
    const next = this.options.segments.after(segment)
    return next !== null && found.sequence >= next ? null : found
  }

  private take(cursor: Cursor, found: FoundRecord, batch: LogBatch): void {
    const { sequence, position, payload } = found
    this.reportGap(cursor, sequence - 1, batch.damaged)
    if (found.isWhole) batch.records.push({ sequence, payload })
    else {
      const damage = `the checksum does not match${this.keep(cursor.segment)}`
      batch.damaged.push({ sequence, damage, payload })
    }
    this.places.set(sequence, { sequence, position, segment: cursor.segment, offset: found.end })
    Object.assign(cursor, { sequence, position })
  }

  /**
   * Moves to the next segment; at the end of the last one, acknowledged records that were not found are reported as missing.
   */
  private leaveSegment(cursor: Cursor, end: Place, damaged: DamagedRecord[]): void {
    const next = this.options.segments.after(cursor.segment)
    const isEnd = next === null || next > end.sequence
    this.reportGap(cursor, isEnd ? end.sequence : next - 1, damaged)
    const { sequence, position } = cursor
    const place = isEnd ? end : { sequence, position, segment: next, offset: 0 }
    this.places.set(sequence, place)
    if (isEnd) return
    cursor.reader?.close()
    Object.assign(cursor, this.enter(place))
  }

  private reportGap(cursor: Cursor, last: number, damaged: DamagedRecord[]): void {
    const missing = last - cursor.sequence
    if (missing <= 0) return
    const kept = this.keep(cursor.segment)
    if (missing > GAP_RECORDS_MAX) {
      const damage = `records ${cursor.sequence + 1} and after cannot be found; their number is unknown${kept}`
      damaged.push({ sequence: last, damage })
    } else {
      for (let sequence = cursor.sequence + 1; sequence <= last; sequence++)
        damaged.push({ sequence, damage: `the record cannot be found${kept}` })
    }
    cursor.sequence = last
  }

  /** Keeps the damaged file and reports its path. */
  private keep(segment: number): string {
    const { segments, onDamage } = this.options
    try {
      const kept = segments.keepDamaged(segment)
      if (!kept) return ''
      if (!this.reported.has(segment))
        onDamage(`a part of the event log is damaged and cannot be read; the file is kept as ${kept}`)
      this.reported.add(segment)
      return `; the damaged part of the log is kept as ${kept}`
    } catch (error) {
      onDamage(`a part of the event log is damaged, and its file could not be kept: ${(error as Error).message}`)
      return ''
    }
  }
}
