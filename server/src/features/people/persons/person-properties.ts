/** How an event changes its person's properties: promoted event properties, `$set`, `$set_once` and `$unset`. */
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue, stringifyJson } from '../../../platform/json.ts'

/** Stored size of one person's properties. A larger update is refused. */
export const PERSON_PROPERTIES_BYTES_MAX = 512 * 1024

const APP = ['$app_build', '$app_name', '$app_namespace', '$app_version']
const WEB = [
  '$browser',
  '$browser_version',
  '$device_type',
  '$current_url',
  '$pathname',
  '$os',
  '$os_name',
  '$os_version',
  '$referring_domain',
  '$referrer',
  '$screen_height',
  '$screen_width',
  '$viewport_height',
  '$viewport_width',
  '$raw_user_agent',
]
const CAMPAIGN = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_name',
  'utm_term',
  'gclid',
  'gad_source',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'fbclid',
  'msclkid',
  'twclid',
  'li_fat_id',
  'mc_cid',
  'igshid',
  'ttclid',
  'rdt_cid',
  'irclid',
  '_kx',
  'epik',
  'qclid',
  'sccid',
]
const SERVER_SKIPS = new Set(['$os', '$os_version'])
/** Event property -> its `$initial_` name. `$os_name` is only a fallback for `$os`. */
const PROMOTED = [...APP, ...WEB, ...CAMPAIGN]
  .filter((key) => key !== '$os_name')
  .map((key) => ({ key, initial: `$initial_${key.replace(/^\$/, '')}` }))

/** Values that change with every page or location. On their own, they do not cause a write. */
const VOLATILE = new Set(WEB)
const STABLE_GEOIP = new Set([
  '$geoip_country_name',
  '$geoip_country_code',
  '$geoip_city_name',
  '$geoip_continent_name',
  '$geoip_continent_code',
])
const isVolatile = (key: string) => VOLATILE.has(key) || (key.startsWith('$geoip_') && !STABLE_GEOIP.has(key))

/** Events whose changes are always written. */
const PERSON_EVENTS = new Set(['$identify', '$create_alias', '$merge_dangerously', '$set'])
/** Events that never change a person, whatever their properties. */
export const NEVER_UPDATES = new Set(['$exception', '$$heatmap', '$groupidentify'])

/** Copies the listed event properties into `$set` and `$set_once`, unless the event sets them itself. */
export function promote(properties: JsonObject): void {
  const isServer = properties.$is_server === true
  if (!isServer && properties.$os === undefined && properties.$os_name !== undefined)
    properties.$os = properties.$os_name
  let set = isJsonObject(properties.$set) ? properties.$set : undefined
  let setOnce = isJsonObject(properties.$set_once) ? properties.$set_once : undefined
  for (const { key, initial } of PROMOTED) {
    const value = properties[key]
    if (value === undefined || (isServer && SERVER_SKIPS.has(key))) continue
    set ??= {}
    setOnce ??= {}
    if (set[key] === undefined) set[key] = value
    if (setOnce[initial] === undefined) setOnce[initial] = value
  }
  if (set) properties.$set = set
  if (setOnce) properties.$set_once = setOnce
}

export interface PersonChange {
  set: JsonObject
  setOnce: JsonObject
  unset: string[]
}

/** The changes that an event makes to its person. Values that are not objects are ignored. */
export function readChange(properties: JsonObject): PersonChange {
  const { $set, $set_once, $unset } = properties
  const unset = Array.isArray($unset)
    ? $unset.filter((key) => typeof key === 'string')
    : isJsonObject($unset)
      ? Object.keys($unset)
      : []
  return { set: isJsonObject($set) ? $set : {}, setOnce: isJsonObject($set_once) ? $set_once : {}, unset }
}

export interface ChangeResult {
  properties: JsonObject
  /** False if nothing changed, or only volatile values that are not worth a write. */
  shouldWrite: boolean
}

/** Applies a change to a person's properties from before the event. */
export function applyChange(before: JsonObject, change: PersonChange, event: string): ChangeResult {
  const properties = { ...before }
  let changed = false
  let worthWriting = PERSON_EVENTS.has(event)
  for (const [key, value] of Object.entries(change.setOnce)) {
    if (hasOwn(before, key) || value === undefined) continue
    define(properties, key, value)
    changed = worthWriting = true
  }
  for (const [key, value] of Object.entries(change.set)) {
    if (value === undefined || (hasOwn(before, key) && isSame(before[key], value))) continue
    define(properties, key, value)
    changed = true
    if (!hasOwn(before, key) || !isVolatile(key)) worthWriting = true
  }
  for (const key of change.unset) {
    if (!hasOwn(before, key)) continue
    delete properties[key]
    changed = worthWriting = true
  }
  return { properties, shouldWrite: changed && worthWriting }
}

const hasOwn = (object: JsonObject, key: string) => Object.hasOwn(object, key)

// Assigning to `__proto__` would set the prototype instead of a property.
function define(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}

/** Strict equality. Objects and lists always differ; exact numbers compare by their digits. */
function isSame(a: JsonValue | undefined, b: JsonValue): boolean {
  if (a instanceof ExactNumber && b instanceof ExactNumber) return stringifyJson(a) === stringifyJson(b)
  return a === b && (typeof a !== 'object' || a === null)
}
