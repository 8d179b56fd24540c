/** Which events and properties exist, and of what type: found while events are stored. */
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../platform/json.ts'

export type PropertyType = 'DateTime' | 'String' | 'Numeric' | 'Boolean'

const NAME_BYTES_MAX = 200
/** An event with more names than this teaches nothing and would write for seconds. */
const DEFINITIONS_PER_EVENT_MAX = 10_000
const SIX_MONTHS_S = 183 * 24 * 60 * 60
const NOT_EVENT_PROPERTIES = new Set([
  '$set',
  '$set_once',
  '$unset',
  '$group_0',
  '$group_1',
  '$group_2',
  '$group_3',
  '$group_4',
  '$groups',
])

export type PropertyKind = 'event' | 'person' | 'group'
export const PROPERTY_KIND_NUMBERS: Record<PropertyKind, number> = { event: 1, person: 2, group: 3 }

export interface PropertyDefinition {
  kind: PropertyKind
  name: string
  /** -1 unless the kind is group. */
  groupTypeIndex: number
  type: PropertyType | null
}

export interface EventDefinitions {
  event: string
  properties: PropertyDefinition[]
}

/**
 * The definitions an event implies; null when it implies none.
 * @param groupTypeIndex of the group that a `$groupidentify` describes
 * @param nowS arrival in seconds, for telling timestamps from other numbers
 */
export function definitionsOf(
  event: string,
  properties: JsonObject,
  groupTypeIndex: number | null,
  nowS: number,
): EventDefinitions | null {
  if (event === '$$plugin_metrics' || Buffer.byteLength(event) > NAME_BYTES_MAX) return null
  const found: PropertyDefinition[] = []
  const collect = (kind: PropertyKind, source: JsonValue | undefined, index = -1) => {
    if (!isJsonObject(source)) return
    for (const [key, value] of Object.entries(source)) {
      if (kind === 'event' && NOT_EVENT_PROPERTIES.has(key)) continue
      const name = key.replaceAll('\0', '\uFFFD').toWellFormed()
      if (name.length * 3 > NAME_BYTES_MAX && Buffer.byteLength(name) > NAME_BYTES_MAX) continue
      found.push({ kind, name, groupTypeIndex: index, type: detectType(key, value, nowS) })
    }
  }
  if (event === '$groupidentify') {
    if (groupTypeIndex !== null) collect('group', properties.$group_set, groupTypeIndex)
  } else {
    collect('event', properties)
    collect('person', properties.$set)
    collect('person', properties.$set_once)
  }
  if (found.length > DEFINITIONS_PER_EVENT_MAX) return null
  return { event: event.replaceAll('\0', '\uFFFD').toWellFormed(), properties: found }
}

/** True for properties that are listed with the events they were seen on. */
export function isListedWithEvent(property: PropertyDefinition): boolean {
  return (
    property.kind === 'event' &&
    !property.name.startsWith('$feature/') &&
    !property.name.startsWith('$feature_enrollment/')
  )
}

const ALWAYS_TEXT = /^(utm_|\$initial_utm_|\$feature\/|\$survey_response)|^\$feature_flag_response$/
const SOUNDS_LIKE_TIME = /time|date|_at|-at|createdat|updatedat/
const BOOLEAN_WORDS = new Set(['true', 'false', 'TRUE', 'FALSE'])

/** The first rule that fits decides; null for nulls, lists and objects. */
export function detectType(key: string, value: JsonValue | undefined, nowS: number): PropertyType | null {
  if (value === null || value === undefined || Array.isArray(value) || isJsonObject(value)) return null
  const name = key.toLowerCase()
  if (ALWAYS_TEXT.test(name)) return 'String'
  if (SOUNDS_LIKE_TIME.test(name)) {
    if (typeof value === 'string' && isDateLike(value)) return 'DateTime'
    if (typeof value === 'number' && Number.isInteger(value) && value >= nowS - SIX_MONTHS_S) return 'DateTime'
  }
  if (typeof value === 'string') {
    if (BOOLEAN_WORDS.has(value.trim())) return 'Boolean'
    return isDateLike(value) ? 'DateTime' : 'String'
  }
  return typeof value === 'number' || value instanceof ExactNumber ? 'Numeric' : 'Boolean'
}

const PART = '(?:[0-2]\\d)[-/](?:[0-3]\\d)'
const LOOSE_DATE = new RegExp(`^(?:\\d{4}[-/]${PART}|${PART}[-/]\\d{4})(?:[ T]\\d{2}:\\d{2}:\\d{2}.*)?$`)
const RFC_2822 =
  /^(?:[A-Za-z]{3},\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[A-Z]{1,5}|[+-]\d{4})$/
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/

function isDateLike(text: string): boolean {
  // Every form starts and ends within these bounds, which spares most strings the patterns.
  if (text.length < 10 || text.length > 60) return false
  return LOOSE_DATE.test(text) || RFC_3339.test(text) || RFC_2822.test(text)
}
