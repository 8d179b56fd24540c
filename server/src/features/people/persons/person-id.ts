/** Parses person IDs in API requests. */
import { errors } from '../../../platform/http/errors.ts'
import { type PersonId, readUuid } from './repository.ts'

/** Longer integers may not fit into PostgreSQL's bigint, and no person has such an ID. */
const BIGINT_DIGITS_MAX = 18

/**
 * Parses a person ID: a UUID (in any case, with or without dashes, braces or `urn:uuid:`) or an integer.
 * @throws ApiError 400 for anything else, 404 for integers out of range
 */
export function parsePersonId(text: string): PersonId {
  const uuid = readUuid(text)
  if (uuid) return { uuid }
  if (!/^-?\d+$/.test(text)) {
    throw errors.invalid(
      `The ID provided does not look like a personID. If you are using a distinctId, please use /persons?distinct_id=${text} instead.`,
    )
  }
  if (text.length > BIGINT_DIGITS_MAX) throw errors.notFound()
  return { id: text }
}
