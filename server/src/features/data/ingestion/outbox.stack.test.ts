/** Batches that are inserted again after a process died in the middle, on the embedded engine. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliScript } from '../../../platform/paths.ts'
import { Client, newDirectory, type Stack, startStack, TOKEN, waitFor } from '../../../testing/stack.ts'
import { Outbox, OutboxDamaged } from './outbox.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

test('a token that ClickHouse recorded without keeping the rows does not lose them', async () => {
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
      log: 'log of this test',
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
    // As after a kill between the two: the token exists, some of the rows do not.
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

test('a missing, short or changed file is noticed; a file that never existed is not missed', async () => {
  const directory = newDirectory()
  const outbox = new Outbox(directory, createClient(), () => {})
  const line = { log: 'l', firstSequence: 5, lastSequence: 6, rows: 2 }
  const batch = {
    log: 'l',
    firstSequence: 5,
    lastSequence: 6,
    rows: { events: ['{"a":1}', '{"b":"ä"}'], person_distinct_id_overrides: [] },
  }
  await outbox.save(batch)
  expect(await outbox.load(line)).toEqual(batch)
  await expect(outbox.load({ ...line, rows: 3 })).rejects.toThrow(OutboxDamaged)
  const file = path.join(directory, fs.readdirSync(directory)[0]!)
  const whole = fs.readFileSync(file, 'utf8')
  for (const text of ['', whole.slice(0, -12), whole.replace('"a":1', '"a":2')]) {
    fs.writeFileSync(file, text)
    await expect(outbox.load(line)).rejects.toThrow('is damaged')
  }
  // Files of earlier versions have no checksum, and rows of earlier versions no count.
  fs.writeFileSync(file, whole.replace(/,"crc":\d+/, ''))
  expect(await outbox.load({ ...line, rows: null })).toEqual(batch)
  fs.rmSync(file)
  await expect(outbox.load(line)).rejects.toThrow('is missing')
  for (const rows of [0, null]) expect((await outbox.load({ ...line, rows })).rows.events).toEqual([])
  fs.rmSync(directory, { recursive: true })
})

test.concurrent.each([
  ['worker', 'ingestion'],
  ['web', 'eventlog'],
])('a second %s on the folder is refused', async (role, folder) => {
  const env = {
    ...process.env,
    ...stack.urls(),
    HEDGEROW_DATA_DIR: stack.directory,
    HEDGEROW_PORT: '0',
    HEDGEROW_SECRET_KEY: 'k'.repeat(32),
  }
  const error = await promisify(execFile)(process.execPath, [cliScript, role], { env }).catch((thrown) => thrown)
  expect(error.code).toBe(1)
  expect(error.stderr).toContain(`${folder} is in use by process ${stack.pids()[role]}, since 2`)
  expect(error.stderr).not.toContain('    at ')
})

test('a committed batch whose file is missing stops ingestion and says so; restoring the file resumes it', async () => {
  const client = new Client(stack)
  const outbox = path.join(stack.directory, 'ingestion/outbox')
  const away = path.join(stack.directory, 'away.ndjson')
  // The engine is stopped, so the batch only gets as far as its file.
  process.kill(stack.pids().clickhouse!, 'SIGSTOP')
  const uuid = crypto.randomUUID()
  expect((await client.capture({ api_key: TOKEN, batch: [{ event: 'saved', distinct_id: 'u', uuid }] })).status).toBe(
    200,
  )
  const [line] = await waitFor(async () => {
    const lines = await stack.sql<{ rows: number }>('SELECT rows FROM ingestion_outbox')
    return lines.length > 0 && lines
  })
  expect(line!.rows).toBe(1)
  const [name] = fs.readdirSync(outbox)
  process.kill(stack.pids().worker!, 'SIGSTOP')
  fs.renameSync(path.join(outbox, name!), away)
  process.kill(stack.pids().worker!, 'SIGKILL')
  process.kill(stack.pids().clickhouse!, 'SIGCONT')
  const problem = await waitFor(async () => {
    const { problem: said } = await client.get('/api/projects/@current/ingestion_status')
    return said?.includes('Ingestion has stopped') && said
  })
  expect(problem).toContain(
    `ingestion/outbox/${name} in the data folder is missing. It holds 1 row that is not in ClickHouse`,
  )
  const ready = await fetch(`${stack.url}/_readyz`)
  expect([ready.status, (await ready.json()).parts.worker]).toEqual([503, { ok: false, detail: problem }])
  expect(await (await fetch(`${stack.url}/metrics`)).text()).toContain('hedgerow_part_up{part="worker"} 0')
  await waitFor(() => stack.output().includes('Ingestion has stopped'))
  fs.renameSync(away, path.join(outbox, name!))
  expect((await client.event(uuid)).event).toBe('saved')
  await waitFor(async () => (await fetch(`${stack.url}/_readyz`)).status === 200)
})
