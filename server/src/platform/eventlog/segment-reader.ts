/**
 * Reads the records of one segment file in order. It uses plain reads instead of a memory map: a file that is truncated or
 * changed underneath yields fewer records, never a bus error.
 */
import fs from 'node:fs'
import { crc32 } from 'node:zlib'
import { decodeHeader, findMagic, HEADER_BYTES, type Header } from './frame.ts'

const CHUNK_BYTES = 1024 * 1024

export interface FoundRecord extends Header {
  payload: Buffer
  /** False if the payload differs from what was written. */
  isWhole: boolean
  /** Offsets of the record in its file. */
  start: number
  end: number
}

export class SegmentReader {
  private readonly handle: number
  private chunk: Buffer = Buffer.alloc(0)
  private chunkOffset = 0

  /**
   * @param offset where to start reading; set it to read from another position
   * @throws ENOENT when there is no such file
   */
  constructor(
    file: string,
    public offset = 0,
  ) {
    this.handle = fs.openSync(file, 'r')
  }

  /** The next record that ends at or before `limit`; null if there is none. Damaged headers are skipped. */
  next(limit: number): FoundRecord | null {
    for (;;) {
      const start = this.offset
      const header = decodeHeader(this.read(start, HEADER_BYTES, limit))
      if (header) {
        const payload = this.read(start + HEADER_BYTES, header.payloadBytes, limit)
        if (payload.length === header.payloadBytes) {
          this.offset = start + HEADER_BYTES + payload.length
          return { ...header, payload, isWhole: crc32(payload) === header.payloadCrc, start, end: this.offset }
        }
      }
      const next = this.findNext(start + 1, limit)
      if (next === null) return null
      this.offset = next
    }
  }

  close(): void {
    fs.closeSync(this.handle)
  }

  private findNext(from: number, limit: number): number | null {
    for (let offset = from; ; ) {
      const bytes = this.read(offset, CHUNK_BYTES, limit)
      if (bytes.length < HEADER_BYTES) return null
      for (let at = findMagic(bytes, 0); at !== -1; at = findMagic(bytes, at + 1))
        if (decodeHeader(this.read(offset + at, HEADER_BYTES, limit))) return offset + at
      // A magic number may cross the end of the bytes read so far.
      offset += bytes.length - 3
    }
  }

  /** Bytes of the file; fewer than requested where the file or the limit ends. Never overwritten later. */
  private read(offset: number, length: number, limit: number): Buffer {
    const wanted = Math.max(0, Math.min(length, limit - offset))
    const inChunk = offset - this.chunkOffset
    if (inChunk < 0 || inChunk + wanted > this.chunk.length) {
      const buffer = Buffer.allocUnsafe(Math.max(wanted, Math.min(CHUNK_BYTES, limit - offset)))
      this.chunk = buffer.subarray(0, fs.readSync(this.handle, buffer, 0, buffer.length, offset))
      this.chunkOffset = offset
      return this.chunk.subarray(0, wanted)
    }
    return this.chunk.subarray(inChunk, inChunk + wanted)
  }
}
