/**
 * Announcements of work in tables that serve as queues. Triggers announce new rows (`NOTIFY`, when the transaction commits),
 * so that workers need not poll the queue.
 */
import pg from 'pg'
import type { Logger } from '../logger.ts'
import type { Service, ServiceProblem } from '../services.ts'

/** The channel that the triggers of the migrations use; the payload is the name of the table. */
const CHANNEL = 'hedgerow_work'
const RECONNECT_MS = 1_000

/** Announces work when the transaction commits. @param what a table, or the name that its listeners use */
export async function announce(client: Pick<pg.Pool | pg.PoolClient, 'query'>, what: string): Promise<void> {
  await (client as pg.Pool).query('SELECT pg_notify($1, $2)', [CHANNEL, what])
}

export class Announcements implements Service {
  readonly name = 'announcements'
  readonly purpose = 'Hears from PostgreSQL that there is new work.'
  private readonly listeners = new Map<string, Set<() => void>>()
  private client: pg.Client | null = null
  private timer: NodeJS.Timeout | null = null
  private isStopped = false
  private lastProblem: ServiceProblem | null = null

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  /** Returns at once; listeners are called once the connection is established. */
  start(): void {
    this.connect()
  }

  problem(): ServiceProblem | null {
    return this.lastProblem
  }

  /**
   * Calls the listener when rows were added to a table, and whenever an announcement may have been missed.
   * @returns a function that ends this
   */
  on(table: string, listener: () => void): () => void {
    const own = this.listeners.get(table) ?? new Set()
    this.listeners.set(table, own.add(listener))
    return () => own.delete(listener)
  }

  async stop(): Promise<void> {
    this.isStopped = true
    if (this.timer) clearTimeout(this.timer)
    await this.client?.end().catch(() => {})
  }

  private connect(): void {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true })
    this.client = client
    let isLost = false
    const lose = (error?: Error) => {
      if (isLost || this.isStopped) return
      isLost = true
      const message = error?.message ?? 'The connection to PostgreSQL ended.'
      this.lastProblem = { message, at: new Date().toISOString() }
      this.logger.warn({ err: error }, 'the connection for work announcements was lost; reconnecting')
      void client.end().catch(() => {})
      this.timer = setTimeout(() => this.connect(), RECONNECT_MS)
    }
    client.on('error', lose)
    client.on('end', () => lose())
    client.on('notification', ({ payload }) => {
      for (const listener of this.listeners.get(payload ?? '') ?? []) listener()
    })
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(() => {
        this.lastProblem = null
        for (const own of this.listeners.values()) for (const listener of own) listener()
      }, lose)
  }
}
