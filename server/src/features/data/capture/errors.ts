/** A capture request that cannot be accepted. Classic capture answers errors as plain text, never as JSON. */
export class CaptureError extends Error {
  constructor(
    readonly status: 400 | 401 | 413 | 503,
    message: string,
    /** Closed list; the value is the name of the counter and the metric. */
    readonly reason: CaptureRejection,
  ) {
    super(message)
  }
}

export type CaptureRejection =
  | 'no_payload'
  | 'undecodable'
  | 'unparsable'
  | 'not_events'
  | 'no_event'
  | 'too_large'
  | 'token'
  | 'event_name'
  | 'distinct_id'
  | 'cookieless_mode'
  | 'replay'
  | 'unavailable'
  | 'v1'

const undecodable = (detail: string) => new CaptureError(400, `failed to decode request: ${detail}`, 'undecodable')
const unparsable = (detail: string) => new CaptureError(400, `failed to parse request: ${detail}`, 'unparsable')
const tooLarge = (limit: number) =>
  new CaptureError(413, `maximum event size exceeded: the limit is ${limit} bytes`, 'too_large')

export const captureErrors = { undecodable, unparsable, tooLarge }
