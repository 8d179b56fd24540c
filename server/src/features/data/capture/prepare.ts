/**
 * Turns a capture request into the records that go into the log. A pure function, so that it runs the same inline and in a
 * thread.
 */
import { decodePayload, OutgrewInline } from './decode.ts'
import { CaptureError, captureErrors } from './errors.ts'
import { assertNesting, checkEvents, parseJsonText, parseShape } from './events.ts'
import {
  CAPTURE_BODY_BYTES_MAX,
  INLINE_BODY_BYTES_MAX,
  INLINE_TEXT_BYTES_MAX,
  JSON_DEPTH_MAX,
  REPLAY_BODY_BYTES_MAX,
  REPLAY_DEPTH_MAX,
} from './limits.ts'
import { encodeEvents, encodeReplay } from './record.ts'
import { isSnapshot, replayOfUpload, replaysAmongEvents } from './replay.ts'
import { checkV1, V1Error, type V1Headers, type V1Result } from './v1.ts'

/** A capture request as plain data, so that it can be posted to a thread. */
export interface RawRequest {
  kind: 'classic' | 'replay' | 'v1'
  path: string
  /** Raw query string without the question mark. */
  query: string
  headers: V1Headers
  body: Buffer
  ip: string
  /** Time of arrival, milliseconds since 1970. */
  now: number
}

export interface Prepared {
  payloads: Buffer[]
  token: string
  events: number
  /** v1 only: the result for each event. */
  results?: Record<string, V1Result>
}

/** A refusal as plain data. */
export type Refusal =
  | { type: 'capture'; status: CaptureError['status']; message: string; reason: CaptureError['reason'] }
  | { type: 'v1'; status: V1Error['status']; tag: string; message: string }

export type PrepareOutcome = { prepared: Prepared } | { refusal: Refusal } | 'outgrew'

// A time in seconds instead of milliseconds would be in January 1970 and shift events by half a century.
const SENT_AT_MS_MIN = Date.UTC(2021, 0, 1)

/** @param inline refuse to do more than a few milliseconds of work, and return 'outgrew' instead */
export function prepare(request: RawRequest, inline: boolean): PrepareOutcome {
  if (inline && request.body.length > INLINE_BODY_BYTES_MAX) return 'outgrew'
  try {
    return { prepared: request.kind === 'v1' ? prepareV1(request) : prepareClassic(request, inline) }
  } catch (error) {
    if (error instanceof OutgrewInline) return 'outgrew'
    if (error instanceof CaptureError) {
      return { refusal: { type: 'capture', status: error.status, message: error.message, reason: error.reason } }
    }
    if (error instanceof V1Error) {
      return { refusal: { type: 'v1', status: error.status, tag: error.tag, message: error.message } }
    }
    throw error
  }
}

function prepareClassic(request: RawRequest, inline: boolean): Prepared {
  const query = new URLSearchParams(request.query)
  const bytesMax = request.kind === 'replay' ? REPLAY_BODY_BYTES_MAX : CAPTURE_BODY_BYTES_MAX
  const encoded = {
    query: request.query,
    contentType: (request.headers['content-type'] ?? '').trim().toLowerCase(),
    contentEncoding: request.headers['content-encoding'] ?? '',
    body: request.body,
  }
  const text = decodePayload(encoded, bytesMax, inline ? INLINE_TEXT_BYTES_MAX : bytesMax)
  if (text.length > bytesMax) throw captureErrors.tooLarge(bytesMax)
  const depthMax = request.kind === 'replay' ? REPLAY_DEPTH_MAX : JSON_DEPTH_MAX
  const parsed = parseShape(parseJsonText(text, depthMax), request.path)
  const checked = checkEvents(parsed)
  const { token, historical } = checked
  const arrival = { userAgent: request.headers['user-agent'] ?? '', now: request.now }
  // An upload holds nothing but snapshots. Where other events are among them, each snapshot stands for itself.
  const isUpload = request.kind === 'replay' && new Set(checked.events.map(isSnapshot)).size <= 1
  if (!isUpload) assertNesting(text, JSON_DEPTH_MAX)
  const replays = isUpload ? [replayOfUpload(checked, arrival)] : replaysAmongEvents(checked, arrival)
  const events = isUpload ? [] : checked.events.filter((event) => !isSnapshot(event))
  const sentAt = parseSentAt(checked.sentAt, query)
  return {
    payloads: [
      ...encodeEvents({ kind: 'events', token, ip: request.ip, now: request.now, sentAt, historical, events }),
      ...replays.flatMap((replay) => (replay ? encodeReplay(replay) : [])),
    ],
    token,
    events: events.length + replays.length,
  }
}

function prepareV1(request: RawRequest): Prepared {
  const { record, results } = checkV1(request.headers, request.body, request.ip, request.now)
  return { payloads: encodeEvents(record), token: record.token, events: record.events.length, results }
}

/** When the client's clock says it sent the request: from the body, else from the query in milliseconds. */
function parseSentAt(text: string | null, query: URLSearchParams): number | null {
  if (text !== null) {
    const time = Date.parse(text)
    if (!Number.isNaN(time)) return time
  }
  const milliseconds = Number(query.get('_') || query.get('sent_at') || Number.NaN)
  return Number.isInteger(milliseconds) && milliseconds >= SENT_AT_MS_MIN ? milliseconds : null
}
