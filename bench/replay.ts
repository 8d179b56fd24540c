/**
 * Recordings: how long the list takes over a million sessions with filters, and what a recording of two hours (100 MB) costs
 * web and worker while it arrives and while it is read.
 */
import fs from 'node:fs'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import { percentile, type RecordRow } from './against-sql.ts'
import { fillPersons } from './queries.ts'

const AIM_MS = 500
const AIM_MB = 50
const RECORDING_MB = 100
const SESSION = '019b7a00-0000-7000-8000-000000000001'
const PATH = '/api/projects/1/session_recordings'

/** Filters that a user would combine. */
const LISTS: Record<string, Record<string, unknown>> = {
  newest: { date_from: '-30d' },
  'by clicks': { date_from: '-30d', order: 'click_count' },
  'by activity, long ones': {
    date_from: '-30d',
    order: 'activity_score',
    having_predicates: [{ type: 'recording', key: 'duration', operator: 'gt', value: 600 }],
  },
  'of persons': { date_from: '-30d', properties: [{ type: 'person', key: 'plan', value: 'pro' }] },
  'with an event': { date_from: '-7d', events: [{ id: 'bought', type: 'events' }] },
}

export async function benchReplay(record: RecordRow, isQuick: boolean): Promise<void> {
  const stack = await startStack()
  try {
    await stack.sql("UPDATE teams SET session_recording_opt_in = true, session_recording_retention_period = '5y'")
    await measureLists(stack, record, isQuick)
    await measureMemory(stack, record)
  } finally {
    await stack.stop()
  }
}

async function measureLists(stack: Stack, record: RecordRow, isQuick: boolean): Promise<void> {
  const sessions = isQuick ? 100_000 : 1_000_000
  await fillPersons(stack)
  await stack.clickHouse(
    `INSERT INTO session_recordings (team_id, session_id, distinct_id, start_time, end_time, snapshots, bytes, version, is_deleted,
       source, library, start_url, urls, clicks, keypresses, mouse_activity, active_ms, retention_days, expiry_time, last_received_at)
     SELECT 1, toString(generateUUIDv7()), concat('u', toString(number % 100000)), t, t + toIntervalSecond(cityHash64(number, 1) % 1800),
       500, 300000, 1, 0, 'web', 'web', 'https://x.example/', ['https://x.example/'], cityHash64(number, 2) % 90, 5, 400,
       cityHash64(number, 3) % 900000, 1825, now64(6) + toIntervalDay(100), t
     FROM (SELECT number, now64(6) - toIntervalSecond(cityHash64(number) % 7776000) AS t FROM numbers(${sessions}))`,
  )
  await stack.clickHouse(
    `INSERT INTO events (uuid, team_id, event, distinct_id, timestamp, created_at, properties, person_id, person_properties, session_id)
     SELECT generateUUIDv4(), 1, if(n % 10 = 0, 'bought', '$pageview'), distinct_id, start_time, start_time, '{}', generateUUIDv4(), '{}', session_id
     FROM (SELECT *, rowNumberInAllBlocks() AS n FROM session_recordings WHERE team_id = 1)`,
  )
  const client = new Client(stack)
  for (const [name, query] of Object.entries(LISTS)) {
    const texts = Object.entries(query).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    const times: number[] = []
    for (let round = 0; round < 20; round++) {
      const start = performance.now()
      await client.get(`${PATH}?${new URLSearchParams(texts)}`)
      times.push(performance.now() - start)
    }
    const p95 = percentile(times, 0.95)
    record(
      `recordings, ${sessions.toLocaleString('en')} sessions: ${name}`,
      `p95 ${Math.round(p95)} ms`,
      '',
      `${AIM_MS} ms`,
      p95 < AIM_MS,
    )
  }
}

/** Memory of a process in MB. */
const rss = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

async function measureMemory(stack: Stack, record: RecordRow): Promise<void> {
  const client = new Client(stack)
  const pids = stack.pids()
  const peaks = { web: 0, worker: 0 }
  const watch = setInterval(() => {
    for (const name of ['web', 'worker'] as const) peaks[name] = Math.max(peaks[name], rss(pids[name]!))
  }, 20)
  const measured = async (what: string, work: () => Promise<void>) => {
    const before = { web: rss(pids.web!), worker: rss(pids.worker!) }
    peaks.web = peaks.worker = 0
    await work()
    for (const name of ['web', 'worker'] as const) {
      const cost = Math.max(0, peaks[name] - before[name])
      record(
        `${RECORDING_MB} MB recording ${what}, ${name}`,
        `${Math.round(cost)} MB more`,
        '',
        `${AIM_MB} MB`,
        cost < AIM_MB,
      )
    }
  }
  try {
    // The first uploads also load code and fill buffers.
    for (let index = 0; index < 20; index++) await upload(client, 'warm-up', index)
    await waitFor(async () => (await blocksOf(stack, 'warm-up')) > 0)
    const uploads = RECORDING_MB * 2
    await measured('arriving', async () => {
      for (let index = 0; index < uploads; index++) await upload(client, SESSION, index)
      await waitFor(async () => (await itemsOf(stack)) >= uploads * ITEMS)
    })
    await measured('being read', async () => {
      const blocks = await blocksOf(stack, SESSION)
      let bytes = 0
      for (let first = 0; first < blocks; first += 20) {
        const last = Math.min(first + 19, blocks - 1)
        const response = await client.request(
          `${PATH}/${SESSION}/snapshots?source=blob_v2&start_blob_key=${first}&end_blob_key=${last}`,
        )
        for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) bytes += piece.length
      }
      if (bytes < RECORDING_MB * 900_000) throw new Error(`only ${bytes} bytes were read`)
    })
  } finally {
    clearInterval(watch)
  }
}

const ITEMS = 500

async function upload(client: Client, session: string, index: number): Promise<void> {
  const start = Date.now() - 7_200_000 + index * 36_000
  const items = Array.from({ length: ITEMS }, (_, place) => ({
    type: 3,
    timestamp: start + place * 70,
    data: {
      source: place % 3,
      texts: [{ id: (place * 7919 + index) % 5000, value: `Row ${place} of ${index} was changed`.repeat(33) }],
      attributes: [{ id: place, attributes: { class: `c${(place * 31) % 97}` } }],
    },
  }))
  const properties = { distinct_id: 'u1', $session_id: session, $window_id: 'w', $snapshot_data: items }
  const response = await client.capture([{ event: '$snapshot', api_key: TOKEN, properties }], '/s/')
  if (response.status !== 200) throw new Error(`capture answered ${response.status}`)
}

const itemsOf = async (stack: Stack) =>
  (await stack.sql<{ items: number }>('SELECT items FROM recordings WHERE session_id = $1', [SESSION]))[0]?.items ?? 0
const blocksOf = async (stack: Stack, session: string) =>
  (await stack.sql('SELECT 1 FROM recording_blocks WHERE session_id = $1', [session])).length
