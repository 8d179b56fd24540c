import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { oldestProvenTime, SeenEvents, seenKey } from './seen-events.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOON = Date.UTC(2026, 2, 10, 12)
const key = (team: number) => seenKey(team, '0190aa11-2b3c-7d4e-8f50-112233445566')

let directory: string
let seen: SeenEvents
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-seen-'))
  seen = new SeenEvents(directory)
})
afterEach(async () => {
  await seen.close()
  fs.rmSync(directory, { recursive: true })
})

test('an event is known on the day it arrived and the two after it', async () => {
  await seen.add([key(1)], NOON)
  expect([0, 1, 2, 3].map((days) => seen.find([key(1)], NOON + days * DAY_MS).size)).toEqual([1, 1, 1, 0])
})

test('the same uuid in another project is another event', async () => {
  await seen.add([key(1)], NOON)
  expect(seen.find([key(2)], NOON).size).toBe(0)
})

test('what was added is there after a restart, and old days are gone for good', async () => {
  await seen.add([key(1)], NOON)
  await seen.add([key(2)], NOON + 3 * DAY_MS)
  await seen.close()
  seen = new SeenEvents(directory)
  expect(seen.find([key(1), key(2)], NOON + 3 * DAY_MS)).toEqual(new Set([key(2).toString('latin1')]))
  expect(seen.find([key(1)], NOON).size).toBe(0)
})

test('a time is proof of a recent arrival from yesterday’s midnight on', () => {
  // An event may be dated 23 hours ahead: this one arrived at the earliest on the first of the three days kept.
  expect(oldestProvenTime(NOON)).toBe(Date.UTC(2026, 2, 9) * 1000)
})
