/** The API client. The UI uses only the public API; the types are generated from the API document. */
import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema'

export interface ErrorBody {
  type: string
  code: string
  detail: string
  attr: string | null
}

/** A failed request: an error response, or no response at all (status 0). */
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
  detail: 'The server took too long to respond.',
  attr: null,
}
/** Error code of a response without a readable error body. */
export const UNREADABLE = 'unreadable'

/** Timeout of GET requests. The server's own query timeout is shorter. */
const READ_MS_MAX = 120_000

/** @param isLate whether the request timed out; otherwise the connection failed */
export const noAnswer = (isLate: boolean) => new RequestError(0, isLate ? TIMEOUT : OFFLINE, null)

/** @param body the parsed body, if it was JSON: a proxy may have answered instead of the server */
export function failedAnswer(response: Response, body: unknown): RequestError {
  const isProblem = typeof body === 'object' && body !== null && 'detail' in body
  const own: ErrorBody = {
    type: 'server_error',
    code: UNREADABLE,
    detail: `The server responded with status ${response.status}.`,
    attr: null,
  }
  return new RequestError(response.status, isProblem ? (body as ErrorBody) : own, response.headers.get('x-request-id'))
}

/** Whether the server is briefly unavailable, so that an automatic retry makes sense. */
export const isAway = (error: unknown) =>
  error instanceof RequestError && error.body.code !== TIMEOUT.code && (error.isOffline || error.status >= 502)

function cookie(name: string): string {
  const pair = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : ''
}

/** False if there cannot be a session, which saves a request that would fail. */
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

/** `fetch` with a timeout for GET requests. */
function patientFetch(request: Request): Promise<Response> {
  if (request.method !== 'GET') return fetch(request)
  return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(READ_MS_MAX)]) })
}

export const api = createClient<paths>({ baseUrl: '/', fetch: patientFetch })
api.use(middleware)

/** The data of a response. The middleware has already thrown errors. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}
