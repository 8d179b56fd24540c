/**
 * Recordings: how long the list takes over a million sessions with filters, how fast uploads become permanent, what a recording
 * of two hours (100 MB) costs web and worker while it arrives and while it is read, and when its first block is there.
 */
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { seededRandom } from '../server/src/testing/random.ts'
import { Client, type Stack, startStack, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import { percentile, type RecordRow } from './against-sql.ts'
import { fillPersons } from './queries.ts'

const random = seededRandom(1)
const AIM_MS = 500
const AIM_MB = 50
const AIM_FIRST_MS = 500
const AIM_WRITING = 0.5
const CONNECTIONS = 8
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
    await measureWriting(stack, record, isQuick)
    await measureMemory(stack, record)
    await measureFirstBlock(stack, record)
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

/** Uploads of several sessions as posthog-js sends them, until they are committed; next to writing the same bytes to files. */
async function measureWriting(stack: Stack, record: RecordRow, isQuick: boolean): Promise<void> {
  const sessions = Array.from({ length: 20 }, (_, index) => `019b7a00-0000-7000-8000-0000000001${index + 10}`)
  const texts = Array.from({ length: isQuick ? 60 : 200 }, (_, index) => bodyOf(sessions[index % 20]!, index))
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6
  const bodies = texts.map((text) => gzipSync(text))
  const folder = fs.mkdtempSync(path.join(stack.directory, 'bench-'))
  const atOnce = async (work: (index: number) => Promise<void>): Promise<number> => {
    const start = performance.now()
    let next = 0
    const lane = async () => {
      for (let index = next++; index < bodies.length; index = next++) await work(index)
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, lane))
    return (performance.now() - start) / 1000
  }
  const write = async (name: string, bytes: Buffer) => {
    const file = await open(path.join(folder, name), 'w')
    await file.writeFile(bytes)
    await file.sync()
    await file.close()
  }
  const floor = await atOnce((index) => write(`${index}.gz`, bodies[index]!))
  // What must be done with each upload, by one process without a server.
  const alone = await atOnce(async (index) => {
    const items = JSON.parse(gunzipSync(bodies[index]!).toString())[0].properties.$snapshot_data as unknown[]
    const lines = items.map((item) => JSON.stringify(['w', item])).join('\n')
    await write(`${index}.jsonl.gz`, gzipSync(lines, { level: 3 }))
  })
  const start = performance.now()
  const accepted = await atOnce(async (index) => {
    const response = await fetch(`${stack.url}/s/?compression=gzip-js`, {
      method: 'POST',
      body: bodies[index]! as BodyInit,
    })
    if (response.status !== 200) throw new Error(`capture answered ${response.status}`)
  })
  await waitFor(async () => {
    const [row] = await stack.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM recording_chunks WHERE session_id = ANY($1)',
      [sessions],
    )
    return row!.n === bodies.length
  })
  const committed = (performance.now() - start) / 1000
  const rate = (seconds: number) => `${(megabytes / seconds).toFixed(1)} MB/s`
  const next = (seconds: number) => `${rate(seconds)}, ratio ${(seconds / committed).toFixed(2)}`
  record(`recordings accepted, ${CONNECTIONS} connections`, rate(accepted))
  record(
    'recordings accepted and committed',
    rate(committed),
    `the same gzip files with fsync: ${next(floor)}`,
    `ratio ${AIM_WRITING}`,
    floor / committed >= AIM_WRITING,
  )
  record('the same', rate(committed), `unpacked, parsed, packed and written by one process: ${next(alone)}`)
}

/** From opening a recording until its first block is there: the list of blocks, then one of them. */
async function measureFirstBlock(stack: Stack, record: RecordRow): Promise<void> {
  const client = new Client(stack)
  const times: number[] = []
  for (let round = 0; round < 20; round++) {
    const start = performance.now()
    const { sources } = await client.get(`${PATH}/${SESSION}/snapshots`)
    const key = sources[0].blob_key
    await (
      await client.request(`${PATH}/${SESSION}/snapshots?source=blob_v2&start_blob_key=${key}&end_blob_key=${key}`)
    ).arrayBuffer()
    times.push(performance.now() - start)
  }
  const p95 = percentile(times, 0.95)
  record(
    `first block of a recording of ${RECORDING_MB} MB`,
    `p95 ${Math.round(p95)} ms`,
    '',
    `${AIM_FIRST_MS} ms`,
    p95 < AIM_FIRST_MS,
  )
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

/** Words, of which a text mostly uses the first ones: gzip makes a third of them, as of a page. */
const WORDS = Array.from({ length: 3000 }, (_, index) => Math.floor(random() * 1e9).toString(36) + (index % 9))

/** The text of an upload of half a megabyte. */
function bodyOf(session: string, index: number): string {
  const text = () => Array.from({ length: 120 }, () => WORDS[Math.floor(random() * random() * WORDS.length)]).join(' ')
  const start = Date.now() - 7_200_000 + index * 36_000
  const items = Array.from({ length: ITEMS }, (_, place) => ({
    type: 3,
    timestamp: start + place * 70,
    data: {
      source: place % 3,
      texts: [{ id: (place * 7919 + index) % 5000, value: text() }],
      attributes: [{ id: place, attributes: { class: `c${(place * 31) % 97}` } }],
    },
  }))
  const properties = { distinct_id: 'u1', $session_id: session, $window_id: 'w', $snapshot_data: items }
  return JSON.stringify([{ event: '$snapshot', uuid: crypto.randomUUID(), api_key: TOKEN, properties }])
}

async function upload(client: Client, session: string, index: number): Promise<void> {
  const response = await client.capture(bodyOf(session, index), '/s/')
  if (response.status !== 200) throw new Error(`capture answered ${response.status}`)
}

const itemsOf = async (stack: Stack) =>
  (await stack.sql<{ items: number }>('SELECT items FROM recordings WHERE session_id = $1', [SESSION]))[0]?.items ?? 0
const blocksOf = async (stack: Stack, session: string) =>
  (await stack.sql('SELECT 1 FROM recording_blocks WHERE session_id = $1', [session])).length
