import { afterEach, expect, test, vi } from 'vitest'
import { ThreadExhausted, ThreadPool, ThreadPoolBusy, type ThreadPoolOptions, ThreadTimeout } from './thread-pool.ts'

/** A thread that does what the task says, and answers with it. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', async (task) => {
      if (task === 'loop') for (;;);
      if (task === 'exit') process.exit(1)
      if (task === 'hoard') for (const all = []; ; ) all.push(new Array(100_000).fill(Math.random()))
      if (task === 'wait') await new Promise((resolve) => setTimeout(resolve, 500))
      if (task !== 'never') parentPort.postMessage(task)
    })`)}`,
)

let pool: ThreadPool<string, string>
const open = (options: Partial<ThreadPoolOptions> = {}) => {
  pool = new ThreadPool(script, { threadsMax: 1, waitingMax: 8, taskMsMax: 60_000, heapMb: 64, ...options })
  return pool
}
afterEach(async () => {
  vi.useRealTimers()
  await pool.close()
})

test('a stuck only thread is terminated, and waiting tasks continue in a new one', async () => {
  open({ taskMsMax: 3_000 })
  const [stuck, ...others] = await Promise.allSettled(['loop', 'a', 'b'].map((task) => pool.run(task)))
  expect(stuck).toMatchObject({ status: 'rejected', reason: expect.any(ThreadTimeout) })
  expect(others).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'fulfilled', value: 'b' },
  ])
})

test('a stuck thread does not affect the one beside it', async () => {
  open({ threadsMax: 2, taskMsMax: 3_000 })
  const stuck = pool.run('loop').catch((error: Error) => error)
  expect(await Promise.all(['a', 'b', 'wait', 'c'].map((task) => pool.run(task)))).toEqual(['a', 'b', 'wait', 'c'])
  expect(await stuck).toBeInstanceOf(ThreadTimeout)
})

test('the time that a task waits does not count towards its limit', async () => {
  open({ taskMsMax: 2_000 })
  await pool.run('a')
  // The test advances the pool's clock by hand; the tasks run in real time.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const [first, second, third] = ['wait', 'wait', 'wait'].map((task) => pool.run(task))
  for (const task of [first, second, third]) {
    vi.advanceTimersByTime(1_500)
    expect(await task).toBe('wait')
  }
})

test('a task that needs too much memory fails alone', async () => {
  open()
  const [hoard, other] = await Promise.allSettled(['hoard', 'a'].map((task) => pool.run(task)))
  expect(hoard).toMatchObject({ status: 'rejected', reason: expect.any(ThreadExhausted) })
  expect(other).toEqual({ status: 'fulfilled', value: 'a' })
})

test('a thread that exits rejects its task, and the next one gets a new thread', async () => {
  open()
  await expect(pool.run('exit')).rejects.toThrow()
  expect(await pool.run('a')).toBe('a')
})

test('exactly as many tasks wait as allowed', async () => {
  open({ waitingMax: 2 })
  const running = pool.run('never').catch((error: Error) => error)
  const waiting = ['a', 'b'].map((task) => pool.run(task).catch((error: Error) => error))
  await expect(pool.run('c')).rejects.toBeInstanceOf(ThreadPoolBusy)
  await pool.close()
  expect(await Promise.all([running, ...waiting])).toEqual([expect.any(Error), expect.any(Error), expect.any(Error)])
})

test('a closed pool refuses waiting and new tasks, and starts no thread', async () => {
  open()
  const running = pool.run('never').catch((error: Error) => error)
  const waiting = pool.run('a').catch((error: Error) => error)
  await pool.close()
  expect(await running).toBeInstanceOf(ThreadPoolBusy)
  expect(await waiting).toBeInstanceOf(ThreadPoolBusy)
  await expect(pool.run('b')).rejects.toBeInstanceOf(ThreadPoolBusy)
})
