/**
 * Parameters and bodies of the persons API. They are parsed by hand where the order of checks and the error messages
 * are part of the API contract.
 */
import { DateTime } from 'luxon'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { readFlag } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, type JsonValue, parseJson, toStorableText } from '../../../platform/json.ts'
import type { DeletionWishes } from './deletion.ts'
import type { PastQuestion } from './past-properties.ts'
import { parsePersonId } from './person-id.ts'
import { NEWEST_FIRST, type PersonFilter, type PersonId, type PersonOrder, readUuid } from './repository.ts'
import { asList, type ListQuery } from './schemas.ts'
import type { SplitChoice } from './split.ts'

/** Maximum number of persons in a batch read; the rest are left out. */
const BATCH_MAX = 200
/** Maximum number of persons in a bulk deletion. */
const BULK_MAX = 1000

export function readFilter(query: ListQuery): PersonFilter {
  const text = (value?: string) => (value ? toStorableText(value) : undefined)
  return {
    distinctId: text(query.distinct_id),
    email: text(query.email),
    search: text(query.search),
    properties: query.properties || undefined,
  }
}

/** @throws ApiError 400 for an unsupported sort order */
export function readOrder(text: string | undefined): PersonOrder {
  if (!text) return NEWEST_FIRST
  let name: unknown
  try {
    const list = parseJson(text)
    name = Array.isArray(list) && list.length === 1 ? list[0] : null
  } catch {
    name = null
  }
  if (typeof name === 'string') {
    const descending = name.startsWith('-')
    const by = descending ? name.slice(1) : name
    if (by === 'created_at' || by === 'last_seen_at') return { by, descending }
    if (by.startsWith('properties.') && by.length > 'properties.'.length)
      return { by: { property: toStorableText(by.slice('properties.'.length)) }, descending }
  }
  throw errors.invalid('orderBy must be a JSON list with one of created_at, last_seen_at, properties.<key>.', 'orderBy')
}

/** Reads the distinct IDs of a batch request. */
export function readDistinctIds(value: unknown): string[] {
  const ids = (asList(value) ?? []).slice(0, BATCH_MAX)
  return ids.filter((id) => typeof id === 'string').map(toStorableText)
}

/** Reads the UUIDs of a batch request. @throws ApiError 400 for an invalid UUID */
export function readUuids(value: unknown): string[] {
  return (asList(value) ?? []).slice(0, BATCH_MAX).map((text) => {
    const uuid = typeof text === 'string' ? readUuid(text) : null
    if (!uuid) throw errors.invalid('One or more UUIDs are invalid.')
    return uuid
  })
}

/** @throws ApiError 400 */
export function readDeletionFilter(query: { status?: string; person_uuid?: string }): {
  status: 'pending' | 'completed' | 'all'
  personUuid: string | null
} {
  const status = query.status || 'all'
  if (status !== 'pending' && status !== 'completed' && status !== 'all')
    throw errors.invalid(`"${status}" is not a valid choice.`, 'status', 'invalid_choice')
  const text = query.person_uuid
  const personUuid = text ? readUuid(text) : null
  if (text && !personUuid) throw errors.invalid('Must be a valid UUID.', 'person_uuid')
  return { status, personUuid }
}

/** @returns an error message if the query is invalid */
export function readPastQuestion(query: {
  distinct_id?: string
  person_id?: string
  timestamp?: string
  include_set_once?: string
}): PastQuestion | string {
  const { distinct_id: distinctId, person_id: personId, timestamp } = query
  if (distinctId && personId) return 'Cannot provide both distinct_id and person_id - choose one'
  if (!distinctId && !personId) return 'Must provide either distinct_id or person_id parameter'
  if (!timestamp) return 'timestamp parameter is required'
  // In a query string, the plus sign of an offset is decoded as a space.
  const iso = timestamp
    .trim()
    .replace(/ (\d{2}:\d{2})$/, '+$1')
    .replace(' ', 'T')
  const time = DateTime.fromISO(iso, { zone: 'utc' })
  if (!time.isValid || time.year < 1970 || time.year > 9999)
    return 'timestamp must be in ISO 8601 format, e.g. 2024-01-31T10:00:00Z'
  const uuid = personId ? readUuid(personId) : null
  if (personId && !uuid) return 'person_id must be a valid UUID'
  return {
    distinctId: distinctId || null,
    uuid,
    until: time.toFormat('yyyy-MM-dd HH:mm:ss.SSS'),
    includeSetOnce: readFlag(query.include_set_once),
  }
}

