/**
 * A whole Hedgerow for tests: the built program, started as a user starts it, on a fresh folder and a free port, with its
 * first user, project token and API key set.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import pg from 'pg'
import { CLICKHOUSE_DATABASE } from '../platform/clickhouse/clickhouse.ts'
import { READER_USER, WRITER_USER } from '../platform/clickhouse/users.ts'
import { readHolder } from '../platform/folder-lock.ts'
import { cliScript } from '../platform/paths.ts'
import { postgresUrl } from '../supervisor/postgres.ts'

export const TOKEN = 'phc_test_project_token'
export const KEY = 'phx_test_personal_api_key_0123456789'
export const EMAIL = 'ada@example.com'
export const PASSWORD = 'correct horse battery staple'

const START_TIMEOUT_MS = 120_000

/** A running installation: its address and its stores, but not its processes. */
export interface Installation {
  url: string
  directory: string
  /** Settings that let another process use the embedded stores. */
  urls: () => NodeJS.ProcessEnv
  /** Runs SQL on the embedded PostgreSQL. */
  sql: <Row extends pg.QueryResultRow>(query: string, values?: unknown[]) => Promise<Row[]>
  /** Runs SQL on the embedded engine, without any deduplication on read. */
  clickHouse: <Row = Record<string, unknown>>(query: string) => Promise<Row[]>
  /** Inserts rows into the embedded engine. */
  insert: (table: string, rows: object[]) => Promise<void>
}

/** An installation that a test started and may break. */
export interface Stack extends Installation {
  supervisor: ChildProcess
  /** Everything the processes printed so far. */
  output: () => string
  /** IDs of the running processes by name; postgres is the server itself, not its workers. */
  pids: () => Record<string, number>
  stop: () => Promise<void>
}

/**
 * Starts an installation and waits until it is ready.
 * @param given folder of an existing installation; if omitted, a new one is created
 */
