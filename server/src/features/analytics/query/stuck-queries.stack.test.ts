/**
 * Queries that neither a time limit nor a cancel can end, on a whole installation. The engine is replaced, and other
 * users are not affected.
 */
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processStart } from '../../../platform/folder-lock.ts'
import { Client, type Stack, startStack, stopProcess, TOKEN, waitFor } from '../../../testing/stack.ts'

/** Takes minutes within one block of rows. Sent to the engine directly, because the compiler would refuse it. */
const ENDLESS = `SELECT sum(editDistance(repeat('a', 60000), concat(repeat('b', 60000), toString(number)))) AS n FROM numbers(60)`
/** Below the 60-second time limit of a read, so the test fails if a caller waits for that limit. */
const ANSWERED_WITHIN_MS = 20_000
/** Well below the time that the parts get together before they are killed. */
const STOPPED_WITHIN_MS = 30_000

let stack: Stack
let client: Client
let reader: ClickHouseClient
beforeAll(async () => {
  stack = await startStack()
  client = new Client(stack)
  reader = createClient({ url: stack.urls().CLICKHOUSE_READER_URL!, log: { level: ClickHouseLogLevel.OFF } })
})
afterAll(async () => {
  await reader?.close()
  await stack?.stop()
})

/** Starts an endless query as the reading user. Resolves once the engine runs it. */
async function startEndless(mark: string, signal?: AbortSignal): Promise<void> {
  reader
    .query({ query: `/* ${mark} */ ${ENDLESS}`, format: 'JSONEachRow', ...(signal && { abort_signal: signal }) })
    .catch(() => {})
  const running = `SELECT 1 FROM system.processes WHERE position(query, '${mark} ') > 0 AND position(query, 'system.processes') = 0`
  await waitFor(async () => (await stack.clickHouse(running)).length > 0)
}

async function countEvents(): Promise<number> {
  const response = await client.request('/api/projects/@current/query/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      query: { kind: 'HogQLQuery', query: `SELECT count() FROM events WHERE event = 'meanwhile'` },
      refresh: 'force_blocking',
    }),
  })
  if (response.status !== 200) throw new Error(`a query was answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { results: [[number]] }).results[0][0]
}

test('answers queries and captures each event once while queries are stuck and the engine is replaced', async () => {
  const engine = stack.pids().clickhouse!
  const cancel = new AbortController()
  for (const mark of ['one', 'two', 'three']) await startEndless(mark, cancel.signal)
  const askedAt = Date.now()
  await client.send({ event: 'meanwhile', distinct_id: 'u' })
  expect(await countEvents()).toBe(1)
  expect(Date.now() - askedAt).toBeLessThan(ANSWERED_WITHIN_MS)
  expect(stack.pids().clickhouse).toBe(engine)

  cancel.abort()
  let sent = 1
  let slowestMs = 0
  // Queries one after the other until the engine has been replaced, and a little longer.
  for (let since = 0; since < 10; since += stack.pids().clickhouse === engine ? 0 : 1) {
    const startedAt = Date.now()
    await countEvents()
    slowestMs = Math.max(slowestMs, Date.now() - startedAt)
    const event = { event: 'meanwhile', distinct_id: 'u', uuid: crypto.randomUUID() }
    expect((await client.capture({ api_key: TOKEN, batch: [event] })).status).toBe(200)
    sent++
  }
  expect(slowestMs).toBeLessThan(ANSWERED_WITHIN_MS)
  await client.send()
  expect(await countEvents()).toBe(sent)
  const [stored] = await stack.clickHouse<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM events WHERE event = 'meanwhile'`,
  )
  expect(stored!.n).toBe(sent)
})

test('SIGTERM ends all processes while a query is stuck', async () => {
  await startEndless('four')
  const pids = Object.values(stack.pids())
  const startedAt = Date.now()
  await stopProcess(stack.supervisor)
  expect(Date.now() - startedAt).toBeLessThan(STOPPED_WITHIN_MS)
  expect([stack.supervisor.exitCode, pids.filter((pid) => processStart(pid) !== null)]).toEqual([0, []])
  expect(stack.output()).not.toContain('does not stop')
})
