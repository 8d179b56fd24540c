/** The one way the UI talks to the server: the public API, with the types generated from its own document. */
import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema'

export interface ErrorBody {
  type: string
  code: string
  detail: string
  attr: string | null
}

/** An answer other than success, or no answer at all (status 0). */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly requestId: string | null,
  ) {
    super(body.detail)
  }
  get isOffline(): boolean {
    return this.status === 0
  }
}

const OFFLINE: ErrorBody = { type: 'offline', code: 'offline', detail: 'The server cannot be reached.', attr: null }
const TIMEOUT: ErrorBody = {
  type: 'offline',
  code: 'timeout',
  detail: 'The server took too long to answer.',
  attr: null,
}
/** Code of an answer whose body says nothing. */
export const UNREADABLE = 'unreadable'

/** Without an answer for this long, a request that only reads has failed. The server gives up on its own queries before. */
const READ_MS_MAX = 120_000

/** @param isLate whether the wait was given up, rather than the line having failed */
export const noAnswer = (isLate: boolean) => new RequestError(0, isLate ? TIMEOUT : OFFLINE, null)

/** @param body what came, when it was JSON: anything between here and the server may have answered */
export function failedAnswer(response: Response, body: unknown): RequestError {
  const isProblem = typeof body === 'object' && body !== null && 'detail' in body
  const own: ErrorBody = {
    type: 'server_error',
    code: UNREADABLE,
    detail: `The server answered ${response.status}.`,
    attr: null,
  }
  return new RequestError(response.status, isProblem ? (body as ErrorBody) : own, response.headers.get('x-request-id'))
}

/** Whether a failure is one of a server that is away for a moment, so that asking again by itself makes sense. */
export const isAway = (error: unknown) =>
  error instanceof RequestError && error.body.code !== TIMEOUT.code && (error.isOffline || error.status >= 502)

function cookie(name: string): string {
  const pair = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : ''
}

/** False when there is certainly no session, which spares a request that could only fail. */
export function mayBeLoggedIn(): boolean {
  return cookie('posthog_csrftoken') !== ''
}

const middleware: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', cookie('posthog_csrftoken'))
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return response
    throw failedAnswer(response, await response.json().catch(() => undefined))
  },
  onError({ error }) {
    return noAnswer((error as Error).name === 'TimeoutError')
  },
}

/** `fetch` that waits no longer than it should for what is read. */
function patientFetch(request: Request): Promise<Response> {
  if (request.method !== 'GET') return fetch(request)
  return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(READ_MS_MAX)]) })
}

export const api = createClient<paths>({ baseUrl: '/', fetch: patientFetch })
api.use(middleware)

/** The data of an answer; errors were thrown before. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}
