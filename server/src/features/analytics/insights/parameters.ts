/** Parameters in the query string that insights and dashboards share. */
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, parseJson } from '../../../platform/json.ts'
import { type Refresh, readRefresh } from '../query/index.ts'

/** `refresh` as it is meant for what is stored: without it nothing is computed. */
export function storedRefresh(text: string | undefined): Refresh {
  return text === undefined || text === '' || text === 'false' ? 'force_cache' : readRefresh(text)
}

/**
 * An object in the query string as JSON.
 * @throws ApiError 400
 */
export function jsonParameter(text: string | undefined, attr: string): Record<string, unknown> | null {
  if (text === undefined || text === '') return null
  try {
    const value = parseJson(text)
    if (isJsonObject(value)) return value
  } catch {
    // Told below.
  }
  throw errors.invalid('A JSON object is expected.', attr)
}
