/**
 * A place in the log, kept in a small file that one process writes and others read. Two slots with checksums are written
 * alternately, so an interrupted write leaves the previous place intact.
 */
import fs from 'node:fs'
import { crc32 } from 'node:zlib'

/** The position right after a record. */
export interface Place {
  /** Sequence of that record. */
  sequence: number
  /** Payload bytes of the log up to and including it. */
  position: number
  /** First sequence of the segment, which is its name, and the offset in it. */
  segment: number
  offset: number
}

const VALUES_BYTES = 4 * 8
const SLOT_BYTES = VALUES_BYTES + 4
const SLOTS = 2

export class PlaceFile {
  private handle: number | null = null
  private nextSlot: number | null = null

  constructor(readonly file: string) {}

  /** The newest place, or null if none can be read. */
  read(): Place | null {
    return this.readNewest()?.place ?? null
  }

  /** Readers see it at once. It survives the death of the process and, after `sync`, a power cut. */
  write({ sequence, position, segment, offset }: Place): void {
    this.handle ??= fs.openSync(this.file, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644)
    const newest = this.nextSlot === null ? this.readNewest() : null
    const slot = this.nextSlot ?? (newest ? (newest.slot + 1) % SLOTS : 0)
    const bytes = Buffer.alloc(SLOT_BYTES)
    for (const [index, value] of [sequence, position, segment, offset].entries()) bytes.writeDoubleLE(value, index * 8)
    bytes.writeUInt32LE(crc32(bytes.subarray(0, VALUES_BYTES)), VALUES_BYTES)
    fs.writeSync(this.handle, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES)
    this.nextSlot = (slot + 1) % SLOTS
  }

  async sync(): Promise<void> {
    const { handle } = this
    if (handle === null) return
    await new Promise<void>((resolve, reject) => fs.fdatasync(handle, (error) => (error ? reject(error) : resolve())))
  }

  close(): void {
    if (this.handle !== null) fs.closeSync(this.handle)
    this.handle = null
  }

  private readNewest(): { place: Place; slot: number } | null {
    try {
      this.handle ??= fs.openSync(this.file, 'r+')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
    const bytes = Buffer.alloc(SLOT_BYTES * SLOTS)
    fs.readSync(this.handle, bytes, 0, bytes.length, 0)
    let newest: { place: Place; slot: number } | null = null
    for (let slot = 0; slot < SLOTS; slot++) {
      const own = bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)
      if (crc32(own.subarray(0, VALUES_BYTES)) !== own.readUInt32LE(VALUES_BYTES)) continue
      const [sequence, position, segment, offset] = [0, 8, 16, 24].map((at) => own.readDoubleLE(at)) as [
        number,
        number,
        number,
        number,
      ]
      if (!newest || sequence > newest.place.sequence) newest = { place: { sequence, position, segment, offset }, slot }
    }
    return newest
  }
}
