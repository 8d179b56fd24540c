/** Detects event and property definitions, and property types, while events are stored. */
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

export type PropertyType = 'DateTime' | 'String' | 'Numeric' | 'Boolean'

const NAME_BYTES_MAX = 200
/** An event with more names than this is skipped: its definitions would take seconds to write. */
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

/** Knows the existing definitions and accepts new ones. Nearly every event only has known names, so lookups are cheap. */
export interface DefinitionSink {
  sawEvent(event: string): void
  /** Whether the property is known with a type; `groupTypeIndex` is -1 unless the kind is group. */
  isTyped(kind: PropertyKind, groupTypeIndex: number, name: string): boolean
  sawProperty(kind: PropertyKind, groupTypeIndex: number, name: string, type: PropertyType | null): void
  /** Records that an event was seen with a property. */
  sawPair(event: string, property: string): void
}

/**
 * Finds the definitions that an event implies.
 * @param groupTypeIndex of the group that a `$groupidentify` describes
 * @param nowS arrival in seconds, to tell timestamps from other numbers
 */
export function defineFrom(
  event: string,
  properties: JsonObject,
  groupTypeIndex: number | null,
  nowS: number,
  sink: DefinitionSink,
): void {
  if (event === '$$plugin_metrics' || isNameTooLong(event)) return
  const name = cleanName(event)
  const isGroup = event === '$groupidentify'
  const sources: [PropertyKind, JsonValue | undefined][] = isGroup
    ? [['group', groupTypeIndex === null ? undefined : properties.$group_set]]
    : [
        ['event', properties],
        ['person', properties.$set],
        ['person', properties.$set_once],
      ]
  const count = sources.reduce((sum, [, source]) => sum + (isJsonObject(source) ? Object.keys(source).length : 0), 0)
  if (count > DEFINITIONS_PER_EVENT_MAX) return
  sink.sawEvent(name)
  for (const [kind, source] of sources) {
    if (isJsonObject(source)) defineProperties(kind, source, isGroup ? groupTypeIndex! : -1, name, nowS, sink)
  }
}

function defineProperties(
  kind: PropertyKind,
  source: JsonObject,
  index: number,
  event: string,
  nowS: number,
  sink: DefinitionSink,
): void {
  for (const key in source) {
    if (kind === 'event' && NOT_EVENT_PROPERTIES.has(key)) continue
    if (isNameTooLong(key)) continue
    const name = cleanName(key)
    if (!sink.isTyped(kind, index, name)) sink.sawProperty(kind, index, name, detectType(key, source[key], nowS))
    if (kind === 'event' && !NOT_LISTED_WITH_EVENT.test(name)) sink.sawPair(event, name)
  }
}

/** Properties that are not listed with the events they were seen on: there is one for every flag. */
const NOT_LISTED_WITH_EVENT = /^\$feature(_enrollment)?\//

function isNameTooLong(name: string): boolean {
  return name.length * 3 > NAME_BYTES_MAX && Buffer.byteLength(name) > NAME_BYTES_MAX
}

function cleanName(name: string): string {
  return name.includes('\0') || !name.isWellFormed() ? name.replaceAll('\0', '\uFFFD').toWellFormed() : name
}

const ALWAYS_TEXT = /^(utm_|\$initial_utm_|\$feature\/|\$survey_response)|^\$feature_flag_response$/
const SOUNDS_LIKE_TIME = /time|date|_at|-at|createdat|updatedat/
const BOOLEAN_WORDS = new Set(['true', 'false', 'TRUE', 'FALSE'])

/** The first matching rule decides; null for nulls, lists and objects. */
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
  // Every date format starts and ends within these bounds, so most strings skip the patterns.
  if (text.length < 10 || text.length > 60) return false
  return LOOSE_DATE.test(text) || RFC_3339.test(text) || RFC_2822.test(text)
}
