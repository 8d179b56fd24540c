/** `hedgerow start`: runs PostgreSQL, the ClickHouse engine, web and worker, and keeps them running. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Config, ConfigError } from '../config.ts'
import { CLICKHOUSE_DATABASE } from '../platform/clickhouse/clickhouse.ts'
import { ENGINE_THREADS } from '../platform/clickhouse/engine/limits.ts'
import { READER_USER, WRITER_USER } from '../platform/clickhouse/users.ts'
import { FolderLock, type Holder } from '../platform/folder-lock.ts'
import type { Logger } from '../platform/logger.ts'
import { cliScript } from '../platform/paths.ts'
import { sqlState } from '../platform/postgres/postgres.ts'
import { type BeginMessage, LOAD_AHEAD, type RoleMessage, STOP } from '../roles/lifecycle.ts'
import { SupervisedChild, type Waiting } from './child.ts'
import { isMigrated, migrationPrint, noteMigrated } from './migrated.ts'
import {
  createDatabase,
  type PostgresOptions,
  postgresUrl,
  preparePostgres,
  saysReady,
  spawnPostgres,
  stopLeftoverPostgres,
} from './postgres.ts'
import { loadSecrets } from './secrets.ts'

/** How often to check whether the database server says that it is ready. */
const POSTGRES_LOOK_MS = 20
/** How often to try to connect while the server says that it is not ready. The server logs every such attempt as fatal. */
const POSTGRES_ASK_MS = 1_000
/** Shared memory of a server that was killed moments ago can outlive it, so the first attempts may fail. */
const POSTGRES_ATTEMPTS_MAX = 40
const POSTGRES_ATTEMPT_PAUSE_MS = 250
/**
 * Chosen ports lie below the ephemeral port range, so no outgoing connection takes the port of a process that is being
 * restarted.
 */
const PORT_MIN = 16_384
const PORT_MAX = 32_767
const PORT_ATTEMPTS_MAX = 50
const WORLD_MAY_PASS = 0o711
/**
 * A batch of events lives for a few hundred milliseconds. A larger young generation copies less of it into the old one
 * (measured: garbage collection takes 18 % of the worker's busy time instead of 23 %).
 */
const NODE_FLAGS = ['--max-semi-space-size=32']
const STOP_ORDER = ['web', 'worker', 'clickhouse', 'postgres']

export class Supervisor {
  private readonly lock: FolderLock
  private readonly children: SupervisedChild[] = []
  private readonly ports: Holder['ports'] = {}
  private stopped: Promise<void> | null = null
  private migration: ChildProcess | null = null
  /** Processes by role that have loaded their program and wait for a `BeginMessage`. */
  private readonly ahead = new Map<string, ChildProcess>()

  constructor(
    private readonly config: Config,
    private readonly env: NodeJS.ProcessEnv,
    private readonly logger: Logger,
  ) {
    this.lock = new FolderLock(config.dataDir)
  }

