/** The differences between two states of an object, field by field, as the activity log shows them. */
import { type JsonValue, stringifyJson } from '../../../platform/json.ts'
import type { ActivityChange, ActivityScope } from './log.ts'

/** Fields of every object that are never logged: its identity, and what changes with each write. */
const NEVER_SHOWN = new Set([
  'id',
  'uuid',
  'short_id',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'last_modified_at',
  'last_modified_by',
  'team',
])

type Fields = Record<string, unknown>

/**
 * One change per field whose value differs. From nothing to something is `created`, the reverse `deleted`.
 * @param names names of fields in the log, where they differ
 * @param hidden further fields that are not logged, such as secrets
 */
export function changesBetween(
  type: ActivityScope,
  before: Fields,
  after: Fields,
  { names = {}, hidden = [] }: { names?: Record<string, string>; hidden?: readonly string[] } = {},
): ActivityChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .filter((field) => !NEVER_SHOWN.has(field) && !hidden.includes(field))
    .filter((field) => before[field] !== after[field])
    .filter((field) => stringifyJson(toValue(before[field])) !== stringifyJson(toValue(after[field])))
    .map((field) => {
      const [old, now] = [toValue(before[field]), toValue(after[field])]
      const action = old === null ? 'created' : now === null ? 'deleted' : 'changed'
      return { type, action, field: names[field] ?? field, before: old, after: now }
    })
}

function toValue(value: unknown): JsonValue {
  if (value === undefined || value === null) return null
  return value instanceof Date ? value.toISOString() : (value as JsonValue)
}
