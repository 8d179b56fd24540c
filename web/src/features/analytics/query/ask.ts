/** Runs queries in the background, so that the page can show progress and Cancel stops the work on the server. */

import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { failedAnswer, isAway, noAnswer, RequestError } from '../../../api/client'
import { noteReach } from './reach'

export interface Answer {
  results: unknown
  columns?: string[]
  types?: [string, string][]
  hasMore?: boolean
  is_cached?: boolean
  last_refresh?: string
  cache_target_age?: string
  timezone?: string
  resolved_date_range?: { date_from: string; date_to: string } | null
  hogql?: string
  [other: string]: unknown
}

export interface Progress {
  /** Seconds. */
  elapsed: number
  rowsRead: number
  rowsTotal: number
}

export interface AskOptions {
  /** Computes even if there is a fresh answer. */
  isForced?: boolean
  overrides?: unknown
  variables?: unknown
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

interface Status {
  id: string
  complete: boolean
  error: boolean
  error_message: string | null
  /** HTTP status and code of the failure. */
  error_status: number | null
  error_code: string | null
  results: Answer | null
  query_progress: { time_elapsed: number; rows_read: number; estimated_rows_total: number } | null
}

/** An answer, or the status of the query. */
type Sent = Answer & { query_status?: Status | null }

/** Long enough for most answers, short enough for a lively progress line. */
const WAIT_SECONDS = 1
const RECONNECT_MS = 1_000
/** Retries while the server is unavailable: for a query that runs, and for one that may not have started. */
const RECONNECT_MAX = { running: 60, asking: 8 }
/** The server stopped during the query. Sending it again starts it from the beginning. */
const isRestarted = (error: unknown) => error instanceof RequestError && error.body.code === 'restarted'
/** Timeout of one request. The server holds a request for at most one second on purpose. */
const REQUEST_MS_MAX = 60_000

const csrf = () => /(?:^|; )posthog_csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? ''

interface Sending {
  method: string
  url: string
  body?: unknown
  signal?: AbortSignal
}

async function send({ method, url, body, signal }: Sending): Promise<Sent> {
  let response: Response
  let text: string
  const limit = AbortSignal.timeout(REQUEST_MS_MAX)
  try {
    response = await fetch(url, {
      method,
      headers: {
        Prefer: `wait=${WAIT_SECONDS}`,
        ...(method !== 'GET' && { 'X-CSRFToken': decodeURIComponent(csrf()) }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    text = await response.text()
  } catch (error) {
    if (signal?.aborted) throw error
    throw noAnswer(limit.aborted)
  }
  const parsed = text === '' ? {} : readJson(text)
  if (!response.ok) throw failedAnswer(response, parsed)
  if (parsed === undefined) throw failedAnswer(response, undefined)
  return parsed as Sent
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not from the server, but from something in between, such as a proxy.
    return undefined
  }
}

/** Retries while the server restarts or the connection is down, instead of giving up the query. */
async function sendPatiently(tries: number, sending: Sending): Promise<Sent> {
  for (let lost = 0; ; lost++) {
    try {
      const answer = await send(sending)
      noteReach(true)
      return answer
    } catch (error) {
      if (!isAway(error) || isRestarted(error)) throw error
      noteReach(false)
      if (lost >= tries) throw error
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS))
      sending.signal?.throwIfAborted()
    }
  }
}

/**
 * @throws RequestError for a query that cannot be answered
 * @throws the abort reason of the signal; the server stops the query, too
 */
export async function ask(projectId: number, node: QueryNode, options: AskOptions = {}, retry = true): Promise<Answer> {
  const { isForced, overrides, variables, signal, onProgress } = options
  const base = `/api/projects/${projectId}/query`
  const id = crypto.randomUUID()
  // Until the query is known to run, closing the connection is enough: the server stops queries that no one waits for.
  let isRunning = false
  const cancel = () => isRunning && void send({ method: 'DELETE', url: `${base}/${id}/` }).catch(() => {})
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    // Sending the same ID again joins the same run, if that has started.
    const body = {
      query: node,
      refresh: isForced ? 'force_async' : 'async',
      client_query_id: id,
      ...(overrides ? { filters_override: overrides } : {}),
      ...(variables ? { variables_override: variables } : {}),
    }
    const asking = { method: 'POST', url: `${base}/`, body, signal }
    let answer = await sendPatiently(RECONNECT_MAX.asking, asking)
    for (;;) {
      const status = answer.query_status
      if (!status) return answer
      isRunning = !status.complete
      if (status.complete && status.error) throw failure(status)
      if (status.complete) return status.results as Answer
      if (status.query_progress) {
        const { time_elapsed: elapsed, rows_read: rowsRead, estimated_rows_total: rowsTotal } = status.query_progress
        onProgress?.({ elapsed, rowsRead, rowsTotal })
      }
      const waiting = { method: 'GET', url: `${base}/${status.id}/`, signal }
      answer = await sendPatiently(RECONNECT_MAX.running, waiting)
    }
  } catch (error) {
    if (signal?.aborted) noteReach(true)
    if (retry && isRestarted(error)) return await ask(projectId, node, options, false)
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

function failure({ error_message: message, error_status: status, error_code: code }: Status): RequestError {
  const isServers = (status ?? 400) >= 500
  return new RequestError(
    status ?? 400,
    {
      type: isServers ? 'server_error' : 'validation_error',
      code: code ?? 'query_error',
      detail: message ?? 'The query failed.',
      attr: null,
    },
    null,
  )
}