  /**
   * Starts everything.
   * @returns the address that web listens on
   * @throws FolderInUse, or the error of the process that did not start (everything is stopped again then)
   */
  async start(): Promise<string> {
    const { dataDir } = this.config
    fs.mkdirSync(dataDir, { recursive: true })
    // When Hedgerow starts as root, the database server runs as another user and must be able to enter its folder.
    if (process.getuid?.() === 0) fs.chmodSync(dataDir, WORLD_MAY_PASS)
    await this.lock.acquire()
    try {
      await this.assertPortFree()
      const secrets = loadSecrets(dataDir)
      const env: NodeJS.ProcessEnv = {
        ...this.env,
        HEDGEROW_DATA_DIR: dataDir,
        HEDGEROW_SECRET_KEY: this.config.HEDGEROW_SECRET_KEY ?? secrets.secretKey,
      }
      for (const role of ['web', 'worker']) this.loadAhead(role, env)
      const stores = await Promise.all([this.startPostgres(secrets.postgresPassword), this.startClickHouse(secrets)])
      // With port 0, a port is chosen once and kept, so that web comes back at the same address.
      const port = this.config.HEDGEROW_PORT === 0 ? await findFreePort() : this.config.HEDGEROW_PORT
      Object.assign(env, ...stores, { HEDGEROW_PORT: String(port) })
      await this.migrate(env)
      this.assertNotStopped()
      const address = await this.startRoles(env)
      this.lock.announce(address, this.ports)
      return address
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Stops everything in order: web first, so that nothing new is accepted; the stores last. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      // A signal to the whole process group ends some children before it is their turn.
      for (const child of this.children) child.expectEnd()
      for (const child of this.ahead.values()) child.kill('SIGKILL')
      await this.endMigration()
      for (const name of STOP_ORDER) for (const child of this.children) if (child.name === name) await child.stop()
      this.lock.release()
    })()
    return this.stopped
  }

  private async migrate(env: NodeJS.ProcessEnv): Promise<void> {
    this.assertNotStopped()
    const isEmbedded = !this.config.DATABASE_URL && !this.config.CLICKHOUSE_URL
    const print = migrationPrint(env)
    if (isEmbedded && isMigrated(this.config.dataDir, print)) return
    this.migration = spawnRole(['migrate'], env)
    const startedAt = Date.now()
    try {
      await runToEnd(this.migration)
      if (isEmbedded) noteMigrated(this.config.dataDir, print)
      this.logger.debug({ milliseconds: Date.now() - startedAt }, 'the stores are migrated')
    } finally {
      this.migration = null
    }
  }

  /** Killing is safe: every migration runs in a transaction or can be repeated. The next start continues it. */
  private async endMigration(): Promise<void> {
    const { migration } = this
    if (!migration || migration.exitCode !== null || migration.signalCode !== null) return
    const ended = new Promise((resolve) => migration.once('exit', resolve))
    migration.kill('SIGKILL')
    await ended
  }

  private assertNotStopped(): void {
    if (this.stopped) throw new Error('stopped while starting')
  }

  /** Checked before anything starts, because it is the most common mistake and easy to fix. */
  private async assertPortFree(): Promise<void> {
    const { HEDGEROW_HOST: host, HEDGEROW_PORT: port } = this.config
    await listenOnce(host, port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        throw new ConfigError(`Port ${port} on ${host} is taken by another program. Set HEDGEROW_PORT.`)
      throw error
    })
  }

  private async startPostgres(password: string): Promise<NodeJS.ProcessEnv> {
    if (this.config.DATABASE_URL) return {}
    const directory = path.join(this.config.dataDir, 'postgres')
    await stopLeftoverPostgres(directory)
    const options: PostgresOptions = { directory, password, port: await findFreePort() }
    this.ports.postgres = options.port
    await preparePostgres(options)
    const child = new SupervisedChild(
      {
        name: 'postgres',
        spawn: () => spawnPostgres(options),
        waitReady: (_child, waiting) => waitForDatabase(options, waiting),
        askToEnd: (child) => child.kill('SIGINT'),
        stopTimeoutMs: 20_000,
      },
      this.logger,
    )
    this.assertNotStopped()
    this.children.push(child)
    await this.startPatiently(child)
    return { DATABASE_URL: postgresUrl(options) }
  }

  private async startPatiently(postgres: SupervisedChild): Promise<void> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await postgres.start()
      } catch (error) {
        if (attempts >= POSTGRES_ATTEMPTS_MAX || this.stopped) throw error
        await setTimeout(POSTGRES_ATTEMPT_PAUSE_MS)
      }
    }
  }

  private async startClickHouse(secrets: {
    clickHousePassword: string
    clickHouseReaderPassword: string
  }): Promise<NodeJS.ProcessEnv> {
    if (this.config.CLICKHOUSE_URL) return {}
    const port = await findFreePort()
    this.ports.clickhouse = port
    const url = (user: string, password: string) =>
      `http://${user}:${password}@127.0.0.1:${port}/${CLICKHOUSE_DATABASE}`
    const engineEnv = {
      ...this.env,
      HEDGEROW_DATA_DIR: this.config.dataDir,
      CLICKHOUSE_URL: url(WRITER_USER, secrets.clickHousePassword),
      CLICKHOUSE_READER_URL: url(READER_USER, secrets.clickHouseReaderPassword),
      UV_THREADPOOL_SIZE: String(ENGINE_THREADS),
    }
    await this.startNodeChild('clickhouse', engineEnv, 30_000)
    return { CLICKHOUSE_URL: engineEnv.CLICKHOUSE_URL, CLICKHOUSE_READER_URL: engineEnv.CLICKHOUSE_READER_URL }
  }

  private async startRoles(env: NodeJS.ProcessEnv): Promise<string> {
    const [address] = await Promise.all([
      this.startNodeChild('web', env, 15_000),
      this.startNodeChild('worker', env, 30_000),
    ])
    return address
  }

  /** Lets a role load its program, which takes a second, while the stores start. */
  private loadAhead(role: string, env: NodeJS.ProcessEnv): void {
    const child = spawnRole([role], { ...env, ...LOAD_AHEAD })
    // If the process cannot be started now, `spawnOrBegin` starts it again, and the error surfaces there.
    child.on('error', () => {})
    this.ahead.set(role, child)
  }

  /** The process that was loaded ahead if it is still alive, or a new one. */
  private spawnOrBegin(role: string, env: NodeJS.ProcessEnv): ChildProcess {
    const ahead = this.ahead.get(role)
    this.ahead.delete(role)
    if (!ahead?.connected) return spawnRole([role], env)
    ahead.send({ begin: env } satisfies BeginMessage, () => {})
    return ahead
  }

  /** Starts a role of this program; it is ready when it reports so. Roles are stopped before the stores. */
  private async startNodeChild(role: string, env: NodeJS.ProcessEnv, stopTimeoutMs: number): Promise<string> {
    let address = ''
    const child = new SupervisedChild(
      {
        name: role,
        spawn: () => this.spawnOrBegin(role, env),
        waitReady: async (process, waiting) => {
          address = await readyMessage(process, waiting)
        },
        askToEnd: (process, isReady) => {
          // A process that is still starting does not listen for messages yet, and has nothing to lose.
          if (isReady && process.connected) process.send(STOP)
          else process.kill('SIGKILL')
        },
        stopTimeoutMs,
      },
      this.logger,
    )
    this.children.push(child)
    await child.start()
    return address
  }
}

