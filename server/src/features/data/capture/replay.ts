/** Checks recording snapshots: uploads to `/s/`, and `$snapshot` events among others. */
import { createHash } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { CaptureError } from './errors.ts'
import type { CheckedRequest } from './events.ts'
import type { CapturedEvent, ReplayRecord } from './record.ts'
import { encodeSnapshots } from './snapshots.ts'

const SESSION_ID = /^[A-Za-z0-9-]{1,70}$/
const WINDOW_ID_CHARACTERS_MAX = 200
export const isSnapshot = ({ event }: CapturedEvent): boolean => event === '$snapshot'

interface Arrival {
  userAgent: string
  /** Milliseconds since 1970. */
  now: number
}

/**
 * One record for a whole upload: IDs come from its first event, the items of all events are joined in order.
 * @throws CaptureError 400
 */
export function replayOfUpload(request: CheckedRequest, arrival: Arrival): ReplayRecord | null {
  if (!request.events[0]) throw new CaptureError(400, 'request holds no event', 'no_event')
  return toRecord(request, request.events, arrival)
}

/**
 * A record for each session and window that the snapshots among other events name.
 * @throws CaptureError 400
 */
export function replaysAmongEvents(request: CheckedRequest, arrival: Arrival): ReplayRecord[] {
  const groups = new Map<string, CapturedEvent[]>()
  for (const event of request.events.filter(isSnapshot)) {
    const key = JSON.stringify([event.properties.$session_id, event.properties.$window_id])
    groups.set(key, [...(groups.get(key) ?? []), event])
  }
  return [...groups.values()].flatMap((group) => toRecord(request, group, arrival) ?? [])
}

/** Null if no item is left to store. */
function toRecord(
  { token, withoutUuid }: CheckedRequest,
  events: readonly CapturedEvent[],
  { userAgent, now }: Arrival,
): ReplayRecord | null {
  const first = events[0]!
  const sessionId = first.properties.$session_id
  if (sessionId === undefined || sessionId === null) {
    throw new CaptureError(400, 'replay event submitted without session id', 'replay')
  }
  if (typeof sessionId !== 'string' || !SESSION_ID.test(sessionId)) {
    throw new CaptureError(400, 'replay event has invalid session id', 'replay')
  }
  const given = first.properties.$window_id
  const windowId = typeof given === 'string' && given !== '' ? given.slice(0, WINDOW_ID_CHARACTERS_MAX) : sessionId
  const lines = encodeSnapshots(
    events.flatMap((event) => snapshotsOf(event.properties)),
    now,
  )
  if (lines.length === 0) return null
  return {
    kind: 'replay',
    token,
    now,
    uuid: withoutUuid.has(first) ? contentUuid(sessionId, windowId, lines) : first.uuid,
    distinctId: first.distinct_id,
    sessionId,
    windowId,
    source: first.properties.$snapshot_source === 'mobile' ? 'mobile' : 'web',
    library: libraryName(first.properties, userAgent),
    lines,
  }
}

function snapshotsOf(properties: JsonObject): JsonValue[] {
  const data = properties.$snapshot_data
  if (Array.isArray(data)) return data
  if (isJsonObject(data)) return [data]
  throw new CaptureError(400, 'replay event submitted without snapshot data', 'replay')
}

/** An upload without a uuid is known by its content, so that a repeated one is the same. */
function contentUuid(sessionId: string, windowId: string, lines: Buffer): string {
  const hash = createHash('sha256')
    .update(`${sessionId}\n${JSON.stringify(windowId)}\n`)
    .update(lines)
    .digest('hex')
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function libraryName(properties: JsonObject, userAgent: string): string {
  if (typeof properties.$lib === 'string' && properties.$lib !== '') return properties.$lib.slice(0, 100)
  if (userAgent === '') return 'unknown'
  const product = userAgent.split('/')[0] ?? ''
  return product.includes('posthog') ? product.slice(0, 100) : 'web'
}
