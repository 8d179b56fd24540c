/** Batches that are inserted again after something died in the middle, on the embedded engine. */
import fs from 'node:fs'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Outbox } from '../features/ingestion/outbox.ts'
import { newDirectory, type Stack, startStack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

test('a token that ClickHouse noted without keeping the rows does not lose them', async () => {
  const writer = createClient({ url: stack.urls().CLICKHOUSE_URL! })
  const directory = newDirectory()
  try {
    const outbox = new Outbox(directory, writer, () => {})
    const { signal } = new AbortController()
    const row = (uuid: string) =>
      JSON.stringify({
        uuid,
        team_id: 7,
        event: 'e',
        distinct_id: 'u',
        timestamp: '2026-01-01 00:00:00',
        created_at: '2026-01-01 00:00:00',
        properties: '{}',
      })
    const uuids = Array.from({ length: 25 }, () => crypto.randomUUID())
    const batch = {
      firstSequence: 1,
      lastSequence: 2,
      rows: { events: uuids.map(row), person_distinct_id_overrides: [] },
    }
    const stored = async () =>
      (await stack.clickHouse<{ uuid: string }>('SELECT toString(uuid) AS uuid FROM events WHERE team_id = 7')).map(
        ({ uuid }) => uuid,
      )
    await outbox.deliver(batch, signal)
    expect((await stored()).sort()).toEqual([...uuids].sort())
    // As after a kill between the two: the token is there, some of the rows are not.
    const gone = uuids.slice(0, 10)
    await writer.command({
      query: `ALTER TABLE events DELETE WHERE uuid IN (${gone.map((uuid) => `'${uuid}'`).join(',')})`,
      clickhouse_settings: { mutations_sync: '2' },
    })
    await outbox.deliver(batch, signal)
    expect(await stored()).toHaveLength(15)
    await outbox.deliver(batch, signal, true)
    expect((await stored()).sort()).toEqual([...uuids].sort())
    await outbox.deliver(batch, signal, true)
    expect(await stored()).toHaveLength(25)
  } finally {
    await writer.close()
    fs.rmSync(directory, { recursive: true, force: true })
  }
})
