import { expect, test } from 'vitest'
import type { EventLog } from '../../../platform/eventlog/event-log.ts'
import { ThreadExhausted, ThreadPoolBusy, ThreadTimeout } from '../../../platform/threads/thread-pool.ts'
import { CaptureIntake } from './accept.ts'
import type { RawRequest } from './prepare.ts'
import type { PreparePool } from './prepare-pool.ts'

/** Large enough to be decoded in a thread. */
const large = (kind: RawRequest['kind']): RawRequest => ({
  kind,
  path: '/batch/',
  query: '',
  headers: {},
  body: Buffer.alloc(20 << 20, 32),
  ip: '',
  now: 0,
})

// Only a body that cannot fit is the sender's fault. A body that a busy machine did not decode in time must be retried.
test.each([
  ['classic', new ThreadTimeout(), 503],
  ['classic', new ThreadPoolBusy(), 503],
  ['classic', new ThreadExhausted(), 413],
  ['v1', new ThreadTimeout(), 503],
  ['v1', new ThreadPoolBusy(), 503],
  ['v1', new ThreadExhausted(), 413],
] as const)('a %s body whose thread gave up: %o is %i', async (kind, error, status) => {
  const pool = { run: () => Promise.reject(error) } as unknown as PreparePool
  const intake = new CaptureIntake({} as EventLog, pool)
  await expect(intake.accept(large(kind))).rejects.toMatchObject({ status })
})
