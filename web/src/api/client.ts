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
    const body = await response
      .json()
      .catch(() => ({ ...OFFLINE, code: 'error', detail: `The server answered ${response.status}.` }))
    throw new RequestError(response.status, body as ErrorBody, response.headers.get('x-request-id'))
  },
  onError() {
    return new RequestError(0, OFFLINE, null)
  },
}

export const api = createClient<paths>({ baseUrl: '/' })
api.use(middleware)

/** The data of an answer; errors were thrown before. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}
