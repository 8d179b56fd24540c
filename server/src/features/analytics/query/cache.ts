/** Cache of query answers. It lives in PostgreSQL so that it survives restarts. */
import { createHash } from 'node:crypto'
import type { QueryNode } from '@hedgerow/shared/query/schemas'
import { type JsonObject, parseJson, stringifyJson } from '../../../platform/json.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { AskingTeam } from './asker.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
/** Larger answers are not cached. */
const ANSWER_CHARACTERS_MAX = 5_000_000
/** Row lists and editor helpers. They are rarely repeated, and users expect new events in them at once. */
const ROWS = new Set(['EventsQuery', 'ActorsQuery', 'DatabaseSchemaQuery', 'HogQLMetadata'])

export interface CachedAnswer {
  answer: JsonObject
  computedAt: Date
}

/** Cache key of a query: a hash of the query and the settings that its answer depends on. */
export function cacheKey(team: AskingTeam, node: unknown, isLegacy = false): string {
  const { testAccountFilters, pathCleaning, timezone, weekStartDay, aggregatesByDistinctId } = team
  // A caller who may not read accounts must be refused, so must not get a cached answer.
  const isRefused = team.readsAccounts === false && /accounts|\\/i.test(stringifyJson(node) ?? '')
  const settings = {
    testAccountFilters,
    pathCleaning,
    timezone,
    weekStartDay,
    aggregatesByDistinctId,
    isLegacy,
    ...(isRefused && { readsAccounts: false }),
  }
  return createHash('sha256').update(stable({ node, settings })).digest('hex').slice(0, 32)
}

/** JSON with sorted keys, without null or missing values. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return stringifyJson(value) ?? 'null'
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${stable(item)}`).join(',')}}`
}

/** Seconds that an answer counts as fresh. */
export function freshSeconds(node: QueryNode): number {
  if (ROWS.has(node.kind)) return 0
  const { interval, dateRange } = node as { interval?: string | null; dateRange?: { date_from?: string | null } | null }
  if (interval === 'minute') return 15
  if (node.kind === 'HogQLQuery') return MINUTE
  if (interval === 'hour' || isShort(dateRange?.date_from)) return 3 * MINUTE
  if (interval === 'week' || interval === 'month') return 2 * HOUR
  return 15 * MINUTE
}

const DAYS_OF_UNIT: Record<string, number> = { s: 1 / 86_400, M: 1 / 1_440, h: 1 / 24, d: 1, w: 7 }

/** True for up to seven days back. That includes queries without a range, whose default is seven days. */
function isShort(dateFrom: string | null | undefined): boolean {
  if (!dateFrom) return true
  const match = /^-?(\d+)?([sMhdw])(?:Start|End)?$/.exec(dateFrom)
  return match !== null && Number(match[1] ?? 0) * DAYS_OF_UNIT[match[2]!]! <= 7
}

export async function readAnswer(pool: Pool, teamId: number, key: string): Promise<CachedAnswer | null> {
  const { rows } = await pool.query<{ answer: string; computedAt: Date }>(
    'SELECT answer, computed_at AS "computedAt" FROM query_results WHERE team_id = $1 AND cache_key = $2',
    [teamId, key],
  )
  return rows[0] ? { answer: parseJson(rows[0].answer) as JsonObject, computedAt: rows[0].computedAt } : null
}

/** Stores an answer unless a newer one is already cached. */
export async function saveAnswer(
  pool: Pool,
  teamId: number,
  key: string,
  answer: object,
  computedAt: Date,
): Promise<void> {
  const text = stringifyJson(answer)
  if (text.length > ANSWER_CHARACTERS_MAX || text.includes('\\u0000')) return
  await inTransaction(pool, async (client) => {
    // If a power failure loses the answer, it is computed again.
    await client.query('SET LOCAL synchronous_commit TO off')
    await client.query(
      `INSERT INTO query_results (team_id, cache_key, answer, computed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (team_id, cache_key) DO UPDATE SET answer = EXCLUDED.answer, computed_at = EXCLUDED.computed_at
       WHERE query_results.computed_at < EXCLUDED.computed_at`,
      [teamId, key, text, computedAt.toISOString()],
    )
  })
}

/** Deletes all cached answers of a project. */
export async function forgetAnswersOf(client: PoolClient, teamId: number): Promise<void> {
  await client.query('DELETE FROM query_results WHERE team_id = $1', [teamId])
}

const ANSWERS_KEPT = '7 days'
const RUNS_KEPT = '1 day'
/** Maximum total size of cached answers; the oldest are evicted first. */
const KEPT_CHARACTERS_MAX = 1_000_000_000

/** Deletes old answers and query runs. */
export async function forgetOldAnswers(pool: Pool): Promise<void> {
  await pool.query('DELETE FROM query_results WHERE computed_at < now() - $1::interval', [ANSWERS_KEPT])
  await pool.query('DELETE FROM query_runs WHERE started_at < now() - $1::interval', [RUNS_KEPT])
  for (const [table, key, time] of [
    ['query_results', 'cache_key', 'computed_at'],
    ['query_runs', 'id', 'started_at'],
  ])
    await pool.query(
      `DELETE FROM ${table} WHERE (team_id, ${key}) IN (SELECT team_id, ${key} FROM
         (SELECT team_id, ${key}, sum(length(answer)) OVER (ORDER BY ${time} DESC) AS kept FROM ${table}) sized WHERE kept > $1)`,
      [KEPT_CHARACTERS_MAX],
    )
}