function spawnRole(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [...NODE_FLAGS, cliScript, ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

function readyMessage(child: ChildProcess, { noteLife }: Waiting): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', ({ ready }: RoleMessage) => {
      noteLife()
      if (ready !== undefined) resolve(ready)
    })
  })
}

function runToEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('hedgerow migrate failed'))))
  })
}

/**
 * Resolves once the database can be used. A server that answers that it is not ready, for instance during crash recovery, is
 * alive.
 */
async function waitForDatabase(options: PostgresOptions, { noteLife, signal }: Waiting): Promise<void> {
  for (let askedAt = performance.now(); ; ) {
    if (saysReady(options.directory) || performance.now() - askedAt > POSTGRES_ASK_MS) {
      askedAt = performance.now()
      try {
        return await createDatabase(options)
      } catch (error) {
        if (sqlState(error)) noteLife()
      }
    }
    await setTimeout(POSTGRES_LOOK_MS, undefined, { signal })
  }
}

async function findFreePort(): Promise<number> {
  for (let attempts = 1; ; attempts++) {
    const port = attempts < PORT_ATTEMPTS_MAX ? randomInt(PORT_MIN, PORT_MAX + 1) : 0
    try {
      return await listenOnce('127.0.0.1', port)
    } catch (error) {
      if (port === 0) throw error
    }
  }
}

/** Opens a listening socket, closes it at once and resolves with its port. */
function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const { port: used } = server.address() as net.AddressInfo
      server.close(() => resolve(used))
    })
  })
}
