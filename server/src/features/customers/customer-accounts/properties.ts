/** The fixed set of properties of an account: who looks after it, and its IDs in other systems. */
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../platform/json.ts'

export const ROLES = ['csm', 'account_executive', 'account_owner'] as const
export type Role = (typeof ROLES)[number]
const LINKS = [
  'stripe_customer_id',
  'hubspot_deal_id',
  'billing_id',
  'sfdc_id',
  'zendesk_id',
  'slack_channel_id',
  'usage_dashboard_link',
] as const
const KNOWN: readonly string[] = [...ROLES, ...LINKS]

const refuse = (message: string) => errors.invalid(message, 'properties')

/**
 * Validates properties and returns them in stored form: only the given ones, in the order of the table.
 * @throws ApiError 400 with the first problem: known keys in their order, then unknown ones
 */
export function readProperties(value: unknown): JsonObject {
  if (value === null || value === undefined) return {}
  if (!isJsonObject(value)) throw refuse('properties must be a JSON object.')
  const kept: JsonObject = {}
  for (const role of ROLES) if (role in value) kept[role] = readRole(role, value[role])
  for (const link of LINKS) {
    if (!(link in value)) continue
    const text = value[link]
    if (text !== null && typeof text !== 'string') throw refuse(`${link}: Input should be a valid string`)
    kept[link] = text
  }
  const unknown = Object.keys(value).find((key) => !KNOWN.includes(key))
  if (unknown !== undefined) throw refuse(`${unknown}: Extra inputs are not permitted`)
  return kept
}

function readRole(role: Role, value: JsonValue | undefined): JsonValue {
  if (value === null || value === undefined) return null
  if (!isJsonObject(value)) throw refuse(`${role}: Input should be a valid dictionary or instance of RoleAssignment`)
  if (!('id' in value)) throw refuse(`${role}.id: Field required`)
  const id = readId(role, value.id)
  if (!('email' in value)) throw refuse(`${role}.email: Field required`)
  if (typeof value.email !== 'string') throw refuse(`${role}.email: Input should be a valid string`)
  return { id, email: value.email }
}

function readId(role: Role, value: JsonValue | undefined): number {
  const number = value instanceof ExactNumber ? Number(value) : value
  if (typeof number === 'number') {
    if (!Number.isInteger(number))
      throw refuse(`${role}.id: Input should be a valid integer, got a number with a fractional part`)
    return number
  }
  if (typeof number === 'string') {
    if (!/^\s*[-+]?\d{1,15}\s*$/.test(number))
      throw refuse(`${role}.id: Input should be a valid integer, unable to parse string as an integer`)
    return Number(number)
  }
  throw refuse(`${role}.id: Input should be a valid integer`)
}
