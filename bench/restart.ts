/** A start after everything was killed while a long log waited: how soon it is ready, and whether every event is stored. */
import fs from 'node:fs'
import path from 'node:path'
import { type Stack, startStack } from '../server/src/testing/stack.ts'
import type { RecordRow } from './against-sql.ts'
import type { LoadOptions, LoadResult } from './load.ts'

const LOG_BYTES = 107_000_000
const QUICK_LOG_BYTES = 20_000_000
const AIM_SECONDS = 5

type Load = (options: Partial<LoadOptions> & { url: string }) => Promise<LoadResult>

function bytesIn(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

/** The test itself does no processor-bound work meanwhile. */
async function timedStart(directory: string): Promise<{ stack: Stack; seconds: number }> {
  const startedAt = performance.now()
  const stack = await startStack({}, directory)
  return { stack, seconds: (performance.now() - startedAt) / 1000 }
}

/** Kills every process of an installation at once, as a power cut does. */
function killAll(stack: Stack): void {
  for (const pid of [stack.supervisor.pid!, ...Object.values(stack.pids())]) process.kill(pid, 'SIGKILL')
}

export async function benchRestart(record: RecordRow, isQuick: boolean, load: Load): Promise<void> {
  const first = await startStack()
  const { directory } = first
  killAll(first)
  const empty = await timedStart(directory)
  process.kill(empty.stack.pids().worker!, 'SIGSTOP')
  const logFolder = path.join(directory, 'eventlog')
  const bytes = isQuick ? QUICK_LOG_BYTES : LOG_BYTES
  let sent = 0
  while (bytesIn(logFolder) < bytes)
    sent += (await load({ url: empty.stack.url, seconds: 60, eventsMax: 10_000 })).events
  const megabytes = Math.round(bytesIn(logFolder) / 1e6)
  killAll(empty.stack)
  const full = await timedStart(directory)
  record(
    `start after kill -9, ${megabytes} MB of events waiting`,
    `${full.seconds.toFixed(1)} s`,
    `nothing waiting ${empty.seconds.toFixed(1)} s`,
    `< ${AIM_SECONDS} s`,
    full.seconds < AIM_SECONDS,
  )
  await storesAll(full.stack, sent)
  await full.stack.stop()
}

async function storesAll(stack: Stack, sent: number): Promise<void> {
  for (;;) {
    const { lag } = (await (await fetch(`${stack.url}/_readyz`)).json()) as { lag: { records: number } }
    if (lag.records === 0) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const [stored] = await stack.clickHouse<{ n: number }>('SELECT toUInt32(count()) AS n FROM events')
  if (stored!.n !== sent) throw new Error(`${sent} were acknowledged, ${stored!.n} stored`)
}
