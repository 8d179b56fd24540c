/** Query string parameters shared by insights and dashboards. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, parseJson } from '../../../platform/json.ts'
import { type Refresh, readRefresh } from '../query/index.ts'

/** The `refresh` mode for stored insights. By default only the cache is read and nothing is computed. */
export function storedRefresh(text: string | undefined): Refresh {
  return text === undefined || text === '' || text === 'false' ? 'force_cache' : readRefresh(text)
}

/**
 * Parses a JSON object in the query string.
 * @throws ApiError 400
 */
export function jsonParameter(text: string | undefined, attr: string): Record<string, unknown> | null {
  if (text === undefined || text === '') return null
  try {
    const value = parseJson(text)
    if (isJsonObject(value)) return value
  } catch {
    // Reported below.
  }
  throw errors.invalid('A JSON object is expected.', attr)
}
