/** Runs a read-only query on the engine and returns its rows in API format. */
import { DateTime } from 'luxon'
import { clickHouseErrorCode } from '../../../platform/clickhouse/clickhouse.ts'
import { PATIENT_SECONDS } from '../../../platform/clickhouse/engine/limits.ts'
import { errors } from '../../../platform/http/errors.ts'
import { parseJson } from '../../../platform/json.ts'
import type { Select } from './ast.ts'
import { type Compiled, type CompileOptions, compile } from './compile.ts'
import { type HogQLStores, loadContext, type QueryContext, type QueryTeam } from './context.ts'
import { engineMessage, shownType } from './engine-message.ts'
import { QueryError } from './errors.ts'
import { printSelect } from './print-hogql.ts'

export interface Timing {
  /** The step, as a path. */
  k: string
  /** Seconds. */
  t: number
}

export interface QueryRows {
  columns: string[]
  /** ClickHouse type of each column. */
  types: string[]
  rows: unknown[][]
  hasMore: boolean
  limit: number
  offset: number
  hogql: string
  clickhouse: string
  timings: Timing[]
}

export interface RunOptions {
  /** See `CompileOptions`. */
  limit?: CompileOptions['limit']
  now?: Date
  /** Cancels the query in the engine. */
  signal?: AbortSignal
  /** Put before the statement as a comment, to find it while it runs. May contain letters, digits and `-_.:`. */
  label?: string
  /** Runs in the background and may take minutes. */
  isPatient?: boolean
  /** Conditions of the actions that the query references, see `QueryContext`. */
  actions?: QueryContext['actions']
  /** Returns `EXPLAIN` output instead of rows. */
  explain?: boolean
}

const MEMORY = 241
const TIMEOUT = 159
/** Error codes about the state of the server, not about the query. */
const OF_THE_SERVER = new Set([202, 210, 209, 1002, 999, 1000, 516, 394])

/**
 * @throws QueryError 400 with the engine's message if the query cannot be answered
 * @throws ApiError 503 if the engine is not available
 */
export async function runQuery(
  stores: HogQLStores,
  team: QueryTeam,
  tree: Select,
  { limit = null, now = new Date(), signal, isPatient = false, label, actions, explain }: RunOptions = {},
): Promise<QueryRows> {
  const timings: Timing[] = []
  const timed = async <T>(k: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now()
    try {
      return await work()
    } finally {
      timings.push({ k, t: (performance.now() - start) / 1000 })
    }
  }
  const context = await timed('./context', () => loadContext(stores, team, tree, now, actions))
  const compiled = await timed('./compile', () => compile(tree, { context, limit }))
  const text = await timed('./execute', () =>
    ask(
      stores,
      `${label ? `/* ${label} */ ` : ''}${explain ? 'EXPLAIN ' : ''}${compiled.sql}`,
      compiled.parameters,
      isPatient,
      signal,
    ),
  )
  const { types, rows } = await timed('./read', async () =>
    // An empty result has no type row either.
    text === '' ? { types: await describeColumns(stores, compiled, signal), rows: [] } : read(text, team.timezone),
  )
  const hasMore = limit !== null && rows.length > compiled.limit
  if (hasMore) rows.length = compiled.limit
  return {
    columns: compiled.columns,
    types: types.map(shownType),
    rows,
    hasMore,
    limit: compiled.limit,
    offset: compiled.offset,
    hogql: printSelect(tree),
    clickhouse: showParameters(compiled.sql, compiled.parameters),
    timings,
  }
}

/**
 * Compiles a tree without running it.
 * @throws QueryError 400 with the name that cannot be resolved and its position
 */
export async function assertCompiles(
  stores: HogQLStores,
  team: QueryTeam,
  tree: Select,
  { limit = null, now, actions }: Pick<RunOptions, 'limit' | 'now' | 'actions'>,
): Promise<void> {
  compile(tree, { context: await loadContext(stores, team, tree, now, actions), limit })
}

