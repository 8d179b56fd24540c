import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { FolderInUse, FolderLock, processStart } from './folder-lock.ts'

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-lock-'))
const file = path.join(directory, 'test.lock')
const locks: FolderLock[] = []
afterEach(() => {
  for (const lock of locks.splice(0)) lock.release()
  fs.rmSync(file, { force: true })
})

const newLock = () => {
  const lock = new FolderLock(directory, 'test.lock')
  locks.push(lock)
  return lock
}
const writeHolder = (holder: object) =>
  fs.writeFileSync(file, JSON.stringify({ host: os.hostname(), since: '2026-01-01T00:00:00Z', ports: {}, ...holder }))

test('a second holder is refused, and told who holds the folder', async () => {
  await newLock().acquire()
  const error = await newLock()
    .acquire()
    .catch((thrown) => thrown)
  expect(error).toBeInstanceOf(FolderInUse)
  expect(error.message).toContain(`in use by process ${process.pid}, since 2`)
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: os.hostname() })
})

test('if many find a stale lock at the same moment, one gets it', async () => {
  writeHolder({ pid: 999_999, startedAt: '1' })
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => newLock().acquire()))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(fs.readdirSync(directory)).toEqual(['test.lock'])
})

test('a lock does not count if its process ID now belongs to another program', async () => {
  writeHolder({ pid: process.pid, startedAt: 'another time' })
  await newLock().acquire()
})

test('a lock of an earlier version, without a host, is respected', async () => {
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid), ports: {} }))
  await expect(newLock().acquire()).rejects.toThrow(FolderInUse)
})

test('a holder that is just exiting is waited for', async () => {
  const child = spawn('sleep', ['0.5'])
  writeHolder({ pid: child.pid, startedAt: processStart(child.pid!) })
  await newLock().acquire({ patienceMs: 20_000 })
})

test('a holder on another host counts as alive as long as it refreshes the file', async () => {
  writeHolder({ pid: 1, startedAt: '1', host: 'elsewhere' })
  const timer = setInterval(() => fs.utimesSync(file, new Date(), new Date()), 50)
  const error = await newLock()
    .acquire()
    .catch((thrown) => thrown)
  clearInterval(timer)
  expect(error.message).toContain('process 1 on elsewhere')
  await newLock().acquire()
})

test('the holder is notified when it loses the lock, and leaves its successor’s lock alone', async () => {
  const lock = newLock()
  const lost = new Promise<void>((resolve, reject) => {
    lock.acquire({ onLost: resolve }).catch(reject)
  })
  fs.rmSync(file)
  writeHolder({ pid: 1, startedAt: '1' })
  await lost
  lock.release()
  expect(fs.existsSync(file)).toBe(true)
})
