/** Answers queries: from the cache, synchronously, or in the background. */
import { randomUUID } from 'node:crypto'
import type { QueryNode } from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import PQueue from 'p-queue'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { type JsonObject, parseJson, stringifyJson } from '../../../platform/json.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Service } from '../../../platform/services.ts'
import { findProgress } from '../hogql/index.ts'
import { Asker, type AskerOptions, type AskingTeam, type QueryStores } from './asker.ts'
import { cacheKey, freshSeconds, readAnswer, saveAnswer } from './cache.ts'
import { type NodeAnswer, runNode } from './run-node.ts'

export const REFRESH_MODES = [
  'blocking',
  'async',
  'async_except_on_cache_miss',
  'lazy_async',
  'force_blocking',
  'force_async',
  'force_cache',
] as const
export type Refresh = (typeof REFRESH_MODES)[number]

const AT_ONCE_MAX = 4
const WAITING_MAX = 100
const RENEW_MS = 2_000
/** Polling interval for runs in other processes. */
const LOOK_MS = 250
/** A run that was not renewed for this long is lost: its process no longer runs. */
const LOST_AFTER = '15 seconds'
const RESTARTED = {
  status: 503,
  message: 'The server was restarted while the query ran. Ask again.',
  code: 'restarted',
}
/** Abort reason when the process shuts down. */
const STOPPING = new Error('stopping')

export interface Envelope extends NodeAnswer {
  is_cached: boolean
  cache_key: string
  last_refresh: string
  cache_target_age: string
  next_allowed_client_refresh: string
  timezone: string
  calculation_trigger: null
  query_status: null
}

/** A background run that was started instead of answering at once. */
export interface Started {
  status: QueryStatus
  /** A stale cached answer. */
  stale: Envelope | null
}

export interface QueryStatus {
  id: string
  team_id: number
  complete: boolean
  error: boolean
  error_message: string | null
  /** The HTTP status and code that a synchronous query would have returned; null without an error. */
  error_status: number | null
  error_code: string | null
  query_async: true
  results: unknown
  start_time: string
  end_time: string | null
  task_id: null
  query_progress: { time_elapsed: number; rows_read: number; estimated_rows_total: number } | null
}

interface RunRow {
  id: string
  startedAt: Date
  finishedAt: Date | null
  isLost: boolean
  isCancelled: boolean
  answer: string | null
  error: { status: number; message: string; code: string; extra?: JsonObject } | null
}

/** IDs come from clients. The routes reject IDs that could break out of the SQL comment. */
const labelOf = (teamId: number, id: string) => `run ${teamId}:${id}`

/** A service rather than a job: a client waits for the answer, and asks again after a restart. */
export class QueryRunner implements Service {
  readonly name = 'background queries'
  readonly purpose = 'Runs queries that take too long for a single request.'
  private readonly running = new Map<string, { cancel: AbortController; ended: Promise<void> }>()
  private readonly background = new PQueue({ concurrency: AT_ONCE_MAX })

  constructor(
    readonly stores: QueryStores,
    private readonly logger: Logger,
  ) {}

  /**
   * Answers from the cache while it is fresh; otherwise computes the answer or starts a background run, depending on
   * `refresh`.
   */
  async answer(
    team: AskingTeam,
    node: QueryNode,
    refresh: Refresh,
    {
      signal,
      clientQueryId,
      userId,
      isLegacy = false,
      isPatient = false,
    }: {
      signal?: AbortSignal
      clientQueryId?: string
      userId: number | null
      isLegacy?: boolean
      /** Nobody waits for it: the computation may take minutes. */
      isPatient?: boolean
    },
  ): Promise<Envelope | Started> {
    const key = cacheKey(team, node, isLegacy)
    const pool = this.stores.db.$client
    const forced = refresh === 'force_blocking' || refresh === 'force_async'
    const cached = forced ? null : await readAnswer(pool, team.id, key)
    const age = cached ? (Date.now() - cached.computedAt.getTime()) / 1000 : Number.POSITIVE_INFINITY
    const found = cached ? this.envelope(team, node, key, cached.answer, cached.computedAt, true) : null
    if (found && (age < freshSeconds(node) || (refresh === 'lazy_async' && age < 24 * 3600))) return found
    const isAsync =
      refresh === 'force_async' ||
      refresh === 'async' ||
      refresh === 'lazy_async' ||
      (refresh === 'async_except_on_cache_miss' && found !== null)
    if (isAsync) {
      const status = await this.begin(team, node, key, clientQueryId ?? randomUUID(), userId)
      return { status, stale: found }
    }
    const { answer, computedAt } = await this.compute(team, node, key, {
      isLegacy,
      isPatient,
      ...(signal && { signal }),
    })
    return this.envelope(team, node, key, answer, computedAt, false)
  }

