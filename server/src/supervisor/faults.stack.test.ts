/**
 * Injects faults and then compares the ledger with the stores: every acknowledged event is stored exactly once, and every
 * person, ID and counter agrees. The seed is printed; `HEDGEROW_FAULTS_SEED` repeats a run, and `HEDGEROW_FAULTS_SECONDS`
 * (or `npm run faults`) makes the run longer.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { LedgerLoad } from '../testing/ledger.ts'
import { flipBits, seededRandom } from '../testing/random.ts'
import { Client, newDirectory, type Stack, startStack, stopProcess, TOKEN, waitFor } from '../testing/stack.ts'

const SEED = Number(process.env.HEDGEROW_FAULTS_SEED ?? Math.floor(Math.random() * 1e9))
const SECONDS = Number(process.env.HEDGEROW_FAULTS_SECONDS ?? 12)
const READY_WITHIN_MS = 5_000

const stacks: Stack[] = []
async function start(env: NodeJS.ProcessEnv = {}, directory?: string): Promise<Stack> {
  const stack = await startStack({ HEDGEROW_LOG_LEVEL: 'error', ...env }, directory)
  stacks.push(stack)
  return stack
}
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop()
})

const isReady = async (stack: Stack) =>
  (await fetch(`${stack.url}/_readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200
const whenProcessed = (stack: Stack) =>
  waitFor(
    async () => {
      const { ready, lag } = (await (await fetch(`${stack.url}/_readyz`)).json()) as {
        ready: boolean
        lag: { records: number }
      }
      return ready && lag.records === 0
    },
    120_000,
    () => 'an empty event log',
  )

/** Which of the given events are not stored. */
async function missing(stack: Stack, uuids: string[]): Promise<string[]> {
  const rows = await stack.clickHouse<{ uuid: string }>('SELECT toString(uuid) AS uuid FROM events')
  const stored = new Set(rows.map(({ uuid }) => uuid))
  return uuids.filter((uuid) => !stored.has(uuid))
}

/** Events of about 1 kB each, to fill a log. */
const fillingBatch = () =>
  Array.from({ length: 100 }, () => ({
    event: 'fill',
    distinct_id: 'u',
    uuid: crypto.randomUUID(),
    properties: { text: 'x'.repeat(1000) },
  }))

/** Sends batches until one is refused. */
async function fillUntilRefused(client: Client): Promise<{ acknowledged: string[]; refused: Response }> {
  const acknowledged: string[] = []
  const refused = await waitFor(async () => {
    const batch = fillingBatch()
    const response = await client.capture({ api_key: TOKEN, batch }, '/batch/', { Origin: 'https://shop.example' })
    if (response.status === 200) acknowledged.push(...batch.map(({ uuid }) => uuid))
    return response.status === 200 ? undefined : response
  })
  return { acknowledged, refused }
}

