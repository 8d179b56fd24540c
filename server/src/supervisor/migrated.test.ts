import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isMigrated, noteMigrated } from './migrated.ts'

let directory: string
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-test-'))
  for (const store of ['postgres', 'clickhouse']) fs.mkdirSync(path.join(directory, store))
})
afterEach(() => fs.rmSync(directory, { recursive: true }))

test('only a migration by the same program counts', () => {
  expect(isMigrated(directory, 'a')).toBe(false)
  noteMigrated(directory, 'a')
  expect([isMigrated(directory, 'a'), isMigrated(directory, 'b')]).toEqual([true, false])
})

test.each(['postgres', 'clickhouse'])('a %s that was replaced is migrated again', (store) => {
  noteMigrated(directory, 'a')
  fs.rmSync(path.join(directory, store), { recursive: true })
  fs.mkdirSync(path.join(directory, store))
  expect(isMigrated(directory, 'a')).toBe(false)
})
