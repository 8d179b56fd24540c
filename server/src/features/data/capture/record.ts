/**
 * The content of an event log record: the events of a request as capture accepted them, and what only the edge knows
 * (address, arrival). The worker trusts it: everything was checked before it was logged.
 */
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import { EVENTS_PER_RECORD_MAX, RECORD_BYTES_TARGET } from './limits.ts'
import { encodeSnapshots } from './snapshots.ts'

const NEWLINE = 10

export interface CapturedEvent {
  uuid: string
  event: string
  distinct_id: string
  properties: JsonObject
  timestamp?: string
  /** Milliseconds before arrival; overrides `timestamp`. */
  offset?: number
  $set?: JsonObject
  $set_once?: JsonObject
  /** For a change that the API already made: the version that the change gave the person. */
  appliedVersion?: number
}

export interface EventsRecord {
  kind: 'events'
  token: string
  ip: string
  /** Time of arrival, milliseconds since 1970. */
  now: number
  /** When the client's clock says it sent the request, if known. */
  sentAt: number | null
  historical: boolean
  events: CapturedEvent[]
}

export interface ReplayRecord {
  kind: 'replay'
  token: string
  now: number
  uuid: string
  distinctId: string
  sessionId: string
  windowId: string
  source: 'web' | 'mobile'
  library: string
  /** For each item, a line that says what it is, and a line with the item as it was sent; see `snapshotsIn`. */
  lines: Buffer
}

export type CaptureRecord = EventsRecord | ReplayRecord

/** Encodes a request for the log; a large request becomes several records. */
export function encodeEvents(record: EventsRecord): Buffer[] {
  const { events, ...head } = record
  const prefix = stringifyJson(head).slice(0, -1)
  const payloads: Buffer[] = []
  let texts: string[] = []
  let bytes = 0
  const flush = () => {
    if (texts.length > 0) payloads.push(Buffer.from(`${prefix},"events":[${texts.join(',')}]}`))
    texts = []
    bytes = 0
  }
  for (const event of events) {
    const text = stringifyJson(event)
    if (texts.length >= EVENTS_PER_RECORD_MAX || bytes + text.length > RECORD_BYTES_TARGET) flush()
    texts.push(text)
    bytes += text.length
  }
  flush()
  return payloads
}

/** The items stay lines, so that the worker need not parse them again. */
export function encodeReplay({ lines, ...head }: ReplayRecord): Buffer[] {
  return [Buffer.concat([Buffer.from(`${stringifyJson(head)}\n`), lines])]
}

/** @throws Error when the bytes are not a record */
export function decodeRecord(payload: Buffer): CaptureRecord {
  const end = payload.indexOf(NEWLINE)
  const value = parseJson(payload.toString('utf8', 0, end < 0 ? payload.length : end)) as unknown as CaptureRecord
  if (!isJsonObject(value) || (value.kind !== 'events' && value.kind !== 'replay'))
    throw new Error('not a capture record')
  if (value.kind === 'events') return value
  if (end >= 0) return { ...value, lines: payload.subarray(end + 1) }
  // Logged by an earlier version, with the items as a list.
  const { snapshots, ...head } = value as unknown as ReplayRecord & { snapshots: JsonValue[] }
  return { ...head, lines: encodeSnapshots(snapshots, head.now) }
}
