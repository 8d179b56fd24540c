/** Batches against real stores, for cases where a process cannot be killed at just the right moment. */
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { seenEventsCheckScript } from '../../../platform/paths.ts'
import { openPostgres } from '../../../platform/postgres/postgres.ts'
import { newDirectory, type Stack, startStack, TOKEN } from '../../../testing/stack.ts'
import { BatchProcessor } from './batch.ts'
import { Outbox } from './outbox.ts'
import { SeenEvents } from './seen-events.ts'

/** ID of the event log that the batches claim to come from. */
const LOG = 'log of this test'

let stack: Stack
let close: () => Promise<void>
let processor: BatchProcessor
let outbox: Outbox
const directory = newDirectory()

beforeAll(async () => {
  stack = await startStack()
  // The test only uses the stores of this installation; its own worker must not interfere.
  process.kill(stack.pids().worker!, 'SIGSTOP')
  const urls = stack.urls() as Record<string, string>
  const db = openPostgres(urls.DATABASE_URL!)
  const clickHouse = openClickHouse(urls.CLICKHOUSE_URL!, urls.CLICKHOUSE_READER_URL!)
  const seen = SeenEvents.open(path.join(directory, 'seen'), { checkScript: seenEventsCheckScript, onDamage: () => {} })
  outbox = new Outbox(path.join(directory, 'outbox'), clickHouse.writer, () => {})
  processor = new BatchProcessor({
    pool: db.$client,
    reader: clickHouse.reader,
    outbox,
    seen,
    logId: LOG,
    geoIp: null,
    storeReplays: async () => ({ save: async () => [] }),
    now: Date.now,
  })
  close = async () => {
    await Promise.all([seen.close(), clickHouse.close(), db.$client.end()])
  }
})
afterAll(async () => {
  await close?.()
  process.kill(stack.pids().worker!, 'SIGCONT')
  await stack?.stop()
  fs.rmSync(directory, { recursive: true, force: true })
})

const record = (sequence: number, ...names: string[]) => ({
  sequence,
  record: {
    kind: 'events' as const,
    token: TOKEN,
    ip: '',
    now: Date.now(),
    sentAt: null,
    historical: false,
    events: names.map((event) => ({
      event,
      uuid: crypto.randomUUID(),
      distinct_id: 'twice',
      properties: { $set: { last: event } },
    })),
  },
})
const state = () =>
  stack.sql(
    `SELECT (SELECT jsonb_agg(p ORDER BY id) FROM persons p) AS persons, (SELECT jsonb_agg(c ORDER BY outcome) FROM ingestion_counters c) AS counters`,
  )

test('thousands of old events at once are looked up and stored', async () => {
  const names = Array.from({ length: 4_000 }, (_, index) => `old ${index}`)
  const old = record(1_000_000, ...names)
  for (const event of old.record.events) Object.assign(event, { timestamp: '2024-05-05T05:05:05Z' })
  const result = await processor.process([old])
  expect(result.stored).toBe(4_000)
})

test('a batch whose commit was not confirmed is not applied twice', async () => {
  const records = [record(1_000_001, 'a', 'b'), record(1_000_002, 'c')]
  const first = await processor.process(records)
  const after = await state()
  const second = await processor.process(records)
  expect(second).toEqual(first)
  expect(await state()).toEqual(after)
  // A retry may have read further than the attempt that committed; the rest is left for the next batch.
  const longer = await processor.process([...records, record(1_000_003, 'd')])
  expect(longer.outbox.lastSequence).toBe(1_000_002)
})

test('a rehearsal changes nothing', async () => {
  const before = await state()
  expect(await processor.rehearse([record(1_000_010, 'x')], new Map())).toBeNull()
  expect(await state()).toEqual(before)
  expect(await stack.sql('SELECT 1 FROM ingestion_outbox WHERE first_sequence = 1000010')).toEqual([])
})

test('rows are inserted once, however often they are delivered', async () => {
  const { outbox: batch } = await processor.process([record(1_000_020, 'once', 'once')])
  for (let delivery = 0; delivery < 3; delivery++)
    expect(await outbox.deliver(batch, new AbortController().signal)).toEqual([])
  expect(await stack.clickHouse("SELECT toUInt32(count()) AS n FROM events WHERE event = 'once'")).toEqual([{ n: 2 }])
})
