import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createLogger } from '../platform/logger.ts'
import { SupervisedChild } from './child.ts'
import { cpuSecondsOf, type Patience } from './signs-of-life.ts'

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-child-'))
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

/** A child counts as hung after one second without a sign of life. */
const PATIENCE: Patience = { lookMs: 100, silentLooksMax: 10, cpuSecondsMax: 60 }
const SAY_READY = 'process.send({ ready: "" }); setInterval(() => {}, 1000)'

let names = 0
/**
 * A child that runs one script per start: the first on the first start, the second on the second, and the last from then on.
 */
function childOf(scripts: string[], patience = PATIENCE) {
  const started: ChildProcess[] = []
  const child = new SupervisedChild(
    {
      name: `child-${++names}`,
      spawn: () => {
        const script = scripts[Math.min(started.length, scripts.length - 1)]!
        started.push(spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }))
        return started.at(-1)!
      },
      waitReady: (process) => new Promise((resolve) => process.once('message', () => resolve())),
      askToEnd: (process) => process.kill('SIGKILL'),
      stopTimeoutMs: 5_000,
      patience,
    },
    createLogger('test', 'silent'),
  )
  return { child, started }
}

describe('a start', () => {
  test('is waited for as long as the process works', async () => {
    const { child, started } = childOf([`const end = Date.now() + 4000; while (Date.now() < end); ${SAY_READY}`])
    await child.start()
    expect(started).toHaveLength(1)
    await child.stop()
  })

  test('that hangs is killed and started again', async () => {
    // A process stopped by SIGSTOP does nothing and does not exit.
    const { child, started } = childOf(['process.kill(process.pid, "SIGSTOP")', SAY_READY])
    await child.start()
    expect(started.map((process) => process.signalCode)).toEqual(['SIGKILL', null])
    await child.stop()
  })

  test('that runs in circles is killed, and given up after the third time', async () => {
    const { child, started } = childOf(['for (;;);'], { ...PATIENCE, cpuSecondsMax: 0.5 })
    await expect(child.start()).rejects.toThrow(/hangs: it is not ready after [\d.]+ s of processor time/)
    expect(started.map((process) => process.signalCode)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL'])
  })

  test('whose process exits by itself fails at once', async () => {
    const { child, started } = childOf(['process.exit(3)'])
    await expect(child.start()).rejects.toThrow('ended (status 3) before it was ready')
    expect(started).toHaveLength(1)
  })
})

test('processor time is that of the process, and null once it is gone', () => {
  const { user, system } = process.cpuUsage()
  const found = cpuSecondsOf(process.pid)!
  expect(found).toBeGreaterThan(0)
  // The system counts in hundredths of a second.
  expect(Math.abs(found - (user + system) / 1e6)).toBeLessThan(0.2)
  expect(cpuSecondsOf(2 ** 22 + 1)).toBeNull()
})
