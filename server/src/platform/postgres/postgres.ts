/** The connection pool to PostgreSQL, embedded or external: one driver, one dialect. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { isJsonObject, parseJson, stringifyJson, writeExactNumbers } from '../json.ts'

const { Pool, types } = pg
const CONNECTION_TIMEOUT_MS = 10_000
/**
 * Opening a connection costs many times as much as a query (a process, a password check), so an occasionally used one stays
 * open.
 */
export const IDLE_CONNECTION_MS = 5 * 60_000
/** deadlock_detected and serialization_failure. */
const DEADLOCK_STATES = new Set(['40P01', '40001'])
const ATTEMPTS_MAX = 5

/** Types as the server needs them: exact JSON, bigint IDs as numbers (they stay below 2^53), timestamps as Date. */
const typeParsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, Number],
  [types.builtins.JSON, parseJson],
  [types.builtins.JSONB, parseJson],
])

export type Pool = pg.Pool
export type PoolClient = pg.PoolClient

/** What features run queries on: Drizzle over the pool, with the pool itself at `$client`. */
export type Database = NodePgDatabase & { $client: Pool }

/** The database or a transaction on it. */
export type Queryable = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'execute'>

/** Writes exact numbers with their digits, even where Drizzle or the driver serialized them to JSON text. */
class Client extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    const query = this.query.bind(this) as (...args: unknown[]) => unknown
    this.query = ((statement: unknown, values: unknown, ...rest: unknown[]) =>
      query(statement, Array.isArray(values) ? values.map(toParameter) : values, ...rest)) as typeof this.query
  }
}

function toParameter(value: unknown): unknown {
  if (typeof value === 'string') return writeExactNumbers(value)
  return isJsonObject(value) && Object.getPrototypeOf(value) === Object.prototype ? stringifyJson(value) : value
}

/** Opens a pool; connections are opened when first needed. */
export function openPostgres(url: string, connectionsMax = 10): Database {
  const pool = new Pool({
    Client,
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        typeParsers.get(oid) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  })
  // An idle connection that breaks (PostgreSQL restarted) must not crash the process; the pool opens another.
  pool.on('error', () => {})
  // Nor must one that breaks while in use: its next query fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  return drizzle(pool)
}

/** Runs work in one transaction on one connection: committed when it resolves, rolled back when it throws. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Locks a row until the transaction ends. A change must start from values read after this: values that a request read before
 * may be outdated, and writing them back would undo another change.
 */
export async function lockRow(client: PoolClient, table: string, id: string | number): Promise<void> {
  await client.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id])
}

/**
 * Runs work in one transaction, and retries it after a deadlock or a serialization failure. The work must be safe to repeat
 * from its beginning.
 */
export async function inRepeatedTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, work)
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !DEADLOCK_STATES.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** SQLSTATE of a PostgreSQL error, or undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  const source = error as { code?: unknown; cause?: unknown }
  if (typeof source?.code === 'string' && /^[0-9A-Z]{5}$/.test(source.code)) return source.code
  return source?.cause ? sqlState(source.cause) : undefined
}

/** Name of the constraint or unique index in a PostgreSQL error. */
export function constraintOf(error: unknown): string | undefined {
  const source = error as { constraint?: unknown; cause?: unknown }
  if (typeof source?.constraint === 'string') return source.constraint
  return source?.cause ? constraintOf(source.cause) : undefined
}

/** Drizzle on a connection with an open transaction. */
export function drizzleOn(client: PoolClient): Queryable {
  return drizzle(client)
}
