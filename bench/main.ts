/**
 * `npm run bench`: measures an installation on this machine, in one run, next to what it is compared with. Prints a table
 * and records it in bench/RESULTS.md.
 */
import { type ChildProcess, execSync, fork } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, type Stack, startStack, stopProcess, TOKEN, waitFor } from '../server/src/testing/stack.ts'
import { benchAccounts } from './accounts.ts'
import { benchDashboard } from './dashboard.ts'
import { benchExports } from './exports.ts'
import { benchFlags } from './flags.ts'
import { benchIdle } from './idle.ts'
import type { LoadOptions, LoadResult } from './load.ts'
import { benchPersons } from './persons.ts'
import { benchQueries } from './queries.ts'
import { benchReplay } from './replay.ts'
import { benchReplayStart } from './replay-start.ts'
import { benchRestart } from './restart.ts'
import { benchSubscriptions } from './subscriptions.ts'

const here = path.dirname(fileURLToPath(import.meta.url))
const results = path.resolve(here, '../../bench/RESULTS.md')
const QUICK = process.argv.includes('--quick')
/** `--only capture|restart|idle|flags|persons|queries|dashboard|accounts|replay|replay-start|subscriptions|exports`: the other lines of the record stay unchanged. */
const ONLY = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null
const isWanted = (part: string) => ONLY === null || ONLY === part
const SECONDS = QUICK ? 3 : 8
const WHOLE_PATH_SECONDS = QUICK ? 6 : 20
const LAG_RATE = 5_000
const LAG_PROBES = QUICK ? 10 : 40

interface Row {
  what: string
  figure: string
  against: string
  aim: string
  met: boolean | null
}
const rows: Row[] = []
function record(what: string, figure: string, against = '', aim = '', met: boolean | null = null): void {
  rows.push({ what, figure, against, aim, met })
  console.log(
    `${met === null ? '·' : met ? '✓' : '✗'} ${what}: ${figure}${against && `; ${against}`}${aim && ` (aim ${aim})`}`,
  )
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
const per = (value: number) => `${Math.round(value).toLocaleString('en')}/s`

function load(options: Partial<LoadOptions> & { url: string }): Promise<LoadResult> {
  const child = fork(path.join(here, 'load.js'))
  child.send({ token: TOKEN, batch: 100, connections: 16, seconds: SECONDS, rate: 0, eventsMax: 0, ...options })
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as LoadResult))
    child.once('exit', (code) => code && reject(new Error(`the load ended with ${code}`)))
  })
}

async function startFloor(): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(path.join(here, 'floor.js'))
  return { child, url: await new Promise<string>((resolve) => child.once('message', (url) => resolve(String(url)))) }
}

/**
 * Memory of the processes themselves, in MiB by part: proportional set size (shared memory is counted once) without mapped
 * files, which the system reclaims when it needs the memory.
 */
function memory(stack: Stack, kind: 'Pss_Anon' | 'Pss_File' = 'Pss_Anon'): Record<string, number> {
  const sizes: Record<string, number> = {}
  const add = (name: string, pid: number | string) => {
    const pss = new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    sizes[name] = (sizes[name] ?? 0) + Number(pss?.[1] ?? 0) / 1024
  }
  const pids = { supervisor: stack.supervisor.pid!, ...stack.pids() } as Record<string, number>
  for (const [name, pid] of Object.entries(pids)) add(name, pid)
  for (const child of execSync(`ps -o pid= --ppid ${pids.postgres}`, { encoding: 'utf8' }).trim().split(/\s+/)) {
    try {
      add('postgres', child)
    } catch {
      // A backend that ended meanwhile.
    }
  }
  return sizes
}
const total = (sizes: Record<string, number>) => Object.values(sizes).reduce((sum, size) => sum + size, 0)
const describeMemory = (sizes: Record<string, number>) =>
  Object.entries(sizes)
    .map(([name, size]) => `${name} ${Math.round(size)}`)
    .join(', ')