/** In this one error, code and detail are swapped. Clients depend on it. */
const missing = (attr: string) => new ApiError(400, 'validation_error', 'This field is required.', 'required', attr)

/** The properties to set; null if they are not an object. @throws ApiError 400 if there are none */
export function readProperties(body: Record<string, unknown>): JsonObject | null {
  const properties = readJson(body.properties)
  if (properties === undefined || properties === null) throw missing('properties')
  return isJsonObject(properties) ? properties : null
}

/** The single property to set, from the body or else from the query string. @throws ApiError 400 */
export function readProperty(body: JsonObject, query: { key?: string; value?: string }): JsonObject {
  const value = body.value === undefined ? query.value : body.value
  if (value === undefined) throw missing('value')
  const key = body.key === undefined || body.key === null ? query.key : body.key
  if (key === undefined) throw missing('key')
  if (typeof key !== 'string') throw errors.invalid('Not a valid string.', 'key')
  return { [key]: value }
}

/** The name of the property to remove. @throws ApiError 400 */
export function readUnset(body: JsonObject, query: { $unset?: string }): string {
  const key = body.$unset ?? query.$unset
  if (key === undefined || key === null || key === '')
    throw errors.invalid('This field is required.', '$unset', 'required')
  if (typeof key !== 'string') throw errors.invalid('Not a valid string.', '$unset')
  return toStorableText(key)
}

/** The distinct IDs to split off. @throws ApiError 400 */
export function readChoice(body: JsonObject): SplitChoice {
  const main = body.main_distinct_id === '' ? null : (body.main_distinct_id ?? null)
  const given = body.distinct_ids_to_split ?? null
  const list = given === null ? null : asList(given)
  if (given !== null) {
    if (!list?.every((item) => typeof item === 'string'))
      throw errors.invalid('must be a list of strings', 'distinct_ids_to_split')
    if (list.length === 0) throw errors.invalid('must not be empty', 'distinct_ids_to_split')
    if (main !== null) throw errors.invalid('main_distinct_id cannot be combined with distinct_ids_to_split')
  }
  if (main !== null && typeof main !== 'string') throw errors.invalid('Not a valid string.', 'main_distinct_id')
  return { mainDistinctId: main, distinctIdsToSplit: list as string[] | null }
}

/** The IDs in a body, at least one; `readIds` parses them. @throws ApiError 400 */
export function requireIds(value: unknown): unknown[] {
  const ids = asList(value)
  if (!ids || ids.length === 0) throw errors.invalid('This field is required.', 'ids', 'required')
  return ids
}

/** Parses a value that a form sends as JSON text. */
function readJson(value: unknown): JsonValue | undefined {
  if (typeof value !== 'string') return value as JsonValue | undefined
  try {
    return parseJson(value)
  } catch {
    return value
  }
}

export function readWishes(flags: Record<string, unknown>): DeletionWishes {
  return {
    deleteEvents: readFlag(flags.delete_events),
    deleteRecordings: readFlag(flags.delete_recordings),
    keepPerson: readFlag(flags.keep_person),
  }
}

export function readBulk(body: JsonObject): { ids: PersonId[] } | { distinctIds: string[] } {
  const [ids, distinctIds] = (['ids', 'distinct_ids'] as const).map((name) => {
    const list = asList(body[name])
    if (body[name] !== undefined && body[name] !== null && !list) throw errors.invalid(`${name} must be a list`)
    return list ?? []
  }) as [unknown[], unknown[]]
  if (ids.length > 0 && distinctIds.length > 0)
    throw errors.invalid('You must provide either distinct_ids or ids, not both')
  if (distinctIds.length > BULK_MAX) throw errors.invalid(`You can only pass ${BULK_MAX} distinct_ids in one call`)
  if (ids.length > BULK_MAX) throw errors.invalid(`You can only pass ${BULK_MAX} ids in one call`)
  if (ids.length > 0) return { ids: readIds(ids, null) }
  if (distinctIds.length === 0) throw errors.invalid('You need to specify either distinct_ids or ids')
  return {
    distinctIds: distinctIds.map((id) => {
      if (typeof id !== 'string') throw errors.invalid('distinct_ids must be a list of strings')
      return toStorableText(id)
    }),
  }
}

/** Parses person IDs. Well-formed but unknown IDs are accepted. */
export function readIds(ids: unknown[], attr: string | null): PersonId[] {
  return ids.flatMap((id) => {
    try {
      return [parsePersonId(String(id))]
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return []
      throw errors.invalid(`"${String(id).slice(0, 100)}" is neither a UUID nor an integer.`, attr)
    }
  })
}
