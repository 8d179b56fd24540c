/** Error messages for failed requests. */
import { RequestError, UNREADABLE } from './client'

export interface Problem {
  /** One sentence: what happened. */
  title: string
  /** What it means or what to do about it; may be empty. */
  advice: string
}

/** Details that add nothing to the status. */
const HOLLOW = new Set(['', 'Not found.', 'A server error occurred.'])

const CANCELLED: Problem = { title: 'The query was canceled.', advice: '' }

/** @param isOnline whether the browser is online; only used if there was no response */
export function explain(error: Error, isOnline = globalThis.navigator?.onLine !== false): Problem {
  if (!(error instanceof RequestError)) {
    if (error.name === 'AbortError') return CANCELLED
    if (error.name === 'TimeoutError') return { title: 'The server took too long to respond.', advice: 'Try again.' }
    if (/import|module/i.test(error.message) && error instanceof TypeError)
      return {
        title: 'This page could not be loaded.',
        advice: 'The server is down or was just updated. Reload the page.',
      }
    return { title: 'Something went wrong on this page.', advice: error.message }
  }
  const { status, body } = error
  const detail = body.code === UNREADABLE || HOLLOW.has(body.detail ?? '') ? '' : body.detail
  if (body.code === 'timeout') return { title: 'The server took too long to respond.', advice: 'Try again.' }
  if (body.code === 'timeout_exceeded') return { title: 'The query took too long.', advice: detail }
  if (body.code === 'cancelled') return CANCELLED
  if (status === 0 && !isOnline) return { title: 'You are offline.', advice: 'Try again when you have a connection.' }
  if (status === 0 || status === 502 || status === 504)
    return { title: 'The server cannot be reached.', advice: 'It may be restarting. Try again in a moment.' }
  if (status === 503)
    return { title: 'The server is temporarily unavailable.', advice: detail || 'Try again in a moment.' }
  if (status >= 500 || status < 400)
    return { title: 'The server ran into an error.', advice: 'The problem is on the server, not in your query.' }
  if (status === 401) return { title: 'You are logged out.', advice: 'Log in again to see this.' }
  if (status === 403) return { title: 'You don’t have access to this.', advice: detail || 'Ask an admin for access.' }
  if (status === 404 || status === 410)
    return { title: 'This no longer exists.', advice: detail || 'It was deleted, or never existed.' }
  if (status === 429) return { title: 'Too many requests.', advice: detail || 'Wait a moment, then try again.' }
  return { title: 'The server rejected this request.', advice: detail }
}
