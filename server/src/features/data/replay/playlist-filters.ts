/** The saved filters of a playlist as parameters of the list of recordings. */
import { validate } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import { type ListParameters, readListParameters } from './list-parameters.ts'

/** Parameters that filters may hold under their own names. */
const SAME = [
  'date_from',
  'date_to',
  'events',
  'actions',
  'console_log_filters',
  'having_predicates',
  'session_recording_duration',
  'operand',
  'filter_test_accounts',
  'session_ids',
  'distinct_ids',
  'person_uuid',
  'order',
  'order_direction',
]

/**
 * @param filters as clients save them; what is not known is ignored
 * @param given parameters of the request, which win: `limit`, `offset`, `after`
 * @throws ApiError 400 for filters that have become invalid
 */
export function parametersOf(filters: JsonObject, given: Readonly<Record<string, unknown>>): ListParameters {
  const same = SAME.flatMap((name) =>
    filters[name] === undefined || filters[name] === null ? [] : [[name, filters[name]]],
  )
  const duration = Array.isArray(filters.duration) ? filters.duration.filter(isJsonObject) : []
  return readListParameters(
    {
      ...Object.fromEntries(same),
      ...(duration.length > 0 && { having_predicates: duration }),
      properties: filters.filter_group ?? filters.properties,
      ...given,
    },
    validate,
  )
}
