import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seenEventsCheckScript } from '../../../platform/paths.ts'
import { flipBits, seededRandom } from '../../../testing/random.ts'
import { SeenEvents, seenKey } from './seen-events.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOON = Date.UTC(2026, 2, 10, 12)
const key = (team: number) => seenKey(team, '0190aa11-2b3c-7d4e-8f50-112233445566')

let directory: string
let seen: SeenEvents
let damage: string[] = []
const open = () =>
  SeenEvents.open(directory, { checkScript: seenEventsCheckScript, onDamage: (message) => damage.push(message) })

beforeEach(() => {
  damage = []
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-seen-'))
  seen = open()
})
afterEach(async () => {
  await seen.close()
  fs.rmSync(directory, { recursive: true })
})

test('an event is known on the day it arrived and the two days after', async () => {
  await seen.add([key(1)], NOON)
  expect([0, 1, 2, 3].map((days) => seen.find([key(1)], NOON + days * DAY_MS).size)).toEqual([1, 1, 1, 0])
})

test('the same uuid in another project is another event', async () => {
  await seen.add([key(1)], NOON)
  expect(seen.find([key(2)], NOON).size).toBe(0)
})

test('added events survive a restart, and old days are deleted', async () => {
  await seen.add([key(1)], NOON)
  await seen.add([key(2)], NOON + 3 * DAY_MS)
  await seen.close()
  seen = open()
  expect(seen.find([key(1), key(2)], NOON + 3 * DAY_MS)).toEqual(new Set([key(2).toString('latin1')]))
  expect(seen.find([key(1)], NOON).size).toBe(0)
})

test('a time proves a recent arrival if it is after yesterday’s midnight', () => {
  // An event may be dated 23 hours ahead: this one arrived at the earliest on the first of the three kept days.
  expect(seen.provenTime(NOON)).toBe(Date.UTC(2026, 2, 9) * 1000)
})

test.each<[string, (file: string) => void]>([
  ['cut short', (file) => fs.truncateSync(file, 8192)],
  ['garbage', (file) => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size, 0xaa))],
  ['full of flipped bits', (file) => flipBits(file, 40_000, seededRandom(3))],
])('an index that is %s is set aside, and reports that it does not know earlier events', async (_what, damageIt) => {
  const keys = Array.from({ length: 5_000 }, () => seenKey(1, crypto.randomUUID()))
  await seen.add(keys, NOON)
  await seen.close()
  damageIt(path.join(directory, 'seen.mdb'))
  // As left by a run that died while using the index.
  fs.writeFileSync(path.join(directory, 'seen.in-use'), '1')
  seen = open()
  expect(damage[0]).toContain('cannot be read')
  const kept = () => fs.readdirSync(directory).filter((name) => name.startsWith('seen.damaged.'))
  expect(kept()).toHaveLength(1)
  await seen.add([key(1)], Date.now())
  expect(seen.find([key(1)], Date.now()).size).toBe(1)
  // Any event that is not dated a day ahead may have been stored before; on the third day the index is complete again.
  expect(seen.provenTime(Date.now()) / 1000).toBeGreaterThan(Date.now() + DAY_MS / 2)
  const later = Date.now() + 3 * DAY_MS
  expect(seen.provenTime(later)).toBe((Math.floor(later / DAY_MS) - 1) * DAY_MS * 1000)
  await seen.close()
  seen = open()
  expect(damage).toHaveLength(1)
  // A second damage keeps what is left of both.
  await seen.close()
  fs.writeFileSync(path.join(directory, 'seen.mdb'), Buffer.alloc(8192, 0xaa))
  fs.writeFileSync(path.join(directory, 'seen.in-use'), '1')
  seen = open()
  expect([damage.length, kept().length]).toEqual([2, 2])
})

test('an intact index passes every check, however many run at once', async () => {
  await seen.add([key(1)], NOON)
  await seen.add([key(2)], NOON + DAY_MS)
  await seen.close()
  const check = async () => {
    const child = spawn(process.execPath, [fileURLToPath(seenEventsCheckScript), path.join(directory, 'seen.mdb')])
    return (await once(child, 'exit')) as [number | null, string | null]
  }
  expect(await Promise.all(Array.from({ length: 16 }, check))).toEqual(Array.from({ length: 16 }, () => [0, null]))
  seen = open()
})

test('a run continues with an intact index after a kill', async () => {
  await seen.add([key(1)], NOON)
  await seen.close()
  fs.writeFileSync(path.join(directory, 'seen.in-use'), '1')
  seen = open()
  expect([damage, seen.find([key(1)], NOON).size]).toEqual([[], 1])
})