/** Compares the ledger of a load with what is stored. */
async function compareBooks(stack: Stack, ledger: LedgerLoad['ledger']): Promise<void> {
  const rows = await stack.clickHouse<{ uuid: string; copies: number }>(
    'SELECT toString(uuid) AS uuid, toUInt32(count()) AS copies FROM events GROUP BY uuid',
  )
  expect(rows.filter(({ copies }) => copies > 1)).toEqual([])
  const stored = new Set(rows.map(({ uuid }) => uuid))
  expect([...ledger.acknowledged].filter((uuid) => !stored.has(uuid))).toEqual([])
  expect([...stored].filter((uuid) => !ledger.sent.has(uuid))).toEqual([])
  const [{ events } = { events: 0 }] = await stack.sql<{ events: string }>(
    "SELECT coalesce(sum(events), 0) AS events FROM ingestion_counters WHERE outcome = 'stored'",
  )
  expect(Number(events)).toBe(stored.size)
  expect(await stack.sql('SELECT 1 FROM ingestion_outbox')).toEqual([])
  // Every person has a distinct ID, and every stored event leads to the person that owns its distinct ID now.
  expect(
    await stack.sql(
      'SELECT id FROM persons p WHERE NOT EXISTS (SELECT 1 FROM person_distinct_ids d WHERE d.person_id = p.id)',
    ),
  ).toEqual([])
  const owners = new Map(
    (
      await stack.sql<{ distinct_id: string; uuid: string }>(
        'SELECT d.distinct_id, p.uuid FROM person_distinct_ids d JOIN persons p ON p.id = d.person_id',
      )
    ).map((row) => [row.distinct_id, row.uuid]),
  )
  const seen = await stack.clickHouse<{ distinct_id: string; persons: string[] }>(
    `SELECT e.distinct_id AS distinct_id, groupUniqArray(toString(if(o.distinct_id = '', e.person_id, o.person_id))) AS persons FROM events e
     LEFT JOIN (SELECT distinct_id, argMax(person_id, version) AS person_id FROM person_distinct_id_overrides GROUP BY distinct_id) o ON o.distinct_id = e.distinct_id GROUP BY 1`,
  )
  for (const { distinct_id: id, persons } of seen)
    if (owners.has(id)) expect([id, persons]).toEqual([id, [owners.get(id)]])
}

