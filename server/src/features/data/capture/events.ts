/** Turns the JSON of a classic capture request into checked events: the four body shapes, the token, names and IDs. */
import { validate as isUuid } from 'uuid'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, stringifyJson } from '../../../platform/json.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { CaptureError, captureErrors } from './errors.ts'
import { DISTINCT_ID_CHARACTERS_MAX, JSON_DEPTH_MAX } from './limits.ts'
import { isNestedDeeperThan } from './nesting.ts'
import type { CapturedEvent } from './record.ts'
import { tokenProblem } from './token.ts'

export interface ParsedRequest {
  items: JsonObject[]
  /** Token of the batch shape; null when the items carry their own. */
  batchToken: string | null
  sentAt: string | null
  historical: boolean
}

export interface CheckedRequest {
  token: string
  sentAt: string | null
  historical: boolean
  events: CapturedEvent[]
  /** Events that came without a uuid. */
  withoutUuid: ReadonlySet<CapturedEvent>
}

/** @throws CaptureError 400 */
export function assertNesting(text: string, depthMax: number): void {
  if (isNestedDeeperThan(text, depthMax)) throw captureErrors.unparsable(`nested deeper than ${depthMax} levels`)
}

/** @throws CaptureError 400 */
export function parseJsonText(text: string, depthMax = JSON_DEPTH_MAX): JsonValue {
  assertNesting(text, depthMax)
  try {
    // A byte order mark is not part of JSON, but Windows clients send one.
    return parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    throw captureErrors.unparsable((error as Error).message.slice(0, 200))
  }
}

/**
 * Recognizes the body's shape.
 * @throws CaptureError 400 when it matches none
 */
export function parseShape(json: JsonValue, path: string): ParsedRequest {
  const plain = { batchToken: null, sentAt: null, historical: false }
  if (Array.isArray(json)) {
    if (!json.every(isEvent)) throw captureErrors.unparsable('an item of the array is not an event')
    return { ...plain, items: json as JsonObject[] }
  }
  if (!isJsonObject(json)) throw captureErrors.unparsable('the body is neither an object nor an array')
  const batchToken = json.api_key ?? json.token
  if (typeof batchToken === 'string' && Array.isArray(json.batch) && json.batch.every(isEvent)) {
    const { sent_at: sentAt, historical_migration: historical } = json
    if ((sentAt == null || typeof sentAt === 'string') && (historical == null || typeof historical === 'boolean')) {
      return { items: json.batch as JsonObject[], batchToken, sentAt: sentAt ?? null, historical: historical === true }
    }
  }
  const sentAt = typeof json.sent_at === 'string' ? json.sent_at : null
  if (isEvent(json)) return { ...plain, sentAt, items: [json] }
  if (!hasEventFields(json)) throw captureErrors.unparsable('a field of the event has the wrong type')
  if (!path.startsWith('/engage')) {
    throw new CaptureError(
      400,
      'failed to hydrate events from request: the object is neither an event nor a batch',
      'not_events',
    )
  }
  return { ...plain, sentAt, items: [{ ...json, event: '$identify' }] }
}

function isEvent(item: JsonValue | undefined): boolean {
  return isJsonObject(item) && typeof item.event === 'string' && hasEventFields(item)
}

/** Whether every field that is present has the right type; missing fields are fine. */
function hasEventFields(item: JsonObject): boolean {
  return (
    isAbsentOr(item.properties, isJsonObject) &&
    isAbsentOr(item.$set, isJsonObject) &&
    isAbsentOr(item.$set_once, isJsonObject) &&
    isAbsentOr(item.timestamp, isString) &&
    isAbsentOr(item.offset, (value) => Number.isInteger(value)) &&
    isAbsentOr(item.uuid, (value) => value === '' || (typeof value === 'string' && isUuid(value.trim()))) &&
    [item.token, item.$token, item.api_key].every((token) => isAbsentOr(token, isString))
  )
}

function isAbsentOr(value: JsonValue | undefined, check: (value: JsonValue) => boolean): boolean {
  return value === undefined || value === null || check(value)
}

function isString(value: JsonValue): boolean {
  return typeof value === 'string'
}

/**
 * Checks every event of a request, all or nothing.
 * @throws CaptureError 400 or 401 for the first failed check
 */
export function checkEvents(request: ParsedRequest): CheckedRequest {
  if (request.items.length === 0) throw new CaptureError(400, 'request holds no event', 'no_event')
  const items = request.items.filter((item) => item.event !== '$performance_event')
  const token = checkToken(request.batchToken ?? commonToken(request.items))
  const events = items.map(checkEvent)
  const withoutUuid = new Set(events.filter((_event, index) => !items[index]!.uuid))
  return { token, sentAt: request.sentAt, historical: request.historical, events, withoutUuid }
}

function commonToken(items: JsonObject[]): string {
  let token: string | null = null
  for (const item of items) {
    const own = eventToken(item)
    if (!own || own === token) continue
    if (token !== null) throw new CaptureError(401, 'batch submitted with inconsistent api_key values', 'token')
    token = own
  }
  if (token === null) throw new CaptureError(401, 'event submitted without an api_key', 'token')
  return token
}

function eventToken(item: JsonObject): string | null {
  const inProperties = isJsonObject(item.properties) ? item.properties.token : null
  const token = item.token ?? item.$token ?? item.api_key ?? inProperties
  return typeof token === 'string' ? token : null
}

function checkToken(text: string): string {
  const token = text.trim()
  const problem = tokenProblem(token)
  if (problem) throw new CaptureError(401, `API key is not valid: ${problem}`, 'token')
  return token
}

function checkEvent(item: JsonObject): CapturedEvent {
  const name = item.event as string
  if (name === '') throw new CaptureError(400, 'event submitted with an empty event name', 'event_name')
  const properties = (item.properties ?? {}) as JsonObject
  const distinctId = distinctIdText(item.distinct_id ?? item.$distinct_id ?? properties.distinct_id)
  if (distinctId === null) throw new CaptureError(400, 'event submitted without a distinct_id', 'distinct_id')
  const cookieless = properties.$cookieless_mode
  if (cookieless !== undefined && cookieless !== null && typeof cookieless !== 'boolean') {
    throw new CaptureError(400, 'event submitted with invalid cookieless mode', 'cookieless_mode')
  }
  return {
    uuid: item.uuid ? (item.uuid as string).trim().toLowerCase() : newUuid(),
    event: name,
    distinct_id: distinctId,
    properties,
    timestamp: (item.timestamp as string | null) ?? undefined,
    offset: (item.offset as number | null) ?? undefined,
    $set: (item.$set as JsonObject | null) ?? undefined,
    $set_once: (item.$set_once as JsonObject | null) ?? undefined,
  }
}

/** A distinct ID of any JSON type as text, truncated to its limit; null if there is none. */
export function distinctIdText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null
  const text = (typeof value === 'string' ? value : stringifyJson(value)).replaceAll('\0', '\uFFFD').toWellFormed()
  if (text.trim() === '') return null
  if (text.length <= DISTINCT_ID_CHARACTERS_MAX) return text
  // Counts characters, not UTF-16 units, so that an emoji at the limit is kept whole or not at all.
  return [...text].slice(0, DISTINCT_ID_CHARACTERS_MAX).join('')
}
