/** How often a question of shared pages is computed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { errors } from '../../../platform/http/errors.ts'
import type { Team } from '../../workspace/organizations/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { sharedAnswer } from './shared.ts'

const MINUTE_MS = 60_000
let teams = 0
let team: Team
/** What the cache holds, and how often it was computed. */
let cached: { results: number[]; last_refresh: string } | null
let computed: number
let isBroken: boolean
/** The answers that are being computed wait for this. */
let release: () => void

const runner = {
  keyOf: (_team: unknown, node: unknown) => JSON.stringify(node),
  cached: async () => cached,
  answer: async () => {
    computed++
    const mine = computed
    await new Promise<void>((resolve) => (release = resolve))
    if (isBroken) throw errors.invalid('Unable to resolve field: secret_column')
    cached = { results: [mine], last_refresh: new Date().toISOString() }
    return cached
  },
} as unknown as QueryRunner

const query = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'bought' }] }
const look = () => sharedAnswer(runner, team, query)
/** Lets everything happen that does not wait for the answer. */
const settle = () => new Promise((resolve) => setImmediate(resolve))
/** Waits until so many answers are being computed, or have been. */
async function begun(count: number): Promise<void> {
  while (computed < count) await settle()
}
/** The memory of attempts reads the clock once in a millisecond. */
const clockIsRead = () => new Promise((resolve) => setTimeout(resolve, 5))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  team = { id: ++teams, timezone: 'UTC' } as Team
  cached = null
  computed = 0
  isBroken = false
})
afterEach(() => void vi.useRealTimers())

test('a missing answer is computed once, however many visitors wait for it', async () => {
  const waiting = [look(), look(), look()]
  await begun(1)
  release()
  expect((await Promise.all(waiting)).map(({ result }) => result)).toEqual([[1], [1], [1]])
  expect((await look()).result).toEqual([1])
  expect(computed).toBe(1)
})

test('an answer of up to five minutes is shown; an older one is shown while it is computed anew, once in five minutes', async () => {
  cached = { results: [0], last_refresh: new Date().toISOString() }
  vi.advanceTimersByTime(5 * MINUTE_MS - 1)
  expect((await look()).result).toEqual([0])
  expect(computed).toBe(0)
  vi.advanceTimersByTime(1)
  for (const answer of await Promise.all([look(), look(), look()])) expect(answer.result).toEqual([0])
  expect(computed).toBe(1)
  release()
  await settle()
  expect((await look()).result).toEqual([1])
  // Somebody else cannot make it compute more often, not even when the cache has lost the answer's age.
  cached!.last_refresh = new Date(0).toISOString()
  expect((await look()).result).toEqual([1])
  expect(computed).toBe(1)
  vi.advanceTimersByTime(5 * MINUTE_MS + 1)
  await clockIsRead()
  expect((await look()).result).toEqual([1])
  expect(computed).toBe(2)
  // Nothing of this may happen in the next test.
  release()
  await settle()
})

test('what cannot be computed is tried once in five minutes, and the reason is not told', async () => {
  isBroken = true
  const first = look()
  await begun(1)
  release()
  for (const answer of [await first, await look(), await look()]) {
    expect(answer).toMatchObject({ result: null, query_status: { error: true } })
    expect(JSON.stringify(answer)).not.toContain('secret_column')
  }
  expect(computed).toBe(1)
})

test.each(['EventsQuery', 'ActorsQuery', 'InsightActorsQuery', 'DatabaseSchemaQuery', 'HogQLMetadata', 'Nonsense'])(
  'a %s is not computed for visitors',
  async (kind) => {
    const own = { kind, select: ['*'], source: query, query: 'SELECT 1', language: 'hogQL' }
    for (const asked of [own, { kind: 'DataTableNode', source: own }])
      expect(await sharedAnswer(runner, team, asked)).toMatchObject({ result: null, query_status: { error: true } })
    expect(computed).toBe(0)
  },
)