/** Combined progress of all running statements with a label; null if none is running. */
export async function findProgress(
  reader: HogQLStores['reader'],
  label: string,
): Promise<{ rowsRead: number; rowsTotal: number } | null> {
  const answer = await reader.query({
    query: `SELECT toFloat64(sum(read_rows)) AS rowsRead, toFloat64(sum(total_rows_approx)) AS rowsTotal, toUInt32(count()) AS running
            FROM system.processes WHERE position(query, {label:String}) > 0 AND position(query, 'system.processes') = 0`,
    query_params: { label: `/* ${label} */` },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ rowsRead: number; rowsTotal: number; running: number }>()
  return row && row.running > 0 ? { rowsRead: row.rowsRead, rowsTotal: row.rowsTotal } : null
}

/** ClickHouse type of each column. */
export async function describeColumns(
  { reader }: HogQLStores,
  { sql, parameters }: Compiled,
  signal?: AbortSignal,
): Promise<string[]> {
  signal?.throwIfAborted()
  try {
    const answer = await reader.query({
      query: `DESCRIBE TABLE (${sql})`,
      query_params: parameters,
      // The engine describes a statement in formats that it does not stream only.
      format: 'JSONCompact',
      ...(signal && { abort_signal: signal }),
    })
    const { data } = await answer.json<[name: string, type: string]>()
    return data.map(([, type]) => type)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw explainError(error)
  }
}

async function ask(
  { reader }: HogQLStores,
  query: string,
  parameters: Record<string, unknown>,
  isPatient: boolean,
  signal: AbortSignal | undefined,
): Promise<string> {
  signal?.throwIfAborted()
  try {
    const answer = await reader.query({
      query,
      query_params: parameters,
      format: 'JSONCompactEachRowWithNamesAndTypes',
      ...(isPatient && { clickhouse_settings: { max_execution_time: PATIENT_SECONDS } }),
      ...(signal && { abort_signal: signal }),
    })
    const text = await answer.text()
    const problem = findException(text)
    if (problem) throw problem
    return text
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw explainError(error)
  }
}

/** If a query fails after it has sent rows, the last line holds the exception. */
export function findException(text: string): Error | null {
  const start = text.lastIndexOf('\n', text.length - 2) + 1
  if (!text.startsWith('{"exception"', start)) return null
  const { exception } = JSON.parse(text.slice(start)) as { exception: string }
  const [, code, type] = /^Code: (\d+)\.[\s\S]*?(?:\(([A-Z_]+)\)\s*)?$/.exec(exception) ?? []
  return Object.assign(new Error(exception), { code: code ?? '1002', type })
}

/**
 * Maps an engine failure to the error that the caller gets.
 * @param limit how the message calls the time limit
 */
export function explainError(error: unknown, limit = 'time limit'): unknown {
  const code = clickHouseErrorCode(error)
  if (code === undefined) {
    return errors.unavailable('The query engine is not reachable. Try again in a moment.')
  }
  if (code === TIMEOUT)
    return new QueryError(
      `The query exceeded the ${limit}. Narrow it down: a shorter date range, fewer breakdown values, or more filters.`,
      null,
      'timeout_exceeded',
    )
  if (code === MEMORY || code === 396 || code === 158 || code === 307)
    return new QueryError(
      'The query exceeded the memory limit. Narrow it down: a shorter date range, fewer columns, or a LIMIT.',
      null,
      'memory_limit_exceeded',
    )
  if (OF_THE_SERVER.has(code)) return errors.unavailable('The query engine is busy. Try again in a moment.')
  const type = String((error as { type?: unknown }).type ?? 'QUERY_ERROR')
  return new QueryError(engineMessage((error as Error).message, type), null, type.toLowerCase())
}

function read(text: string, timezone: string): { types: string[]; rows: unknown[][] } {
  const lines = text.split('\n')
  const types = lines[1] ? (JSON.parse(lines[1]) as string[]) : []
  const convert = types.map((type) => converter(type, timezone))
  const hasConversions = convert.some((each) => each !== null)
  const rows: unknown[][] = []
  for (let index = 2; index < lines.length; index++) {
    const line = lines[index]!
    if (line === '') continue
    const row = parseJson(line) as unknown[]
    rows.push(hasConversions ? row.map((item, column) => convert[column]?.(item) ?? item) : row)
  }
  return { types, rows }
}

/**
 * Converts times to the project's zone. The engine returns instants, or times in the zone that the column type names.
 */
function converter(type: string, timezone: string): ((item: unknown) => unknown) | null {
  if (!/DateTime/.test(type)) return null
  const zone = /DateTime(?:64\(\d+, )?\(?'([^']+)'/.exec(type)?.[1] ?? 'UTC'
  const toZone = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(toZone)
    const parts = typeof item === 'string' ? /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z?)$/.exec(item) : null
    if (!parts) return item
    const [, date, time, fraction = '', utc] = parts
    const shown = /[1-9]/.test(fraction) ? `.${fraction}` : ''
    if (timezone === 'UTC' && (utc || zone === 'UTC')) return `${date}T${time}${shown}Z`
    const moment = DateTime.fromISO(`${date}T${time}${utc}`, { zone: utc ? 'UTC' : zone }).setZone(timezone)
    return `${moment.toFormat("yyyy-MM-dd'T'HH:mm:ss")}${shown}${moment.toFormat('ZZ')}`
  }
  return toZone
}

/** The statement with its values inlined, for display only. It is not the statement that was sent. */
function showParameters(sql: string, parameters: Record<string, unknown>): string {
  return sql.replace(/\{(p\d+):[^}]*\}/g, (_whole, name: string) => {
    const own = parameters[name]
    return typeof own === 'string' ? `'${own.replace(/[\\']/g, '\\$&')}'` : JSON.stringify(own)
  })
}
