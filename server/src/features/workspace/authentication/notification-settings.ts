/** Which mail a user wants: defaults, validation, and how a change is merged into the stored settings. */
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

type Kind = 'flag' | 'map' | 'map of maps' | 'share'

/** `plugin_disabled` is PostHog's name and means the opposite: true sends mail when a pipeline fails. */
const SETTINGS: Record<string, { kind: Kind; default?: JsonValue; entriesMax?: number; key?: RegExp }> = {
  plugin_disabled: { kind: 'flag', default: true },
  error_tracking_issue_assigned: { kind: 'flag', default: true },
  discussions_mentioned: { kind: 'flag', default: true },
  project_weekly_digest_disabled: { kind: 'map', default: {} },
  all_weekly_digest_disabled: { kind: 'flag', default: false },
  error_tracking_weekly_digest: { kind: 'flag', default: true },
  error_tracking_weekly_digest_project_enabled: { kind: 'map' },
  web_analytics_weekly_digest: { kind: 'flag', default: true },
  web_analytics_weekly_digest_project_enabled: { kind: 'map' },
  data_pipeline_error_threshold: { kind: 'share', default: 0 },
  project_api_key_exposed: { kind: 'flag', default: true },
  materialized_view_sync_failed: { kind: 'flag', default: false },
  organization_member_join_email_disabled: { kind: 'map', default: {} },
  pipeline_notifications_disabled: {
    kind: 'map',
    default: {},
    entriesMax: 1000,
    key: /^(hog_function|batch_export|plugin_config):.+$/,
  },
  realtime_notifications_disabled: { kind: 'map of maps', default: {} },
}
const ENTRIES_MAX = 10_000
const KEY_CHARACTERS_MAX = 200

const refuse = (detail: string) => errors.invalid(detail, 'notification_settings')

/** The effective settings: the user's choices over the defaults. */
export function notificationSettings(stored: JsonObject): JsonObject {
  const defaults = Object.entries(SETTINGS).flatMap(([key, setting]) =>
    setting.default === undefined ? [] : [[key, setting.default]],
  )
  return { ...Object.fromEntries(defaults), ...stored }
}

/**
 * Settings and map entries that are not sent are kept.
 * @throws ApiError 400 naming the setting that cannot be stored
 */
export function mergeNotificationSettings(stored: JsonObject, sent: JsonValue): JsonObject {
  if (!isJsonObject(sent)) throw refuse('Must be an object.')
  const merged: JsonObject = { ...stored }
  for (const [key, value] of Object.entries(sent)) {
    if (!Object.hasOwn(SETTINGS, key)) throw refuse(`${key.slice(0, 100)} is not a notification setting.`)
    const { kind, entriesMax = ENTRIES_MAX, key: keyPattern } = SETTINGS[key]!
    if (kind === 'flag') merged[key] = flag(key, value)
    else if (kind === 'share') merged[key] = share(key, value)
    else {
      const read =
        kind === 'map'
          ? mapOf(key, value, flag, keyPattern)
          : mapOf(key, value, (name, inner) => mapOf(name, inner, flag))
      const before = isJsonObject(merged[key]) ? (merged[key] as JsonObject) : {}
      merged[key] = kind === 'map' ? { ...before, ...read } : mergeMaps(before, read)
      if (Object.keys(merged[key] as JsonObject).length > entriesMax)
        throw refuse(`${key} has more than ${entriesMax} entries.`)
    }
  }
  return merged
}

function flag(key: string, value: JsonValue | undefined): boolean {
  if (typeof value !== 'boolean') throw refuse(`${key} must be true or false.`)
  return value
}

function share(key: string, value: JsonValue | undefined): number {
  const number = value instanceof ExactNumber ? Number(value) : value
  if (typeof number !== 'number' || number < 0 || number > 1) throw refuse(`${key} must be a number between 0 and 1.`)
  return number
}

function mapOf(
  key: string,
  value: JsonValue | undefined,
  read: (key: string, value: JsonValue | undefined) => JsonValue,
  keyPattern?: RegExp,
): JsonObject {
  if (!isJsonObject(value)) throw refuse(`${key} must be an object.`)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name.length > KEY_CHARACTERS_MAX || (keyPattern && !keyPattern.test(name)))
        throw refuse(`${key} cannot have an entry named ${name.slice(0, 100)}.`)
      return [name, read(key, inner)]
    }),
  )
}

function mergeMaps(before: JsonObject, sent: JsonObject): JsonObject {
  const merged = { ...before }
  for (const [key, value] of Object.entries(sent)) {
    const old = merged[key]
    merged[key] = isJsonObject(old) && isJsonObject(value) ? { ...old, ...value } : value
  }
  return merged
}