describe(`seed ${SEED}`, () => {
  test(
    `random kills, stops and repetitions under load for ${SECONDS} s`,
    async () => {
      const random = seededRandom(SEED)
      let stack = await start()
      const load = new LedgerLoad(() => stack.url, random)
      load.start(6)
      const end = Date.now() + SECONDS * 1000
      const faults: string[] = []
      while (Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1500))
        const names = ['web', 'worker', 'clickhouse', 'postgres', 'worker', 'everything', 'SIGTERM']
        const name = names[Math.floor(random() * names.length)]!
        faults.push(name)
        if (name === 'everything' || name === 'SIGTERM') {
          const { port } = new URL(stack.url)
          if (name === 'SIGTERM') await stopProcess(stack.supervisor)
          else for (const pid of [stack.supervisor.pid!, ...Object.values(stack.pids())]) process.kill(pid, 'SIGKILL')
          stack = await start({ HEDGEROW_PORT: port }, stack.directory)
        } else {
          const pid = stack.pids()[name]
          if (pid) process.kill(pid, 'SIGKILL')
          const killedAt = Date.now()
          await waitFor(
            () => isReady(stack),
            READY_WITHIN_MS * 9,
            () =>
              `recovery from the death of ${name} after ${faults}; processes ${JSON.stringify(stack.pids())}; said ${stack.output().slice(-2000)}`,
          )
          faults[faults.length - 1] += ` (${Date.now() - killedAt} ms)`
        }
      }
      await load.finish()
      await whenProcessed(stack)
      console.log(
        `seed ${SEED}: ${load.ledger.sent.size} events, ${load.ledger.repeated} repeated requests; ${faults.join(', ')}`,
      )
      expect(load.ledger.acknowledged.size).toBe(load.ledger.sent.size)
      await compareBooks(stack, load.ledger)
      stacks.splice(0, stacks.length, stack)
    },
    60_000 + SECONDS * 5_000,
  )

  test('a full log answers 503 with Retry-After and CORS headers, and recovers by itself', async () => {
    const stack = await start({ HEDGEROW_EVENT_LOG_MB_MAX: '1' })
    const client = new Client(stack)
    const worker = stack.pids().worker!
    process.kill(worker, 'SIGSTOP')
    const { acknowledged, refused } = await fillUntilRefused(client)
    expect([
      refused.status,
      refused.headers.get('retry-after'),
      refused.headers.get('access-control-allow-origin'),
      await refused.text(),
    ]).toEqual([503, '5', 'https://shop.example', 'transient error, please retry'])
    process.kill(worker, 'SIGCONT')
    await waitFor(async () => (await client.capture({ api_key: TOKEN, batch: fillingBatch() })).status === 200)
    await client.event(acknowledged.at(-1)!)
    expect(await missing(stack, acknowledged)).toEqual([])
  })

  test('a full disk answers 503 and recovers once there is room again', async (context) => {
    const directory = newDirectory()
    const log = path.join(directory, 'eventlog')
    fs.mkdirSync(log)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=72m', 'tmpfs', log], { stdio: 'ignore' })
    } catch {
      fs.rmSync(directory, { recursive: true })
      context.skip('mounting a small volume needs root')
    }
    try {
      const stack = await start({}, directory)
      const client = new Client(stack)
      const worker = stack.pids().worker!
      process.kill(worker, 'SIGSTOP')
      const { acknowledged, refused } = await fillUntilRefused(client)
      expect(refused.status).toBe(503)
      process.kill(worker, 'SIGCONT')
      await waitFor(
        async () => (await client.capture({ api_key: TOKEN, batch: fillingBatch() })).status === 200,
        30_000,
        () => 'room in the log',
      )
      await client.event(acknowledged.at(-1)!)
      expect(await missing(stack, acknowledged)).toEqual([])
      await stopProcess(stack.supervisor)
    } finally {
      execFileSync('umount', ['-l', log])
    }
  })

  /** For every acknowledged event in a log that is damaged while nothing runs: it is stored, or it is listed as damaged. */
  test.each<[string, (file: string, random: () => number) => void]>([
    ['lost its tail', (file) => fs.truncateSync(file, fs.statSync(file).size - 200_000)],
    ['has 4096 flipped bits', (file, random) => flipBits(file, 4096, random)],
  ])('a log file that %s: the rest is stored, the loss is listed, new events are accepted', async (_what, damageIt) => {
    let stack = await start()
    const client = new Client(stack)
    await client.send({ event: 'early', distinct_id: 'u' })
    process.kill(stack.pids().worker!, 'SIGSTOP')
    const uuids = Array.from({ length: 40 }, () => crypto.randomUUID())
    for (const uuid of uuids)
      await client.capture({
        api_key: TOKEN,
        batch: [{ event: 'waiting', distinct_id: 'u', uuid, properties: { text: 'x'.repeat(20_000) } }],
      })
    for (const pid of [stack.supervisor.pid!, ...Object.values(stack.pids())]) process.kill(pid, 'SIGKILL')
    const log = path.join(stack.directory, 'eventlog')
    const newest = fs
      .readdirSync(log)
      .filter((name) => name.endsWith('.log'))
      .sort()
      .at(-1)!
    damageIt(path.join(log, newest), seededRandom(SEED))
    stack = await start({ HEDGEROW_LOG_LEVEL: 'error' }, stack.directory)
    stacks.splice(0, stacks.length, stack)
    await new Client(stack).send({ event: 'late', distinct_id: 'u' })
    await whenProcessed(stack)
    const [stored] = await stack.clickHouse<{ n: number }>(
      "SELECT toUInt32(count()) AS n FROM events WHERE event = 'waiting'",
    )
    const [lost] = await stack.sql<{ n: number }>(
      "SELECT count(*)::int AS n FROM dead_letters WHERE reason = 'damaged_record'",
    )
    // The records of `early` are in the same file but were stored before.
    expect(stored!.n + lost!.n).toBe(uuids.length)
    expect(lost!.n).toBeGreaterThan(0)
    expect((await new Client(stack).get('/api/projects/@current/ingestion_status')).damaged_records).toBe(lost!.n)
    expect(fs.readdirSync(path.join(log, 'damaged'))).toEqual([newest])
    expect(stack.output()).toContain('a part of the event log is damaged')
  })

  test('rows that a store refuses become dead letters, and the other rows of the batch are stored', async () => {
    const stack = await start()
    const client = new Client(stack)
    await stack.clickHouse("ALTER TABLE events ADD CONSTRAINT no_poison CHECK event != 'clickhouse poison'")
    await stack.sql("ALTER TABLE persons ADD CONSTRAINT no_poison CHECK (properties->>'poison' IS NULL)")
    const good = Array.from({ length: 30 }, (_, index) => ({
      event: 'good',
      distinct_id: `n-${index}`,
      properties: {} as object,
    }))
    const poison = [
      { event: 'clickhouse poison', distinct_id: 'a' },
      { event: 'postgres poison', distinct_id: 'b', properties: { $set: { poison: 1 } } },
    ]
    await client.send(...good.slice(0, 10), poison[0]!, ...good.slice(10, 20), poison[1]!, ...good.slice(20))
    await waitFor(async () => (await client.get('/api/projects/@current/dead_letters')).count === 2)
    const { results } = await client.get('/api/projects/@current/dead_letters')
    expect(results.map((row: any) => [row.event, row.reason]).sort()).toEqual([
      ['clickhouse poison', 'refused_by_clickhouse'],
      ['postgres poison', 'refused_by_postgres'],
    ])
    const [row] = await stack.clickHouse<{ n: number }>(
      "SELECT toUInt32(count()) AS n FROM events WHERE event = 'good'",
    )
    expect(row!.n).toBe(good.length)
    const { outcomes } = await client.get('/api/projects/@current/ingestion_status')
    expect(Object.fromEntries(outcomes.map(({ outcome, events }: any) => [outcome, events]))).toEqual({
      stored: good.length + 1,
      'dead_letter:refused_by_clickhouse': 1,
      'dead_letter:refused_by_postgres': 1,
    })
  })

  test('bombs are refused or stored, and meanwhile other clients are served', async () => {
    const stack = await start()
    const client = new Client(stack)
    const wrap = (properties: string) =>
      `{"api_key":"${TOKEN}","batch":[{"event":"bomb","distinct_id":"u","properties":${properties}}]}`
    const bombs: [string, string | Buffer, number][] = [
      ['gzip of 30 MiB', gzipSync(Buffer.alloc(30 << 20, 32)), 413],
      ['deep JSON', wrap(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), 400],
      ['a million keys', wrap(`{${Array.from({ length: 1_000_000 }, (_, key) => `"k${key}":1`).join(',')}}`), 200],
      [
        '1e5 events',
        JSON.stringify({
          api_key: TOKEN,
          batch: Array.from({ length: 100_000 }, (_, n) => ({
            event: 'swarm',
            distinct_id: `s${n % 9}`,
            properties: { n, $process_person_profile: false },
          })),
        }),
        200,
      ],
      ['a key of 10 MB', wrap(`{"${'k'.repeat(10_000_000)}":1}`), 200],
      ['a number of a million digits', wrap(`{"n":${'9'.repeat(1_000_000)}}`), 200],
    ]
    const answers = Promise.all(
      bombs.map(([, body]) =>
        fetch(`${stack.url}/batch/`, {
          method: 'POST',
          body: body as BodyInit,
          headers: { 'Content-Type': 'application/json' },
        }),
      ),
    )
    const uuid = crypto.randomUUID()
    expect(
      (await client.capture({ api_key: TOKEN, batch: [{ event: 'beside', distinct_id: 'u', uuid }] })).status,
    ).toBe(200)
    expect((await answers).map((answer, index) => [bombs[index]![0], answer.status])).toEqual(
      bombs.map(([name, , status]) => [name, status]),
    )
    await client.event(uuid)
    await whenProcessed(stack)
    const [row] = await stack.clickHouse<{ n: number }>(
      "SELECT toUInt32(count()) AS n FROM events WHERE event = 'swarm'",
    )
    expect(row!.n).toBe(100_000)
  })
})

afterAll(() => console.log(`HEDGEROW_FAULTS_SEED=${SEED} repeats this run`))
