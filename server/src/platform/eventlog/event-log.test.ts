import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { open } from 'lmdb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { flipBits, seededRandom } from '../../testing/random.ts'
import { EventLogUnavailable } from './event-log.ts'
import { FileEventLog } from './file-event-log.ts'
import { importOldLog, readOldLog } from './lmdb-import.ts'

const MIB = 1 << 20
const SEED = Number(process.env.HEDGEROW_FAULTS_SEED ?? Math.floor(Math.random() * 1e9))
const opened: { log: FileEventLog; directory: string }[] = []

function newDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-log-'))
}

function openLog(directory = newDirectory(), bytesMax = 16 * MIB, damage: string[] = []): FileEventLog {
  const log = new FileEventLog(directory, { bytesMax, onDamage: (message) => damage.push(message) })
  log.openForAppending()
  opened.push({ log, directory })
  return log
}

afterEach(async () => {
  for (const { log, directory } of opened.splice(0)) {
    await log.close().catch(() => {})
    fs.rmSync(directory, { recursive: true, force: true })
  }
})

const text = (batch: { records: { payload: Buffer }[] }) => batch.records.map((record) => record.payload.toString())
const segmentsOf = (directory: string) =>
  fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => path.join(directory, name))

describe('the event log', () => {
  test('returns records in the order they were appended', async () => {
    const log = openLog()
    await Promise.all(['a', 'b', 'c'].map((payload) => log.append([Buffer.from(payload)])))
    const { records } = log.read(0, MIB)
    expect(text({ records })).toEqual(['a', 'b', 'c'])
    expect(records.map(({ sequence }) => sequence - records[0]!.sequence)).toEqual([0, 1, 2])
    expect(text(log.read(records[1]!.sequence, MIB))).toEqual(['c'])
    expect(log.backlog()).toEqual({ records: 3, bytes: 3 })
    expect(log.lastSequence()).toBe(records[2]!.sequence)
  })

  test('processes that open a new folder at the same moment agree on its ID', () => {
    const directory = newDirectory()
    let first: FileEventLog | undefined
    // The first process creates the ID just before the second one, which has not found any, creates its own.
    const link = vi.spyOn(fs, 'linkSync').mockImplementationOnce((...given) => {
      first = openLog(directory)
      fs.linkSync(...given)
    })
    const second = new FileEventLog(directory, { bytesMax: MIB })
    opened.push({ log: second, directory })
    link.mockRestore()
    expect(second.id).toBe(first!.id)
    expect(fs.readdirSync(directory).filter((name) => name.startsWith('id'))).toEqual(['id'])
  })

  test('a valid ID that another process creates while one looks is kept', () => {
    const directory = newDirectory()
    const first = openLog(directory)
    const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' })
    const read = vi.spyOn(fs, 'readFileSync').mockImplementationOnce(() => {
      throw missing
    })
    const exists = vi.spyOn(fs, 'existsSync').mockReturnValueOnce(false)
    const second = new FileEventLog(directory, { bytesMax: MIB })
    opened.push({ log: second, directory })
    read.mockRestore()
    exists.mockRestore()
    expect(second.id).toBe(first.id)
    expect(fs.readFileSync(path.join(directory, 'id'), 'utf8')).toBe(first.id)
  })

  test('a damaged ID is replaced', () => {
    const directory = newDirectory()
    fs.writeFileSync(path.join(directory, 'id'), 'ab')
    const log = openLog(directory)
    expect(log.id).toMatch(/^[0-9a-f]{16}$/)
    expect(fs.readdirSync(directory).filter((name) => name.startsWith('id'))).toEqual(['id'])
  })

  test('another process reads what one appends, and the first one sees its commits', async () => {
    const directory = newDirectory()
    const reader = new FileEventLog(directory, { bytesMax: MIB })
    opened.push({ log: reader, directory })
    expect(reader.read(0, MIB)).toEqual({ records: [], damaged: [], lastSequence: null })
    const log = openLog(directory)
    await log.append([Buffer.from('a'), Buffer.from('b')])
    const batch = reader.read(0, MIB)
    expect(text(batch)).toEqual(['a', 'b'])
    await reader.commit(batch.records[0]!.sequence)
    expect(log.backlog()).toEqual({ records: 1, bytes: 1 })
    await expect(reader.append([Buffer.from('c')])).rejects.toThrow('not open for appending')
  })

  test('a reader that opened before the log existed waits for its first record', async () => {
    const directory = newDirectory()
    const reader = new FileEventLog(directory, { bytesMax: MIB })
    opened.push({ log: reader, directory })
    const log = openLog(directory)
    let hasMore = false
    const stopping = new AbortController()
    const waiting = reader.waitForMore(0, stopping.signal).then(() => {
      hasMore = true
    })
    await new Promise(setImmediate)
    expect(hasMore).toBe(false)
    await log.append([Buffer.from('a')])
    await waiting
    expect(text(reader.read(0, MIB))).toEqual(['a'])
  })

  test('a batch stops at its byte limit but always holds one record', async () => {
    const log = openLog()
    await log.append([Buffer.alloc(100)])
    await log.append([Buffer.alloc(100)])
    expect(log.read(0, 150).records).toHaveLength(1)
    expect(log.read(0, 10).records).toHaveLength(1)
    expect(log.read(0, 200).records).toHaveLength(2)
  })

  test('committed records are gone, and their sequences are not used again after a restart', async () => {
    const directory = newDirectory()
    const log = openLog(directory)
    await log.append([Buffer.from('a')])
    await log.append([Buffer.from('b')])
    const last = log.lastSequence()
    await log.commit(last)
    await log.commit(last - 1)
    expect(log.read(0, MIB).records).toEqual([])
    await log.close()
    const again = openLog(directory)
    expect(again.committed()).toBe(last)
    await again.append([Buffer.from('c')])
    expect(again.read(0, MIB).records.map((record) => record.sequence)).toEqual([last + 1])
  })

  test('no sequence is used twice by two logs, even when the folder is emptied', async () => {
    const first = openLog()
    await first.append([Buffer.from('a')])
    const used = first.lastSequence()
    const second = openLog()
    await second.append([Buffer.from('a')])
    expect(second.lastSequence()).toBeGreaterThan(used)
  })

  test('a commit makes room: fully committed segments are deleted', async () => {
    const directory = newDirectory()
    const log = openLog(directory, 256 * MIB)
    for (let index = 0; index < 10; index++) await log.append([Buffer.alloc(4 * MIB, index)])
    expect(segmentsOf(directory)).toHaveLength(3)
    let read = 0
    for (let after = 0; read < 10; ) {
      const batch = log.read(after, 8 * MIB)
      read += batch.records.length
      after = batch.lastSequence!
      await log.commit(after)
    }
    expect(segmentsOf(directory)).toHaveLength(1)
    expect(log.backlog()).toEqual({ records: 0, bytes: 0 })
  })

  test('refuses past its limit and recovers once the worker has caught up', async () => {
    const log = openLog(undefined, 1000)
    await log.append([Buffer.alloc(900)])
    await expect(log.append([Buffer.alloc(101)])).rejects.toThrow(EventLogUnavailable)
    expect(log.refusal()).toBeNull()
    await log.append([Buffer.alloc(100)])
    await log.commit(log.lastSequence() - 1)
    await log.append([Buffer.alloc(900)])
    expect(log.backlog()).toEqual({ records: 2, bytes: 1000 })
  })

  test('records that a run wrote without noting them are found by the next run', async () => {
    const directory = newDirectory()
    const log = openLog(directory)
    await log.append([Buffer.from('a')])
    const noted = fs.readFileSync(path.join(directory, 'acknowledged'))
    await log.append([Buffer.from('b')])
    await log.close()
    // As after a power cut, which may undo unsynced writes.
    fs.writeFileSync(path.join(directory, 'acknowledged'), noted)
    fs.appendFileSync(segmentsOf(directory)[0]!, 'half a rec')
    const damage: string[] = []
    const again = openLog(directory, MIB, damage)
    await again.append([Buffer.from('c')])
    const batch = again.read(0, MIB)
    expect([text(batch), batch.damaged, damage]).toEqual([['a', 'b', 'c'], [], []])
  })
})

