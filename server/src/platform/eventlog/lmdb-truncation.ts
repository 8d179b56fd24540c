/**
 * Restores the length of a truncated LMDB file. LMDB maps its file into memory, so a file that lost its tail (the disk ran
 * full during a copy, the file system is damaged) would crash the process with a bus error at the first missing page. The
 * two header pages say how long the file must be; a shorter file is extended with zeros, and the records in the lost part
 * are then detected as damaged. Layout: LMDB's `MDB_page` and `MDB_meta` structures as the `lmdb` package (data format 2)
 * writes them, little-endian, 64-bit.
 */
import fs from 'node:fs'

const PAGE_HEADER_BYTES = 24
const LMDB_MAGIC = 0xbeefc0de
/** Offsets inside MDB_meta: magic, version, address, mapsize, then two MDB_db of 48 bytes, then the last page number. */
const MAGIC_OFFSET = PAGE_HEADER_BYTES
const DB_RECORDS_OFFSET = PAGE_HEADER_BYTES + 24
const LAST_PAGE_OFFSET = DB_RECORDS_OFFSET + 2 * 48
const HEADER_PAGES_BYTES = 2 * 4096 + LAST_PAGE_OFFSET + 8

/**
 * Extends a truncated LMDB file to its full length.
 * @returns what was found, or null if the file is intact, new or absent.
 */
export function restoreTruncatedFile(file: string): string | null {
  if (!fs.existsSync(file)) return null
  const handle = fs.openSync(file, 'r+')
  try {
    const { size } = fs.fstatSync(handle)
    if (size === 0) return null
    const head = Buffer.alloc(Math.min(size, HEADER_PAGES_BYTES))
    fs.readSync(handle, head, 0, head.length, 0)
    if (head.length < LAST_PAGE_OFFSET + 8 || head.readUInt32LE(MAGIC_OFFSET) !== LMDB_MAGIC) return null
    const pageBytes = head.readUInt32LE(DB_RECORDS_OFFSET)
    const lastPages = [0, pageBytes]
      .filter((offset) => offset + LAST_PAGE_OFFSET + 8 <= head.length)
      .map((offset) => Number(head.readBigUInt64LE(offset + LAST_PAGE_OFFSET)))
    const expected = (Math.max(...lastPages) + 1) * pageBytes
    if (size >= expected) return null
    fs.ftruncateSync(handle, expected)
    fs.fsyncSync(handle)
    return `the event log had lost its last ${expected - size} bytes; records in that part cannot be read`
  } finally {
    fs.closeSync(handle)
  }
}