const backlog = async (stack: Stack) =>
  ((await (await fetch(`${stack.url}/_readyz`)).json()) as { lag: { records: number; seconds: number } }).lag
/** Polls rarely, so that polling does not affect the measurement. */
async function drained(stack: Stack): Promise<void> {
  while ((await backlog(stack)).records > 0) await new Promise((resolve) => setTimeout(resolve, 200))
}
const countEvents = async (stack: Stack) =>
  (await stack.clickHouse<{ n: number }>('SELECT toUInt32(count()) AS n FROM events'))[0]!.n

async function benchCapture(stack: Stack): Promise<void> {
  const floor = await startFloor()
  const { worker } = stack.pids()
  // Stop the worker to measure capture alone; the whole path follows.
  process.kill(worker!, 'SIGSTOP')
  for (const [name, options, aim] of [
    ['durable capture, gzip batches of 100', { batch: 100 }, 40_000],
    ['durable capture, single events', { batch: 1, connections: 64 }, 5_000],
  ] as const) {
    await load({ url: floor.url, ...options, seconds: 1 })
    const bare = await load({ url: floor.url, ...options })
    await load({ url: stack.url, ...options, seconds: 1 })
    const ours = await load({ url: stack.url, ...options })
    const [rate, floorRate] = [ours.events / ours.seconds, bare.events / bare.seconds]
    if (ours.failures > 0) throw new Error(`${ours.failures} requests failed`)
    const ratio = rate / floorRate
    record(
      name,
      `${per(rate)} events`,
      `floor ${per(floorRate)}, ratio ${ratio.toFixed(2)}`,
      `>= ${per(aim)}${options.batch > 1 ? ', ratio >= 0.33' : ''}`,
      rate >= aim && (options.batch === 1 || ratio >= 1 / 3),
    )
    record(
      `${name}: acknowledgement`,
      `p50 ${percentile(ours.latenciesMs, 0.5).toFixed(1)} ms, p99 ${percentile(ours.latenciesMs, 0.99).toFixed(1)} ms`,
      `floor p50 ${percentile(bare.latenciesMs, 0.5).toFixed(1)} ms, p99 ${percentile(bare.latenciesMs, 0.99).toFixed(1)} ms`,
    )
  }
  process.kill(worker!, 'SIGCONT')
  floor.child.kill()
  await drained(stack)
}

async function benchWholePath(stack: Stack): Promise<void> {
  const before = await countEvents(stack)
  let peak: Record<string, number> = {}
  let mapped = 0
  const sampler = setInterval(() => {
    const now = memory(stack)
    if (total(now) > total(peak)) peak = now
    mapped = Math.max(mapped, total(memory(stack, 'Pss_File')))
  }, 500)
  const startedAt = performance.now()
  const sent = await load({ url: stack.url, seconds: WHOLE_PATH_SECONDS, rate: 20_000 })
  await drained(stack)
  const seconds = (performance.now() - startedAt) / 1000
  clearInterval(sampler)
  const stored = (await countEvents(stack)) - before
  if (stored !== sent.events) throw new Error(`${sent.events} were acknowledged, ${stored} stored`)
  const rate = stored / seconds
  const raw = await benchRawInsert(stack)
  record(
    'whole path, accepted to queryable',
    `${per(rate)} events`,
    `raw insert of the same rows ${per(raw)}, ratio ${(rate / raw).toFixed(2)}`,
    '>= 15,000/s, ratio >= 0.4',
    rate >= 15_000 && rate / raw >= 0.4,
  )
  record(
    'memory under that load',
    `${Math.round(total(peak))} MiB`,
    `${describeMemory(peak)}; mapped files, mostly the waiting log, up to ${Math.round(mapped)}`,
    '< 1,536 MiB',
    total(peak) < 1536,
  )
}

