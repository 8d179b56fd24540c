/**
 * v1 capture (`/i/v1/analytics/events`): request metadata is in headers, and the answer has a result for every event. Values
 * and the order of the checks follow the SDKs' protocol.
 */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { Decompress as ZstdDecompress } from 'fzstd'
import { validate as isUuid } from 'uuid'
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../../platform/json.ts'
import {
  CAPTURE_BODY_BYTES_MAX,
  DISTINCT_ID_CHARACTERS_MAX,
  JSON_DEPTH_MAX,
  V1_COMPRESSED_BYTES_MAX,
  V1_EVENT_NAME_BYTES_MAX,
} from './limits.ts'
import { isNestedDeeperThan } from './nesting.ts'
import type { CapturedEvent, EventsRecord } from './record.ts'
import { tokenProblem } from './token.ts'
import { decodeUtf8 } from './utf8.ts'

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/
const LIBRARY_CHARACTERS_MAX = 200
const REQUIRED_HEADERS = [
  'authorization',
  'content-type',
  'user-agent',
  'posthog-sdk-info',
  'posthog-attempt',
  'posthog-request-id',
  'posthog-request-timestamp',
] as const
// Compared trimmed and in lower case. Classic capture stores events with such IDs; v1 refuses them.
const ILLEGAL_DISTINCT_IDS = new Set([
  '0',
  '00000000-0000-0000-0000-000000000000',
  '[object object]',
  'anonymous',
  'anonymous-user',
  'backend',
  'distinct_id',
  'distinctid',
  'email',
  'false',
  'guest',
  'id',
  'nan',
  'none',
  'not_authenticated',
  'null',
  'system',
  'true',
  'undefined',
  'user',
])

/** A v1 request that is refused as a whole. */
export class V1Error extends Error {
  constructor(
    readonly status: 400 | 401 | 408 | 413 | 415 | 503,
    readonly tag: string,
    description: string,
  ) {
    super(description)
  }
}

export type V1Result = { result: 'ok' | 'warning' | 'drop' | 'retry'; details?: string }

export interface V1Request {
  record: EventsRecord
  results: Record<string, V1Result>
}

export type V1Headers = Partial<Record<string, string>>

/** @throws V1Error 400, 401 or 415 when the headers are invalid */
export function checkV1Headers(headers: V1Headers): {
  token: string
  sentAt: number
  library: [string, string] | null
} {
  const authorization = headers.authorization
  if (!authorization) throw new V1Error(401, 'missing_authorization', 'The Authorization header is missing.')
  const missing = REQUIRED_HEADERS.filter((name) => !headers[name])
  if (missing.length > 0) throw new V1Error(400, 'missing_required_headers', `Missing headers: ${missing.join(', ')}.`)
  const bearer = /^bearer\s+(.*)$/i.exec(authorization.trim())
  if (!bearer)
    throw new V1Error(400, 'invalid_header_value', 'Authorization must be of the form Bearer <project token>.')
  const token = bearer[1]!.trim()
  const problem = tokenProblem(token)
  if (problem) throw new V1Error(401, 'invalid_api_token', `The project token is not valid: ${problem}.`)
  if (headers['content-type']!.split(';')[0]!.trim().toLowerCase() !== 'application/json') {
    throw new V1Error(415, 'unsupported_content_type', 'Content-Type must be application/json.')
  }
  if (!/^[1-9]\d*$/.test(headers['posthog-attempt']!)) {
    throw new V1Error(400, 'invalid_header_value', 'PostHog-Attempt must be a positive whole number.')
  }
  if (!isUuid(headers['posthog-request-id']!))
    throw new V1Error(400, 'invalid_header_value', 'PostHog-Request-Id must be a UUID.')
  const sentAt = parseRfc3339(headers['posthog-request-timestamp']!)
  if (sentAt === null)
    throw new V1Error(400, 'invalid_header_value', 'PostHog-Request-Timestamp must be an RFC 3339 time.')
  return { token, sentAt, library: parseSdkInfo(headers['posthog-sdk-info']!) }
}