  /** The cache key of a query. */
  keyOf(team: AskingTeam, node: QueryNode): string {
    return cacheKey(team, node)
  }

  /** The cached answer, whatever its age. Never computes. */
  async cached(team: AskingTeam, node: QueryNode): Promise<Envelope | null> {
    const key = cacheKey(team, node)
    const cached = await readAnswer(this.stores.db.$client, team.id, key)
    return cached && this.envelope(team, node, key, cached.answer, cached.computedAt, true)
  }

  private async compute(team: AskingTeam, node: QueryNode, key: string, options: Omit<AskerOptions, 'now'>) {
    const computedAt = new Date()
    const asker = await Asker.open(this.stores, team, node, { ...options, now: computedAt })
    const answer = await runNode(node, asker)
    if (freshSeconds(node) > 0) await saveAnswer(this.stores.db.$client, team.id, key, answer, computedAt)
    return { answer, computedAt }
  }

  private envelope(
    team: AskingTeam,
    node: QueryNode,
    key: string,
    answer: NodeAnswer,
    computedAt: Date,
    isCached: boolean,
  ): Envelope {
    const fresh = DateTime.fromJSDate(computedAt, { zone: 'UTC' })
      .plus({ seconds: freshSeconds(node) })
      .toISO()!
    return {
      ...answer,
      is_cached: isCached,
      cache_key: key,
      last_refresh: computedAt.toISOString(),
      cache_target_age: fresh,
      next_allowed_client_refresh: fresh,
      timezone: team.timezone,
      calculation_trigger: null,
      query_status: null,
    }
  }

  private async begin(
    team: AskingTeam,
    node: QueryNode,
    key: string,
    id: string,
    userId: number | null,
  ): Promise<QueryStatus> {
    if (this.background.size >= WAITING_MAX) throw errors.throttled(10)
    const pool = this.stores.db.$client
    const { rowCount } = await pool.query(
      `INSERT INTO query_runs (team_id, id, cache_key, query, created_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (team_id, id) DO UPDATE SET cache_key = EXCLUDED.cache_key, query = EXCLUDED.query, started_at = now(), renewed_at = now(),
         finished_at = NULL, is_cancelled = false, answer = NULL, error = NULL WHERE query_runs.finished_at IS NOT NULL`,
      [team.id, id, key, stringifyJson(node), userId],
    )
    // If the ID belongs to a run in progress, that run continues and no new one starts.
    if (rowCount) {
      const cancel = new AbortController()
      const ended = this.carryOut(team, node, key, id, cancel)
      this.running.set(`${team.id}:${id}`, { cancel, ended })
      void ended.finally(() => this.running.delete(`${team.id}:${id}`))
    }
    return (await this.status(team.id, id))!
  }

  private async carryOut(
    team: AskingTeam,
    node: QueryNode,
    key: string,
    id: string,
    cancel: AbortController,
  ): Promise<void> {
    const pool = this.stores.db.$client
    const renewal = setInterval(() => {
      pool
        .query<{ cancelled: boolean }>(
          'UPDATE query_runs SET renewed_at = now() WHERE team_id = $1 AND id = $2 RETURNING is_cancelled AS cancelled',
          [team.id, id],
        )
        .then(({ rows }) => {
          // Another process may have received the cancel request.
          if (rows[0]?.cancelled) cancel.abort(new Error('cancelled'))
        })
        .catch(() => {})
    }, RENEW_MS)
    try {
      const { answer, computedAt } = await this.background.add(
        () => this.compute(team, node, key, { signal: cancel.signal, label: labelOf(team.id, id) }),
        { signal: cancel.signal },
      )
      const envelope = this.envelope(team, node, key, answer, computedAt, false)
      await this.finish(team.id, id, stringifyJson(envelope), null)
    } catch (error) {
      if (!(error instanceof ApiError) && !cancel.signal.aborted)
        this.logger.error({ err: error }, 'a background query failed')
      const problem =
        cancel.signal.reason === STOPPING
          ? RESTARTED
          : cancel.signal.aborted
            ? { status: 400, message: 'The query was cancelled.', code: 'cancelled' }
            : error instanceof ApiError
              ? { status: error.status, message: error.detail, code: error.code }
              : { status: 500, message: 'A server error occurred.', code: 'error' }
      await this.finish(team.id, id, null, problem).catch(() => {})
    } finally {
      clearInterval(renewal)
    }
  }

