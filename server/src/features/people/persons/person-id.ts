/** How the API names a person. */
import { errors } from '../../../platform/http/errors.ts'
import { type PersonId, readUuid } from './repository.ts'

/** Larger ids do not fit PostgreSQL's bigint; nobody has them. */
const BIGINT_DIGITS_MAX = 18

/**
 * A person is named by uuid (any case, with or without dashes, braces or `urn:uuid:`) or by integer.
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
