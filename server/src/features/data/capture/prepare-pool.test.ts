import { afterEach, expect, test } from 'vitest'
import { ThreadPoolBusy, ThreadTimeout } from '../../../platform/threads/thread-pool.ts'
import type { RawRequest } from './prepare.ts'
import { PreparePool } from './prepare-pool.ts'

/** A thread whose behavior depends on the path. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ path }) => {
      if (path === 'loop') for (;;);
      if (path === 'throw') throw new Error('broken')
      if (path !== 'never') parentPort.postMessage('outgrew')
    })`)}`,
)
const request = (path: string): RawRequest => ({
  kind: 'classic',
  path,
  query: '',
  headers: {},
  body: Buffer.alloc(0),
  ip: '',
  now: 0,
})

let pool: PreparePool
afterEach(() => pool.close())

test('answers, even when more requests wait than there are threads', async () => {
  pool = new PreparePool(script)
  expect(await Promise.all(Array.from({ length: 10 }, () => pool.run(request('ok'))))).toEqual(
    Array(10).fill('outgrew'),
  )
})

test('a request that takes too long is abandoned, and the others continue', async () => {
  pool = new PreparePool(script, 3_000)
  const [loop, ...others] = await Promise.allSettled(['loop', 'ok', 'ok', 'ok'].map((path) => pool.run(request(path))))
  expect(loop).toMatchObject({ status: 'rejected', reason: expect.any(ThreadTimeout) })
  expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
})

test('a thread that crashes fails only its own request', async () => {
  pool = new PreparePool(script)
  await expect(pool.run(request('throw'))).rejects.toThrow('broken')
  expect(await pool.run(request('ok'))).toBe('outgrew')
})

test('requests beyond the queue limit are refused', async () => {
  pool = new PreparePool(script, 100)
  const answers = await Promise.allSettled(Array.from({ length: 40 }, () => pool.run(request('never'))))
  expect(
    answers.filter((answer) => answer.status === 'rejected' && answer.reason instanceof ThreadPoolBusy).length,
  ).toBeGreaterThan(0)
})
