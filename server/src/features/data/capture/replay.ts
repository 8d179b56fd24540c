/** Checks an upload of session replay snapshots (`/s/`). */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'
import { CaptureError } from './errors.ts'
import { checkEvents, type ParsedRequest } from './events.ts'
import type { ReplayRecord } from './record.ts'

const SESSION_ID = /^[A-Za-z0-9-]{1,70}$/

/**
 * Produces one record for the whole request: IDs come from its first event, snapshots are joined in order.
 * @throws CaptureError 400 or 401
 */
export function checkReplay(request: ParsedRequest, userAgent: string, now: number): ReplayRecord {
  const { token, events } = checkEvents(request)
  const first = events[0]
  if (!first) throw new CaptureError(400, 'request holds no event', 'no_event')
  const sessionId = first.properties.$session_id
  if (sessionId === undefined || sessionId === null) {
    throw new CaptureError(400, 'replay event submitted without session id', 'replay')
  }
  if (typeof sessionId !== 'string' || !SESSION_ID.test(sessionId)) {
    throw new CaptureError(400, 'replay event has invalid session id', 'replay')
  }
  const windowId = first.properties.$window_id
  return {
    kind: 'replay',
    token,
    now,
    uuid: first.uuid,
    distinctId: first.distinct_id,
    sessionId,
    windowId: typeof windowId === 'string' && windowId !== '' ? windowId : sessionId,
    source: first.properties.$snapshot_source === 'mobile' ? 'mobile' : 'web',
    library: libraryName(first.properties, userAgent),
    snapshots: events.flatMap((event) => snapshotsOf(event.properties)),
  }
}

function snapshotsOf(properties: JsonObject): JsonValue[] {
  const data = properties.$snapshot_data
  if (Array.isArray(data)) return data
  if (isJsonObject(data)) return [data]
  throw new CaptureError(400, 'replay event submitted without snapshot data', 'replay')
}

function libraryName(properties: JsonObject, userAgent: string): string {
  if (typeof properties.$lib === 'string' && properties.$lib !== '') return properties.$lib.slice(0, 100)
  const product = userAgent.split('/')[0] ?? ''
  return product.includes('posthog') ? product.slice(0, 100) : 'web'
}