/** Copies stored rows into an empty copy of the table through the same HTTP interface, in blocks of the worker's size. */
async function benchRawInsert(stack: Stack): Promise<number> {
  const BLOCK = 5_000
  const blocks = QUICK ? 6 : 20
  const columns =
    'uuid, team_id, event, distinct_id, timestamp, created_at, properties, elements_chain, person_id, person_created_at, person_properties, person_mode, group_0, group_1, group_2, group_3, group_4, session_id, window_id, historical'
  await stack.clickHouse('CREATE TABLE raw_insert AS events')
  const bodies: object[][] = []
  for (let block = 0; block < blocks; block++)
    bodies.push(await stack.clickHouse<object>(`SELECT ${columns} FROM events LIMIT ${BLOCK} OFFSET ${block * BLOCK}`))
  const startedAt = performance.now()
  for (const values of bodies) await stack.insert('raw_insert', values)
  const seconds = (performance.now() - startedAt) / 1000
  await stack.clickHouse('DROP TABLE raw_insert')
  return bodies.reduce((sum, values) => sum + values.length, 0) / seconds
}

async function benchLag(stack: Stack): Promise<void> {
  const client = new Client(stack)
  const seconds = Math.max(4, LAG_PROBES * 0.25 + 2)
  const running = load({ url: stack.url, batch: 50, rate: LAG_RATE, seconds })
  const lags: number[] = []
  for (let probe = 0; probe < LAG_PROBES; probe++) {
    const uuid = crypto.randomUUID()
    await client.capture({ api_key: TOKEN, batch: [{ event: 'probe', distinct_id: 'probe', uuid }] })
    const sentAt = performance.now()
    await client.event(uuid)
    lags.push(performance.now() - sentAt)
  }
  const sent = await running
  lags.sort((a, b) => a - b)
  record(
    `visible at ${per(sent.events / sent.seconds)} events`,
    `p50 ${Math.round(percentile(lags, 0.5))} ms, p95 ${Math.round(percentile(lags, 0.95))} ms after the 200`,
    'asked for every 25 ms through the API',
    'p95 <= 1,000 ms',
    percentile(lags, 0.95) <= 1000,
  )
  record(
    `acknowledgement at that rate, batches of 50`,
    `p50 ${percentile(sent.latenciesMs, 0.5).toFixed(1)} ms, p99 ${percentile(sent.latenciesMs, 0.99).toFixed(1)} ms`,
  )
  await drained(stack)
}

async function benchDisk(stack: Stack): Promise<void> {
  await stack.clickHouse('OPTIMIZE TABLE events FINAL')
  const [parts] = await stack.clickHouse<{ bytes: number; rows: number }>(
    "SELECT toFloat64(sum(bytes_on_disk)) AS bytes, toFloat64(sum(rows)) AS rows FROM system.parts WHERE active AND table = 'events' AND database = currentDatabase()",
  )
  const [database] = await stack.sql<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes')
  const seen = fs.statSync(path.join(stack.directory, 'ingestion/seen.mdb')).blocks * 512
  const events = parts!.rows
  const each = (bytes: number) => `${(bytes / events).toFixed(0)} B`
  record(
    'disk per event, merged',
    each(parts!.bytes),
    `${Math.round(events).toLocaleString('en')} events; the ids of the last three days take another ${each(seen)}, PostgreSQL ${each(Number(database!.bytes))}`,
    '< 150 B',
    parts!.bytes / events < 150,
  )
}

async function benchBombs(stack: Stack): Promise<void> {
  const stall = async () =>
    Number(
      /^nodejs_eventloop_lag_max_seconds(?:\{.*?\})? ([\d.e-]+)/m.exec(
        await (await fetch(`${stack.url}/metrics`)).text(),
      )?.[1],
    ) * 1000
  await stall()
  const wrap = (properties: string) =>
    `{"api_key":"${TOKEN}","batch":[{"event":"bomb","distinct_id":"u","properties":${properties}}]}`
  const bodies = [
    wrap(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    wrap(`{${Array.from({ length: 1_000_000 }, (_, key) => `"k${key}":1`).join(',')}}`),
    JSON.stringify({
      api_key: TOKEN,
      batch: Array.from({ length: 100_000 }, () => ({
        event: 'swarm',
        distinct_id: 's',
        properties: { $process_person_profile: false },
      })),
    }),
  ]
  await Promise.all(
    bodies.map((body) =>
      fetch(`${stack.url}/batch/`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }),
    ),
  )
  const worst = await stall()
  record(
    'longest stall of web while bombs arrive',
    `${worst.toFixed(0)} ms`,
    '1e5 nested objects, a million keys, 1e5 events at once',
    '<= 50 ms',
    worst <= 50,
  )
}

