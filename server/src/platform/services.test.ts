import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { type Service, ServiceRunner } from './services.ts'

const logger = createLogger('test', 'silent')
const STOP_MS = 20

/** Services that record the calls they get. */
function recorded() {
  const calls: string[] = []
  const service = (name: string, own: Partial<Service> = {}): Service => ({
    name,
    purpose: `Is ${name}.`,
    async start() {
      calls.push(`start ${name}`)
      await own.start?.()
    },
    async stop() {
      calls.push(`stop ${name}`)
      await own.stop?.()
    },
    ...(own.problem && { problem: own.problem }),
  })
  return { calls, service }
}

test('services start in order, one after the other, and stop in reverse order', async () => {
  const { calls, service } = recorded()
  const slow = service('slow', {
    start: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      calls.push('slow runs')
    },
  })
  const runner = new ServiceRunner(logger)
  await runner.start([service('first'), slow, service('last')])
  await runner.stop()
  expect(calls).toEqual([
    'start first',
    'start slow',
    'slow runs',
    'start last',
    'stop last',
    'stop slow',
    'stop first',
  ])
})

test('when one fails to start, it and the earlier ones are stopped, and the later ones never start', async () => {
  const { calls, service } = recorded()
  const broken = service('broken', { start: () => Promise.reject(new Error('no room')) })
  const runner = new ServiceRunner(logger)
  await expect(runner.start([service('first'), broken, service('last')])).rejects.toThrow('no room')
  expect(calls).toEqual(['start first', 'start broken', 'stop broken', 'stop first'])
  expect(runner.status()).toEqual([])
})

test('one that hangs or fails while stopping is named, and the others are stopped', async () => {
  const { calls, service } = recorded()
  const hanging = service('hanging', { stop: () => new Promise(() => {}) })
  const failing = service('failing', { stop: () => Promise.reject(new Error('stuck')) })
  const runner = new ServiceRunner(logger, STOP_MS)
  await runner.start([service('first'), hanging, failing])
  await expect(runner.stop()).rejects.toThrow('Did not stop: failing, hanging')
  expect(calls.slice(3)).toEqual(['stop failing', 'stop hanging', 'stop first'])
})

test('a service is stopped once, however often the runner is stopped', async () => {
  const { calls, service } = recorded()
  const runner = new ServiceRunner(logger)
  await runner.start([service('only')])
  await Promise.all([runner.stop(), runner.stop()])
  expect(calls).toEqual(['start only', 'stop only'])
})

test('the status says since when a service runs, and what its problem is', async () => {
  const { service } = recorded()
  const problem = { message: 'no connection', at: '2026-01-01T00:00:00.000Z' }
  const runner = new ServiceRunner(logger)
  const before = new Date().toISOString()
  await runner.start([service('well'), service('ill', { problem: () => problem })])
  const [well, ill] = runner.status()
  expect(well).toMatchObject({ name: 'well', purpose: 'Is well.', problem: null })
  expect(well!.since >= before).toBe(true)
  expect(ill!.problem).toEqual(problem)
  await runner.stop()
})
