/**
 * Takes over the waiting records of a log of an earlier version, which was an LMDB file. Reading a damaged LMDB file can
 * crash the process, so a separate process does it; everything that it wrote before a crash is kept.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { open } from 'lmdb'
import { encodeFrame } from './frame.ts'
import { restoreTruncatedFile } from './lmdb-truncation.ts'
import { PlaceFile } from './place-file.ts'
import { Segments } from './segments.ts'

const FILE = 'events.mdb'
const TIMEOUT_MS = 5 * 60_000
/** Header of an old record: cumulative payload bytes of the log up to and including it (f64), CRC-32 (u32). */
const OLD_HEADER_BYTES = 12

/**
 * Imports the old log of a folder, if there is one. Call this before anything is appended to the new one.
 * @param script the program that calls {@link readOldLog}
 */
export async function importOldLog(directory: string, script: URL, onDamage: (message: string) => void): Promise<void> {
  const file = path.join(directory, FILE)
  if (!fs.existsSync(file)) return
  try {
    await promisify(execFile)(process.execPath, [fileURLToPath(script), directory], { timeout: TIMEOUT_MS })
    fs.rmSync(file)
  } catch (error) {
    const { signal, stderr } = error as { signal?: string; stderr?: string }
    const why = signal ?? stderr?.trim().split('\n').at(-1)
    const kept = path.join(directory, 'damaged', FILE)
    fs.mkdirSync(path.dirname(kept), { recursive: true })
    fs.renameSync(file, kept)
    onDamage(`the event log of the previous version could not be read to its end (${why}); it is kept as ${kept}`)
  }
  fs.rmSync(`${file}-lock`, { force: true })
}

/** Writes the waiting records of the old log as a segment of the new one, with the same sequences. */
export function readOldLog(directory: string): void {
  const file = path.join(directory, FILE)
  restoreTruncatedFile(file)
  const root = open({ path: file, maxDbs: 4, readOnly: true })
  const committed = root
    .openDB<{ sequence: number; position: number }, string>('meta', { encoding: 'json' })
    .get('committed') ?? { sequence: 0, position: 0 }
  const records = root.openDB<Buffer, number>('records', { encoding: 'binary' })
  const first = committed.sequence + 1
  const handle = fs.openSync(new Segments(directory).file(first), 'w')
  new PlaceFile(path.join(directory, 'committed')).write({ ...committed, segment: first, offset: 0 })
  let [last, offset] = [{ ...committed }, 0]
  for (const { key, value } of records.getRange({ start: first })) {
    // Damaged records are skipped; the gap in the sequences reports them.
    if (value.length < OLD_HEADER_BYTES) continue
    last = { sequence: Number(key), position: value.readDoubleLE(0) }
    const payload = value.subarray(OLD_HEADER_BYTES)
    const frame = encodeFrame(last.sequence, last.position, payload, value.readUInt32LE(8))
    offset += fs.writeSync(handle, Buffer.concat(frame))
  }
  fs.fdatasyncSync(handle)
  new PlaceFile(path.join(directory, 'acknowledged')).write({ ...last, segment: first, offset })
}
