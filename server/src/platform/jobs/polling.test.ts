import { expect, test } from 'vitest'
import { createLogger } from '../logger.ts'
import type { Announcements } from '../postgres/announcements.ts'
import { Polling, type Progress } from './polling.ts'

/** An in-memory queue, and the announcements of its table. */
function queueOf(workOne: () => Promise<Progress>) {
  const listeners = new Set<() => void>()
  const announcements = {
    on: (_table: string, listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Announcements
  const polling = new Polling(workOne, {
    name: 'things',
    purpose: 'Does things.',
    failure: 'failed',
    logger: createLogger('test', 'silent'),
    announcements,
    queue: 'things',
  })
  return { polling, announce: () => [...listeners].map((listener) => listener()) }
}

test('an empty queue is only read when rows are announced', async () => {
  let looks = 0
  let looked = () => {}
  const { polling, announce } = queueOf(async () => {
    looks++
    looked()
    return 'nothing'
  })
  const first = new Promise<void>((resolve) => (looked = resolve))
  polling.start()
  await first
  // Three times as long as polling twice a second would take.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(looks).toBe(1)
  const second = new Promise<void>((resolve) => (looked = resolve))
  announce()
  await second
  expect(looks).toBe(2)
  await polling.stop()
})

// Without this, they would only be found at the next quiet poll, after a minute.
test('rows announced while the queue is being read are processed at once', { timeout: 10_000 }, async () => {
  const waiting = ['a']
  const done: string[] = []
  let isDone = () => {}
  const finished = new Promise<void>((resolve) => (isDone = resolve))
  const { polling, announce } = queueOf(async () => {
    const next = waiting.shift()
    if (next) {
      done.push(next)
      if (next === 'b') isDone()
      return 'done'
    }
    // Added after the read, before the read is known to have found nothing.
    if (done.length === 1) {
      waiting.push('b')
      announce()
    }
    return 'nothing'
  })
  polling.start()
  await finished
  expect(done).toEqual(['a', 'b'])
  await polling.stop()
})