export async function startStack(env: NodeJS.ProcessEnv = {}, given?: string): Promise<Stack> {
  const directory = given ?? (await newInstallation(env))
  const supervisor = spawn(process.execPath, [cliScript, 'start'], {
    env: {
      ...process.env,
      HEDGEROW_DATA_DIR: directory,
      HEDGEROW_PORT: '0',
      HEDGEROW_LOG_LEVEL: 'warn',
      HEDGEROW_INIT_EMAIL: EMAIL,
      HEDGEROW_INIT_PASSWORD: PASSWORD,
      HEDGEROW_INIT_PROJECT_TOKEN: TOKEN,
      HEDGEROW_INIT_PERSONAL_API_KEY: KEY,
      ...env,
    },
    // The IPC channel ends with this process, and the supervisor ends with the channel.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [supervisor.stdout, supervisor.stderr])
    stream?.on('data', (chunk) => {
      output += chunk
    })
  const url = await waitFor(
    async () => {
      if (supervisor.exitCode !== null) throw new Fatal(`hedgerow start ended: ${output.slice(-3000)}`)
      return /ready at (\S+)/.exec(output)?.[1]
    },
    START_TIMEOUT_MS,
    () => `ready line; got ${output.slice(-3000)}`,
  ).catch(async (error) => {
    await stopProcess(supervisor)
    throw error
  })
  return {
    ...reachInstallation(url, directory),
    supervisor,
    output: () => output,
    pids: () => findPids(supervisor.pid!, directory),
    async stop() {
      await stopProcess(supervisor)
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Connects to an installation that runs on this machine, by its address and folder. */
export function reachInstallation(url: string, directory: string): Installation {
  return {
    url,
    directory,
    urls: () => ({
      DATABASE_URL: findPostgresUrl(directory),
      CLICKHOUSE_URL: findClickHouseUrl(directory, WRITER_USER, 'clickHousePassword'),
      CLICKHOUSE_READER_URL: findClickHouseUrl(directory, READER_USER, 'clickHouseReaderPassword'),
    }),
    async sql(query, values) {
      const client = new pg.Client({ connectionString: findPostgresUrl(directory) })
      await client.connect()
      try {
        return (await client.query(query, values)).rows
      } finally {
        await client.end()
      }
    },
    clickHouse: (query) => runClickHouse(directory, query),
    insert: (table, values) =>
      withClickHouse(directory, async (client) => void (await client.insert({ table, values, format: 'JSONEachRow' }))),
  }
}

/** Settings that affect what a new installation contains. */
const MAKES = /^(HEDGEROW_INIT_|DATABASE_URL$|CLICKHOUSE_)/

/**
 * A folder for an installation: a copy of one that was started and stopped once in this test run, because creating the
 * stores takes longer than most tests. If the settings affect what the folder contains, it is empty.
 */
async function newInstallation(env: NodeJS.ProcessEnv): Promise<string> {
  const directory = newDirectory()
  const template = process.env.HEDGEROW_TEST_TEMPLATE
  if (template && !Object.keys(env).some((name) => MAKES.test(name))) {
    const made = path.join(template, 'made')
    if (!fs.existsSync(made)) await makeTemplate(template, made)
    execFileSync('cp', ['-a', `${made}/.`, directory])
  }
  return directory
}

async function makeTemplate(template: string, made: string): Promise<void> {
  const directory = fs.mkdtempSync(path.join(template, 'new-'))
  const stack = await startStack({}, directory)
  await stopProcess(stack.supervisor)
  try {
    fs.renameSync(directory, made)
  } catch (error) {
    // Another worker created it first.
    if (!fs.existsSync(made)) throw error
    fs.rmSync(directory, { recursive: true })
  }
}

export function newDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'hedgerow-test-'))
  // PostgreSQL's user must be able to enter the folder when tests run as root.
  fs.chmodSync(directory, 0o711)
  return directory
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

function findPostgresUrl(directory: string): string {
  const password = readSecrets(directory).postgresPassword!
  return postgresUrl({ port: readHolder(directory)!.ports.postgres!, password })
}

function readSecrets(directory: string): Record<string, string> {
  return JSON.parse(fs.readFileSync(path.join(directory, 'secrets.json'), 'utf8'))
}

function findClickHouseUrl(directory: string, user: string, secret: string): string {
  return `http://${user}:${readSecrets(directory)[secret]}@127.0.0.1:${readHolder(directory)!.ports.clickhouse}/${CLICKHOUSE_DATABASE}`
}

/** Connects to the embedded engine as the writing user, for tests that inspect rows or interfere with them. */
async function withClickHouse<T>(directory: string, work: (client: ClickHouseClient) => Promise<T>): Promise<T> {
  const url = findClickHouseUrl(directory, WRITER_USER, 'clickHousePassword')
  const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

function runClickHouse<Row>(directory: string, query: string): Promise<Row[]> {
  return withClickHouse(directory, async (client) => {
    if (/^\s*select/i.test(query)) return (await client.query({ query, format: 'JSONEachRow' })).json<Row>()
    await client.command({ query })
    return []
  })
}

/** IDs of the processes that a supervisor started, by name. */
export function findPids(supervisorPid: number, directory: string): Record<string, number> {
  const pids: Record<string, number> = {}
  for (const entry of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const args = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
      if (state === 'Z' || Number(parent) !== supervisorPid) continue
      const name = args.includes(cliScript)
        ? args[args.indexOf(cliScript) + 1]!
        : args.includes(path.join(directory, 'postgres'))
          ? 'postgres'
          : null
      if (name) pids[name] = Number(entry)
    } catch {
      // The process ended during the lookup.
    }
  }
  return pids
}

/** Makes `waitFor` fail at once. */
export class Fatal extends Error {}

const ASK_AGAIN_MS = 25
/** Polling takes processor time from the work it waits for, so the pause grows up to this limit. */
const ASK_AGAIN_MS_MAX = 150

/** Waits for a condition, never for a fixed time: polls until it returns something other than undefined or false. */
export async function waitFor<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 60_000,
  what: () => string = () => 'condition',
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  let last: unknown
  for (let pauseMs = ASK_AGAIN_MS; ; pauseMs = Math.min(pauseMs * 1.3, ASK_AGAIN_MS_MAX)) {
    try {
      const value = await condition()
      if (value !== undefined && value !== false) return value
    } catch (error) {
      if (error instanceof Fatal) throw error
      last = error
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what()}${last ? `: ${last}` : ''}`)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

/**
 * Sends requests with an API key, and captures with a project token. The defaults are those of the first user and project.
 */
export class Client {
  constructor(
    readonly stack: Pick<Stack, 'url'>,
    readonly key: string | null = KEY,
    readonly token: string = TOKEN,
  ) {}

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.key) headers.set('Authorization', `Bearer ${this.key}`)
    return fetch(this.stack.url + path, { redirect: 'manual', ...init, headers })
  }

  async get<T = any>(path: string): Promise<T> {
    const response = await this.request(path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }

  /** Sends a body to a capture path as JSON text. */
  capture(body: unknown, path = '/batch/', headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.stack.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** Captures events and waits until the last one can be read. */
  async send(...events: Record<string, unknown>[]): Promise<void> {
    const marker = crypto.randomUUID()
    const tail = {
      event: 'marker',
      distinct_id: 'marker',
      uuid: marker,
      properties: { $process_person_profile: false },
    }
    const response = await this.capture({ api_key: this.token, batch: [...events, tail] })
    if (response.status !== 200) throw new Error(`capture answered ${response.status}: ${await response.text()}`)
    await this.event(marker)
  }

  /** Waits for a stored event and returns it. */
  event(uuid: string): Promise<any> {
    return waitFor(
      async () => {
        const response = await this.request(`/api/projects/@current/events/${uuid}/`)
        // An event that is not stored yet is a 404; any other status is an error.
        if (response.status !== 200 && response.status !== 404)
          throw new Error(`the event list answered ${response.status}: ${await response.text()}`)
        return response.status === 200 ? response.json() : undefined
      },
      undefined,
      () => `event ${uuid}`,
    )
  }
}
