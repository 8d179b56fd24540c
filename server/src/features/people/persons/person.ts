/** A person in API format. */
import { type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'

export const NAME_PROPERTIES = ['email', 'Email', '$email', 'name', 'Name', 'username', 'Username', 'UserName']
/** Five groups joined by dashes: UUIDs and the device IDs of SDKs. */
const LOOKS_ANONYMOUS = /^[a-z0-9]+(-[a-z0-9]+){4}$/
export const LISTED_DISTINCT_IDS_MAX = 1000

export interface PersonRow {
  id: number
  uuid: string
  createdAt: string
  properties: JsonObject
  isIdentified: boolean
  lastSeenAt: string | null
  /** In the order in which they were attached. */
  distinctIds: string[]
}

/** Distinct IDs in display order: those that look anonymous come last, otherwise in order of attachment. */
export function displayedIds(distinctIds: readonly string[]): string[] {
  const isAnonymous = (id: string) => LOOKS_ANONYMOUS.test(id)
  return [...distinctIds.filter((id) => !isAnonymous(id)), ...distinctIds.filter(isAnonymous)]
}

/** The first name property with a value, else the first displayed distinct ID, else the numeric ID. */
export function displayName(row: PersonRow, preferred: readonly string[] | null): string {
  const keys = preferred && preferred.length > 0 ? preferred : NAME_PROPERTIES
  for (const key of keys) {
    const value = Object.hasOwn(row.properties, key) ? row.properties[key] : undefined
    if (isTruthy(value)) return typeof value === 'string' ? value : stringifyJson(value)
  }
  return displayedIds(row.distinctIds)[0] ?? String(row.id)
}

function isTruthy(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0
}

export function toPersonAnswer(
  row: PersonRow,
  preferredNames: readonly string[] | null,
  idsMax = Number.POSITIVE_INFINITY,
) {
  return {
    type: 'person' as const,
    id: row.id,
    uuid: row.uuid,
    name: displayName(row, preferredNames),
    distinct_ids: displayedIds(row.distinctIds).slice(0, idsMax),
    properties: row.properties,
    created_at: formatTime(row.createdAt),
    last_seen_at: row.lastSeenAt === null ? null : formatTime(row.lastSeenAt),
    is_identified: row.isIdentified,
    matched_recordings: [],
    value_at_data_point: null,
  }
}
