/**
 * The format of a record in a segment file: a header with its own checksum, then the payload, whose checksum is in the
 * header. So damage only costs the records that it touches: a reader that finds a broken header looks for the next intact
 * one.
 */
import { crc32 } from 'node:zlib'

/**
 * Little-endian: magic (4 bytes), payload bytes (u32), sequence (f64), position (f64), CRC-32 of the payload (u32),
 * CRC-32 of the header up to here (u32).
 */
export const HEADER_BYTES = 32
/** Begins and ends with bytes that JSON text cannot contain, so a payload never looks like a header. */
const MAGIC = Buffer.from([0x00, 0x48, 0x52, 0x01])
const CHECKED_BYTES = HEADER_BYTES - 4

export interface Header {
  sequence: number
  /** Payload bytes of the log up to and including this record. */
  position: number
  payloadBytes: number
  payloadCrc: number
}

/** Header and payload, as written to the file. A payload that may be damaged is passed with its original checksum. */
export function encodeFrame(
  sequence: number,
  position: number,
  payload: Buffer,
  payloadCrc = crc32(payload),
): [Buffer, Buffer] {
  const header = Buffer.alloc(HEADER_BYTES)
  MAGIC.copy(header)
  header.writeUInt32LE(payload.length, 4)
  header.writeDoubleLE(sequence, 8)
  header.writeDoubleLE(position, 16)
  header.writeUInt32LE(payloadCrc, 24)
  header.writeUInt32LE(crc32(header.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
  return [header, payload]
}

/** The header at the start of some bytes, or null if there is none or it is damaged. */
export function decodeHeader(bytes: Buffer): Header | null {
  if (bytes.length < HEADER_BYTES || bytes.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) return null
  if (crc32(bytes.subarray(0, CHECKED_BYTES)) !== bytes.readUInt32LE(CHECKED_BYTES)) return null
  return {
    payloadBytes: bytes.readUInt32LE(4),
    sequence: bytes.readDoubleLE(8),
    position: bytes.readDoubleLE(16),
    payloadCrc: bytes.readUInt32LE(24),
  }
}

/** Where the next header may begin at or after an offset; -1 if nowhere. */
export function findMagic(bytes: Buffer, offset: number): number {
  return bytes.indexOf(MAGIC, offset)
}
