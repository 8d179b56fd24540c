/** Why a request failed, in words that fit the cause. */
import { RequestError, UNREADABLE } from './client'

export interface Problem {
  /** One sentence: what happened. */
  title: string
  /** What it means or what helps; may be empty. */
  advice: string
}

/** Details that say no more than the status does. */
const HOLLOW = new Set(['', 'Not found.', 'A server error occurred.'])

const CANCELLED: Problem = { title: 'The question was cancelled.', advice: '' }

/** @param isOnline whether the browser has a network; it matters when there was no answer at all */
export function explain(error: Error, isOnline = globalThis.navigator?.onLine !== false): Problem {
  if (!(error instanceof RequestError)) {
    if (error.name === 'AbortError') return CANCELLED
    if (error.name === 'TimeoutError') return { title: 'The server took too long to answer.', advice: 'Try again.' }
    if (/import|module/i.test(error.message) && error instanceof TypeError)
      return { title: 'This page could not be loaded.', advice: 'The server is away or was updated. Load it again.' }
    return { title: 'This page met a fault of its own.', advice: error.message }
  }
  const { status, body } = error
  const detail = body.code === UNREADABLE || HOLLOW.has(body.detail ?? '') ? '' : body.detail
  if (body.code === 'timeout') return { title: 'The server took too long to answer.', advice: 'Try again.' }
  if (body.code === 'timeout_exceeded') return { title: 'The question took too long to answer.', advice: detail }
  if (body.code === 'cancelled') return CANCELLED
  if (status === 0 && !isOnline) return { title: 'You are offline.', advice: 'Try again when you have a connection.' }
  if (status === 0 || status === 502 || status === 504)
    return { title: 'The server cannot be reached.', advice: 'It may be restarting. Try again in a moment.' }
  if (status === 503)
    return { title: 'The server cannot answer at the moment.', advice: detail || 'Try again in a moment.' }
  if (status >= 500 || status < 400)
    return { title: 'The server failed to answer.', advice: 'The fault is the server’s, not your question’s.' }
  if (status === 401) return { title: 'You are logged out.', advice: 'Log in again to see this.' }
  if (status === 403) return { title: 'You may not see this.', advice: detail || 'Ask an admin for access.' }
  if (status === 404 || status === 410)
    return { title: 'This does not exist any more.', advice: detail || 'It was deleted, or never existed.' }
  if (status === 429) return { title: 'Too many requests.', advice: detail || 'Wait a moment, then try again.' }
  return { title: 'The server cannot answer this question.', advice: detail }
}