/** 60 records of 20 kB, each filled with its own number; about 1.2 MB. */
const RECORDS = 60
const payloadOf = (index: number) => Buffer.alloc(20_000, index + 1)

/** Damages a log, reads everything and accounts for every record: intact or reported. */
async function accountFor(damageIt: (directory: string) => void) {
  const directory = newDirectory()
  const log = openLog(directory)
  for (let index = 0; index < RECORDS; index++) await log.append([payloadOf(index)])
  const first = log.lastSequence() - RECORDS + 1
  await log.close()
  damageIt(directory)
  const messages: string[] = []
  const again = openLog(directory, 16 * MIB, messages)
  await again.append([Buffer.from('after')])
  const whole: number[] = []
  const damaged: number[] = []
  let after = 0
  let last = ''
  for (let batch = again.read(after, MIB); batch.lastSequence !== null; batch = again.read(after, MIB)) {
    for (const { sequence, payload } of batch.records) {
      last = payload.toString()
      if (last === 'after') continue
      expect(payload.equals(payloadOf(sequence - first))).toBe(true)
      whole.push(sequence - first)
    }
    for (const { sequence } of batch.damaged) damaged.push(sequence - first)
    after = batch.lastSequence
    await again.commit(after)
  }
  expect(last).toBe('after')
  const kept = path.join(directory, 'damaged')
  return { whole, damaged, messages, kept: fs.existsSync(kept) ? fs.readdirSync(kept) : [], log: again }
}

