/**
 * Why a request to a user's URL did not succeed.
 *
 * - `invalid_url`: not an http or https URL, or it contains a user name or password
 * - `refused_address`: the host is, or resolves to, an address that must not be reached
 * - `unreachable`: no such host, no connection, or the connection broke
 * - `timeout`: not complete within the time limit
 * - `too_large`: the answer's body is longer than the limit
 * - `too_many_redirects`: more hops than allowed
 */
export type OutboundErrorCode =
  | 'invalid_url'
  | 'refused_address'
  | 'unreachable'
  | 'timeout'
  | 'too_large'
  | 'too_many_redirects'

/** Codes for which a retry of the same request can succeed. */
const RETRYABLE = new Set<OutboundErrorCode>(['unreachable', 'timeout'])

export class OutboundError extends Error {
  override readonly name = 'OutboundError'

  constructor(
    readonly code: OutboundErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }

  get isRetryable(): boolean {
    return RETRYABLE.has(this.code)
  }
}