/**
 * Checks a whole v1 request.
 * @throws V1Error for a request-level failure
 */
export function checkV1(headers: V1Headers, body: Buffer, ip: string, now: number): V1Request {
  const { token, sentAt, library } = checkV1Headers(headers)
  const json = parseBody(decompress(headers['content-encoding'] ?? '', body))
  const batch = json.batch
  if (!Array.isArray(batch)) throw new V1Error(400, 'request_parsing_error', 'The body must have a batch array.')
  if (batch.length === 0) throw new V1Error(400, 'empty_batch', 'The batch holds no event.')
  if (typeof json.created_at !== 'string' || parseRfc3339(json.created_at) === null) {
    throw new V1Error(400, 'invalid_batch', 'created_at must be an RFC 3339 time.')
  }
  const results: Record<string, V1Result> = {}
  const events: CapturedEvent[] = []
  for (const item of batch) {
    if (!isJsonObject(item)) throw new V1Error(400, 'request_parsing_error', 'An item of the batch is not an object.')
    if (typeof item.uuid !== 'string' || !isUuid(item.uuid)) {
      throw new V1Error(400, 'missing_event_uuid', 'Every event needs a uuid.')
    }
    if (results[item.uuid])
      throw new V1Error(400, 'duplicate_event_uuid', `uuid ${item.uuid} occurs twice in the batch.`)
    const details = dropReason(item)
    results[item.uuid] = details ? { result: 'drop', details } : { result: 'ok' }
    if (!details) events.push(toEvent(item, library))
  }
  const historical = json.historical_migration === true
  return { record: { kind: 'events', token, ip, now, sentAt, historical, events }, results }
}

function decompress(encoding: string, body: Buffer): Buffer {
  if (body.length === 0) throw new V1Error(400, 'empty_body', 'The body is empty.')
  if (body.length > V1_COMPRESSED_BYTES_MAX && encoding !== '') throw tooLarge(V1_COMPRESSED_BYTES_MAX)
  if (body.length > CAPTURE_BODY_BYTES_MAX) throw tooLarge(CAPTURE_BODY_BYTES_MAX)
  const options = { maxOutputLength: CAPTURE_BODY_BYTES_MAX }
  try {
    if (encoding === '' || encoding === 'identity') return body
    if (encoding === 'gzip') return gunzipSync(body, options)
    if (encoding === 'deflate') return inflateSync(body, options)
    if (encoding === 'br') return brotliDecompressSync(body, options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(CAPTURE_BODY_BYTES_MAX)
    throw new V1Error(400, 'request_decoding_error', `The body is not ${encoding}.`)
  }
  if (encoding === 'zstd') return decompressZstd(body)
  throw new V1Error(415, 'unsupported_encoding', 'Content-Encoding must be gzip, deflate, br or zstd.')
}

function decompressZstd(body: Buffer): Buffer {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    const stream = new ZstdDecompress((chunk) => {
      bytes += chunk.length
      if (bytes > CAPTURE_BODY_BYTES_MAX) throw tooLarge(CAPTURE_BODY_BYTES_MAX)
      chunks.push(chunk)
    })
    stream.push(body, true)
  } catch (error) {
    if (error instanceof V1Error) throw error
    throw new V1Error(400, 'request_decoding_error', 'The body is not zstd.')
  }
  return Buffer.concat(chunks)
}

function tooLarge(limit: number): V1Error {
  return new V1Error(413, 'payload_too_large', `The body exceeds ${limit} bytes.`)
}

/** Invalid bytes become U+FFFD. */
function decodeText(body: Buffer): string {
  try {
    return decodeUtf8(body)
  } catch {
    return body.toString()
  }
}