  private async finish(teamId: number, id: string, answer: string | null, error: object | null): Promise<void> {
    await this.stores.db.$client.query(
      'UPDATE query_runs SET finished_at = now(), answer = $3, error = $4 WHERE team_id = $1 AND id = $2 AND finished_at IS NULL',
      [teamId, id, answer?.replaceAll('\\u0000', '\\ufffd') ?? null, error && JSON.stringify(error)],
    )
  }

  /** The status of a run; null if there is no run with that ID. */
  async status(teamId: number, id: string): Promise<QueryStatus | null> {
    const run = await this.findRun(teamId, id)
    if (!run) return null
    const error = run.error ?? (run.isLost ? RESTARTED : null)
    return {
      id,
      team_id: teamId,
      complete: run.finishedAt !== null || run.isLost,
      error: error !== null,
      error_message: error?.message ?? null,
      error_status: error?.status ?? null,
      error_code: error?.code ?? null,
      query_async: true,
      results: run.answer === null ? null : parseJson(run.answer),
      start_time: run.startedAt.toISOString(),
      end_time: run.finishedAt?.toISOString() ?? null,
      task_id: null,
      query_progress: run.finishedAt || run.isLost ? null : await this.progress(teamId, run),
    }
  }

  private async progress(
    teamId: number,
    { id, startedAt }: RunRow,
  ): Promise<NonNullable<QueryStatus['query_progress']>> {
    // Progress is optional: polling must not fail because the engine is busy.
    const found = await findProgress(this.stores.reader, labelOf(teamId, id)).catch(() => null)
    return {
      time_elapsed: (Date.now() - startedAt.getTime()) / 1000,
      rows_read: found?.rowsRead ?? 0,
      estimated_rows_total: found?.rowsTotal ?? 0,
    }
  }

  /** Waits until a run has ended, in whichever process it is, or until the time is up. */
  async waitFor(teamId: number, id: string, milliseconds: number): Promise<void> {
    const deadline = Date.now() + milliseconds
    const own = this.running.get(`${teamId}:${id}`)
    if (own) {
      let timer: NodeJS.Timeout | undefined
      await Promise.race([own.ended, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))])
      clearTimeout(timer)
      return
    }
    while (Date.now() < deadline) {
      const run = await this.findRun(teamId, id)
      if (!run || run.finishedAt || run.isLost) return
      await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_MS, deadline - Date.now())))
    }
  }

  private async findRun(teamId: number, id: string): Promise<RunRow | null> {
    const { rows } = await this.stores.db.$client.query<RunRow>(
      `SELECT id, started_at AS "startedAt", finished_at AS "finishedAt", is_cancelled AS "isCancelled", answer, error,
         finished_at IS NULL AND renewed_at < now() - $3::interval AS "isLost"
       FROM query_runs WHERE team_id = $1 AND id = $2`,
      [teamId, id, LOST_AFTER],
    )
    return rows[0] ?? null
  }

  /** Cancels a run, in whichever process it is. @returns false if there is no run with that ID */
  async cancel(teamId: number, id: string): Promise<boolean> {
    const { rowCount } = await this.stores.db.$client.query(
      'UPDATE query_runs SET is_cancelled = true WHERE team_id = $1 AND id = $2',
      [teamId, id],
    )
    this.running.get(`${teamId}:${id}`)?.cancel.abort(new Error('cancelled'))
    return Boolean(rowCount)
  }

  /** Runs start with requests, so there is nothing to do. */
  start(): void {}

  /** Cancels all runs and records that the server restarted. */
  async stop(): Promise<void> {
    const running = [...this.running.values()]
    for (const { cancel } of running) cancel.abort(STOPPING)
    await Promise.all(running.map(({ ended }) => ended))
  }
}
