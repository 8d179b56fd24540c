import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { EventLogUnavailable } from './event-log.ts'
import { LmdbEventLog } from './lmdb-event-log.ts'

const MIB = 1 << 20
const opened: { log: LmdbEventLog; directory: string }[] = []

function newDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-log-'))
}

function openLog(directory = newDirectory(), bytesMax = 16 * MIB, damage: string[] = []): LmdbEventLog {
  const log = new LmdbEventLog(directory, { bytesMax, onDamage: (message) => damage.push(message) })
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

describe('the event log', () => {
  test('gives records back in the order they were appended', async () => {
    const log = openLog()
    await Promise.all(['a', 'b', 'c'].map((payload) => log.append([Buffer.from(payload)])))
    expect(text(log.read(0, MIB))).toEqual(['a', 'b', 'c'])
    expect(text(log.read(2, MIB))).toEqual(['c'])
    expect(log.backlog()).toEqual({ records: 3, bytes: 3 })
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
    await log.commit(2)
    await log.commit(1)
    expect(log.read(0, MIB).records).toEqual([])
    await log.close()
    const again = openLog(directory)
    expect(again.committed()).toBe(2)
    await again.append([Buffer.from('c')])
    expect(again.read(0, MIB).records.map((record) => record.sequence)).toEqual([3])
  })

  test('refuses past its limit and recovers once the worker has caught up', async () => {
    const log = openLog(undefined, 1000)
    await log.append([Buffer.alloc(900)])
    await expect(log.append([Buffer.alloc(101)])).rejects.toThrow(EventLogUnavailable)
    await log.append([Buffer.alloc(100)])
    await log.commit(1)
    await log.append([Buffer.alloc(900)])
    expect(log.backlog()).toEqual({ records: 2, bytes: 1000 })
  })

  test('a file that lost its tail opens, reports the loss and keeps accepting', async () => {
    const directory = newDirectory()
    const log = openLog(directory)
    for (let index = 0; index < 50; index++) await log.append([Buffer.alloc(20_000, index + 1)])
    await log.close()
    const file = path.join(directory, 'events.mdb')
    fs.truncateSync(file, fs.statSync(file).size - 400_000)
    const damage: string[] = []
    const again = openLog(directory, 16 * MIB, damage)
    expect(damage[0]).toContain('lost its last')
    const batch = again.read(0, 64 * MIB)
    expect(batch.damaged.length).toBeGreaterThan(0)
    for (const { sequence, payload } of batch.records) expect(payload).toEqual(Buffer.alloc(20_000, sequence))
    await again.append([Buffer.from('after')])
    expect(text(again.read(batch.lastSequence ?? 0, MIB))).toEqual(['after'])
  })
})
