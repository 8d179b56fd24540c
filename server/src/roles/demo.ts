/**
 * `hedgerow demo`: fills a project of the running installation with generated events, sent through capture like any others.
 */
import { parseArgs } from 'node:util'
import { type Config, ConfigError } from '../config.ts'
import { DEMO_DAYS, generateDemo } from '../features/data/demo/index.ts'
import { findTeamToken } from '../features/workspace/organizations/index.ts'
import { readHolder } from '../platform/folder-lock.ts'
import { openPostgres } from '../platform/postgres/postgres.ts'
import { postgresUrl } from '../supervisor/postgres.ts'
import { loadSecrets } from '../supervisor/secrets.ts'

const SEED_DEFAULT = 1
const DAYS_MAX = 730
const EVENTS_PER_REQUEST = 500
const RETRY_MS = 500
const POLL_MS = 250
const PROGRESS_MS = 200
/** Pause between progress lines when the output is not a terminal. */
const LINE_MS = 10_000

/** @throws ConfigError when the installation is not running or the project does not exist */
export async function runDemo(config: Config, args: string[]): Promise<void> {
  const { seed, end, days, project } = readOptions(args)
  const { address, token, name } = await findProject(config, project)
  const events = generateDemo(seed, end, days)
  console.log(
    `Filling "${name}" with ${days} days until ${end.toISOString()}, seed ${seed}: ${count(events.length)} events.`,
  )
  const show = progress()
  for (let start = 0; start < events.length; start += EVENTS_PER_REQUEST) {
    await send(address, token, events.slice(start, start + EVENTS_PER_REQUEST))
    show(`Sent ${count(Math.min(start + EVENTS_PER_REQUEST, events.length))} of ${count(events.length)}`)
  }
  await waitUntilProcessed(address, (waiting) =>
    show(`Sent everything; ${count(waiting)} requests are waiting to be processed`),
  )
  show('', true)
  console.log(`Done. Look at ${address}/persons. Running this again with the same seed and end changes nothing.`)
}

interface DemoOptions {
  seed: number
  end: Date
  days: number
  project: string | undefined
}

function readOptions(args: string[]): DemoOptions {
  let values: { seed?: string; end?: string; days?: string; project?: string }
  try {
    const options = {
      seed: { type: 'string' },
      end: { type: 'string' },
      days: { type: 'string' },
      project: { type: 'string' },
    } as const
    values = parseArgs({ args, options }).values
  } catch (error) {
    throw new ConfigError(
      `${(error as Error).message}. Use: hedgerow demo [--seed N] [--end ISO-TIME] [--days N] [--project ID]`,
    )
  }
  const seed = Number(values.seed ?? SEED_DEFAULT)
  const days = Number(values.days ?? DEMO_DAYS)
  // Ends at the last full hour, so a second run within that hour repeats the same events, and they are deduplicated.
  const end = values.end ? new Date(values.end) : new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000)
  if (!Number.isInteger(seed)) throw new ConfigError('--seed takes a whole number.')
  if (Number.isNaN(end.getTime())) throw new ConfigError('--end takes a time such as 2026-03-01T00:00:00Z.')
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX)
    throw new ConfigError(`--days takes a whole number from 1 to ${DAYS_MAX}.`)
  return { seed, end, days, project: values.project }
}

async function findProject(config: Config, id: string | undefined) {
  const holder = readHolder(config.dataDir)
  if (!holder?.address) throw new ConfigError('Hedgerow is not running on this data folder. Start it first: npm start')
  const url =
    config.DATABASE_URL ??
    postgresUrl({ port: holder.ports.postgres!, password: loadSecrets(config.dataDir).postgresPassword })
  const db = openPostgres(url, 1)
  try {
    const found = await findTeamToken(db.$client, id ?? null)
    if (!found)
      throw new ConfigError(
        id ? `There is no project ${id}.` : `There is no project yet. Sign up at ${holder.address} first.`,
      )
    return { ...found, address: holder.address }
  } finally {
    await db.$client.end()
  }
}

/** Retries until the server accepts the batch, as SDKs do. */
async function send(address: string, token: string, batch: object[]): Promise<void> {
  const body = JSON.stringify({ api_key: token, historical_migration: true, batch })
  for (;;) {
    const status = await fetch(`${address}/batch/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    }).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => 0,
    )
    if (status === 200) return
    if (status >= 400 && status < 500) throw new Error(`Capture refused the events with ${status}.`)
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

async function waitUntilProcessed(address: string, onWaiting: (records: number) => void): Promise<void> {
  for (;;) {
    const state = (await fetch(`${address}/_readyz`)
      .then((response) => response.json())
      .catch(() => null)) as { lag?: { records: number } } | null
    if (state?.lag?.records === 0) return
    onWaiting(state?.lag?.records ?? 0)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

const count = (value: number) => value.toLocaleString('en')

/** On a terminal, one line that is overwritten; elsewhere, a new line every `LINE_MS`. */
function progress(): (text: string, isLast?: boolean) => void {
  let shownAt = 0
  const pauseMs = process.stdout.isTTY ? PROGRESS_MS : LINE_MS
  return (text, isLast = false) => {
    if (!isLast && Date.now() - shownAt < pauseMs) return
    shownAt = Date.now()
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`)
    else if (text) console.log(text)
  }
}