function parseBody(body: Buffer): JsonObject {
  const text = decodeText(body)
  if (isNestedDeeperThan(text, JSON_DEPTH_MAX)) {
    throw new V1Error(400, 'request_parsing_error', `The body is nested deeper than ${JSON_DEPTH_MAX} levels.`)
  }
  let json: JsonValue
  try {
    json = parseJson(text)
  } catch {
    throw new V1Error(400, 'request_parsing_error', 'The body is not JSON.')
  }
  if (!isJsonObject(json)) throw new V1Error(400, 'request_parsing_error', 'The body must be an object.')
  return json
}

const OPTION_PROPERTIES: Record<string, { property: string; type: 'boolean' | 'string' }> = {
  cookieless_mode: { property: '$cookieless_mode', type: 'boolean' },
  disable_skew_correction: { property: '$ignore_sent_at', type: 'boolean' },
  disable_skew_adjustment: { property: '$ignore_sent_at', type: 'boolean' },
  process_person_profile: { property: '$process_person_profile', type: 'boolean' },
  product_tour_id: { property: '$product_tour_id', type: 'string' },
}

/** Why an event is dropped, in the protocol's order of checks; null if it is accepted. */
function dropReason(item: JsonObject): string | null {
  if (item.event === '$performance_event') return 'dropped_performance_event'
  if (typeof item.event !== 'string' || item.event === '') return 'missing_event_name'
  if (Buffer.byteLength(item.event) > V1_EVENT_NAME_BYTES_MAX) return 'event_name_too_long'
  if (typeof item.distinct_id !== 'string' || item.distinct_id === '') return 'missing_distinct_id'
  if (Buffer.byteLength(item.distinct_id) > DISTINCT_ID_CHARACTERS_MAX) return 'distinct_id_too_large'
  if (ILLEGAL_DISTINCT_IDS.has(item.distinct_id.trim().toLowerCase())) return 'invalid_distinct_id'
  if (typeof item.timestamp !== 'string' || parseRfc3339(item.timestamp) === null) return 'invalid_event_timestamp'
  if (item.properties !== undefined && !isJsonObject(item.properties)) return 'malformed_event_properties'
  return hasReadableOptions(item.options) ? null : 'invalid_options'
}

function hasReadableOptions(options: JsonValue | undefined): boolean {
  if (options === undefined || options === null) return true
  if (!isJsonObject(options)) return false
  return Object.entries(OPTION_PROPERTIES).every(([name, { type }]) => {
    const value = options[name]
    return value === undefined || value === null || typeof value === type
  })
}

function toEvent(item: JsonObject, library: [string, string] | null): CapturedEvent {
  const properties: JsonObject = { ...(item.properties as JsonObject | undefined) }
  if (library) [properties.$lib, properties.$lib_version] = library
  if (typeof item.session_id === 'string') properties.$session_id = item.session_id
  if (typeof item.window_id === 'string') properties.$window_id = item.window_id
  for (const [name, { property }] of Object.entries(OPTION_PROPERTIES)) {
    const value = isJsonObject(item.options) ? item.options[name] : undefined
    if (value !== undefined && value !== null) properties[property] = value
  }
  return {
    uuid: (item.uuid as string).toLowerCase(),
    event: item.event as string,
    distinct_id: (item.distinct_id as string).replaceAll('\0', '\uFFFD').toWellFormed(),
    properties,
    timestamp: item.timestamp as string,
  }
}

/** Parses `name/version`, split at the last slash; null when malformed. */
function parseSdkInfo(text: string): [string, string] | null {
  const info = text.trim()
  const slash = info.lastIndexOf('/')
  const [name, version] = [info.slice(0, slash).trim(), info.slice(slash + 1).trim()]
  return slash > 0 && name && version && info.length <= LIBRARY_CHARACTERS_MAX ? [name, version] : null
}

function parseRfc3339(text: string): number | null {
  if (!RFC_3339.test(text)) return null
  const time = Date.parse(text.replace(' ', 'T').toUpperCase())
  return Number.isNaN(time) ? null : time
}
