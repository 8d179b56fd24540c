/** Posts JSON to an address that a user entered. */
import { OutboundError } from '../../../../platform/outbound/errors.ts'
import type { Outbound } from '../../../../platform/outbound/outbound.ts'
import type { Outcome } from './channel.ts'

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 64 * 1024
/** Statuses with which a server asks to try again. */
const AGAIN = new Set([408, 425, 429])

/** 2xx is success. A redirect is not followed: what is signed is meant for this address. */
export async function postJson(
  outbound: Outbound,
  url: string,
  body: string,
  { headers = {}, signal }: { headers?: Record<string, string>; signal: AbortSignal },
): Promise<Outcome> {
  try {
    const { status } = await outbound.request(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'Hedgerow', ...headers },
      body,
      timeoutMs: TIMEOUT_MS,
      bytesMax: ANSWER_BYTES_MAX,
      redirectsMax: 0,
      signal,
    })
    if (status >= 200 && status < 300) return { status: 'success' }
    const error = { type: `http_${status}`, message: `The server answered ${status}.` }
    return { status: status >= 500 || AGAIN.has(status) ? 'waiting' : 'failed', error }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    // The server has taken the message, and only said too much.
    if (error.code === 'too_large') return { status: 'success' }
    const message = error.code === 'too_many_redirects' ? 'The server answered with a redirect.' : error.message
    return { status: error.isRetryable ? 'waiting' : 'failed', error: { type: error.code, message } }
  }
}