describe(`a damaged event log, seed ${SEED}`, () => {
  const all = Array.from({ length: RECORDS }, (_, index) => index)

  test.each([1, 16, 256, 4096])('%i flipped bits: every record is intact or reported', async (bits) => {
    for (let round = 0; round < 5; round++) {
      const random = seededRandom(SEED + round)
      const result = await accountFor((directory) => flipBits(segmentsOf(directory)[0]!, bits, random))
      expect([...result.whole, ...result.damaged].sort((a, b) => a - b)).toEqual(all)
      expect(result.damaged.length).toBeGreaterThan(0)
      expect(result.damaged.length).toBeLessThanOrEqual(bits)
      // The damaged file is kept although everything in it was committed and another file follows.
      expect(result.kept).toHaveLength(1)
      expect(result.messages[0]).toContain(result.kept[0])
    }
  })

  test('a file that lost its tail', async () => {
    const result = await accountFor((directory) => {
      const file = segmentsOf(directory)[0]!
      fs.truncateSync(file, fs.statSync(file).size - 400_000)
    })
    expect([...result.whole, ...result.damaged]).toEqual(all)
    // 400,000 bytes are 19 records of 20,032 bytes and a part of another.
    expect(result.damaged).toHaveLength(20)
  })

  test('pages of zeros', async () => {
    const result = await accountFor((directory) => {
      const handle = fs.openSync(segmentsOf(directory)[0]!, 'r+')
      fs.writeSync(handle, Buffer.alloc(4096 * 20), 0, 4096 * 20, 4096 * 10)
      fs.closeSync(handle)
    })
    // Bytes 40,960 to 122,880: records 2 (40,064…) to 6 (120,192…).
    expect(result.damaged).toEqual([2, 3, 4, 5, 6])
    expect([...result.whole, ...result.damaged].sort((a, b) => a - b)).toEqual(all)
  })

  test('a file of garbage: all its records are reported', async () => {
    const result = await accountFor((directory) => {
      const file = segmentsOf(directory)[0]!
      const random = seededRandom(SEED)
      fs.writeFileSync(file, Buffer.from(Array.from({ length: fs.statSync(file).size }, () => random() * 256)))
    })
    expect([result.whole, result.damaged]).toEqual([[], all])
  })

  test('a deleted file: all its records are reported', async () => {
    const result = await accountFor((directory) => fs.rmSync(segmentsOf(directory)[0]!))
    expect([result.whole, result.damaged]).toEqual([[], all])
  })

  test.each(['acknowledged', 'committed'])('a damaged "%s": no intact record is lost', async (name) => {
    const result = await accountFor((directory) => flipBits(path.join(directory, name), 40, seededRandom(SEED)))
    expect(result.whole).toEqual(all)
    expect(result.log.backlog()).toEqual({ records: 0, bytes: 0 })
    expect(result.log.refusal()).toBeNull()
  })

  test('everything gone: the log starts over and reports that something is missing', async () => {
    const result = await accountFor((directory) => {
      for (const name of ['acknowledged', ...segmentsOf(directory).map((file) => path.basename(file))])
        fs.rmSync(path.join(directory, name))
    })
    expect(result.whole).toEqual([])
    expect(result.damaged).toHaveLength(1)
  })

  test('damage while the log is open does not stop appends', async () => {
    const directory = newDirectory()
    const log = openLog(directory)
    for (let index = 0; index < RECORDS; index++) await log.append([payloadOf(index)])
    flipBits(segmentsOf(directory)[0]!, 256, seededRandom(SEED))
    await log.append([Buffer.from('after')])
    const batch = log.read(0, 16 * MIB)
    expect(text(batch).at(-1)).toBe('after')
    expect(batch.records.length + batch.damaged.length).toBe(RECORDS + 1)
  })
})