async function benchStart(): Promise<Stack> {
  const seconds = async (directory?: string) => {
    const startedAt = performance.now()
    const stack = await startStack({}, directory)
    return { stack, seconds: (performance.now() - startedAt) / 1000 }
  }
  const first = await seconds()
  record('first start, empty folder to ready', `${first.seconds.toFixed(1)} s`, '', '< 20 s', first.seconds < 20)
  await stopProcess(first.stack.supervisor)
  const again = await seconds(first.stack.directory)
  record('later start', `${again.seconds.toFixed(1)} s`, '', '< 3 s', again.seconds < 3)
  await waitFor(async () => (await fetch(`${again.stack.url}/_readyz`)).status === 200)
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  const idle = memory(again.stack)
  record(
    'memory when idle',
    `${Math.round(total(idle))} MiB`,
    `${describeMemory(idle)}; mapped files ${Math.round(total(memory(again.stack, 'Pss_File')))}`,
    '< 700 MiB',
    total(idle) < 700,
  )
  return again.stack
}

function writeResults(): void {
  // A quick run has fewer events and repetitions. It is for trying things out, and its results are not recorded.
  if (QUICK) return
  const cpu = os.cpus()
  const table = rows.map(
    (row) =>
      `| ${row.what} | ${row.figure} | ${row.against} | ${row.aim} | ${row.met === null ? '' : row.met ? 'yes' : '**no**'} |`,
  )
  const before = fs.existsSync(results) ? fs.readFileSync(results, 'utf8') : ''
  if (ONLY !== null) {
    const whats = new Set(rows.map((row) => row.what))
    const kept = before
      .split('\n')
      .filter((line) => /^\| (?!what \|)/.test(line) && !whats.has(/^\| (.*?) \|/.exec(line)![1]!))
    table.unshift(...kept)
  }
  const text = `# Bench results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpu.length} × ${cpu[0]?.model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}, Node.js ${process.version}. The client runs on
the same cores. Absolute figures vary from machine to machine; the ratios are what to compare.

| what | figure | next to | aim | met |
|---|---|---|---|---|
${table.join('\n')}
`
  const notes = /\n## Notes[\s\S]*$/.exec(before)?.[0]
  fs.writeFileSync(results, text + (notes ?? ''))
}

if (isWanted('capture')) {
  const stack = await benchStart()
  try {
    await benchCapture(stack)
    await benchWholePath(stack)
    await benchLag(stack)
    await benchDisk(stack)
    await benchBombs(stack)
    await drained(stack)
  } finally {
    await stack.stop()
  }
}
if (isWanted('restart')) await benchRestart(record, QUICK, load)
if (isWanted('idle')) await benchIdle(record, QUICK)
if (isWanted('flags')) await benchFlags(record, QUICK)
if (isWanted('persons')) await benchPersons(record, QUICK)
if (isWanted('queries')) await benchQueries(record, QUICK, load)
if (isWanted('dashboard')) await benchDashboard(record, QUICK)
if (isWanted('accounts')) await benchAccounts(record, QUICK)
if (isWanted('replay')) await benchReplay(record, QUICK)
if (isWanted('replay') || isWanted('replay-start')) await benchReplayStart(record, QUICK)
if (isWanted('subscriptions')) await benchSubscriptions(record, load, QUICK)
if (isWanted('exports')) await benchExports(record, QUICK)
writeResults()
process.exit(0)