describe('a log of an earlier version', () => {
  /** As that version wrote it: one LMDB file, with records 4 to 43 waiting. */
  async function writeOldLog(directory: string): Promise<string> {
    const file = path.join(directory, 'events.mdb')
    const root = open({ path: file, maxDbs: 4 })
    const meta = root.openDB<object, string>('meta', { encoding: 'json' })
    const records = root.openDB<Buffer, number>('records', { encoding: 'binary' })
    await meta.put('committed', { sequence: 3, position: 60 })
    for (let sequence = 4; sequence <= 43; sequence++) {
      const payload = payloadOf(sequence)
      const header = Buffer.alloc(12)
      header.writeDoubleLE(60 + (sequence - 3) * payload.length, 0)
      header.writeUInt32LE(crc32(payload), 8)
      await records.put(sequence, Buffer.concat([header, payload]))
    }
    await root.close()
    return file
  }

  test('is taken over: its waiting records are read first, under the same sequences', async () => {
    const directory = newDirectory()
    const file = await writeOldLog(directory)
    readOldLog(directory)
    fs.rmSync(file)
    const log = openLog(directory)
    expect(log.committed()).toBe(3)
    expect(log.backlog()).toEqual({ records: 40, bytes: 800_000 })
    await log.append([Buffer.from('new')])
    const { records, damaged } = log.read(3, 16 * MIB)
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 41 }, (_, index) => index + 4))
    expect(records[0]!.payload.equals(payloadOf(4))).toBe(true)
    expect(damaged).toEqual([])
  })

  test('an unreadable one is set aside, and the new one works', async () => {
    const directory = newDirectory()
    const file = await writeOldLog(directory)
    fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size, 0xaa))
    const damage: string[] = []
    const script = path.join(directory, 'import.mjs')
    fs.writeFileSync(script, 'process.kill(process.pid, "SIGSEGV")')
    await importOldLog(directory, new URL(`file://${script}`), (message) => damage.push(message))
    expect(damage[0]).toContain('could not be read to its end (SIGSEGV)')
    expect(fs.existsSync(path.join(directory, 'damaged/events.mdb'))).toBe(true)
    const log = openLog(directory)
    await log.append([Buffer.from('new')])
    expect(text(log.read(0, MIB))).toEqual(['new'])
  })
})
