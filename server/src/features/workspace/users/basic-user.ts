/** A user as shown next to the objects they created. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import type { JsonObject } from '../../../platform/json.ts'

export const basicUserAnswer = z.object({
  id: z.number().int(),
  uuid: z.string(),
  distinct_id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  is_email_verified: z.boolean().nullable(),
  hedgehog_config: z.record(z.string(), z.any()).nullable(),
  role_at_organization: z.string().nullable(),
})
nameSchema(basicUserAnswer, 'UserBasic')
export type BasicUser = z.infer<typeof basicUserAnswer>

interface UserRow {
  id: number
  uuid: string
  distinctId: string
  firstName: string
  lastName: string
  email: string
  isEmailVerified: boolean | null
  hedgehogConfig: JsonObject | null
  roleAtOrganization: string | null
}

/** The parts of a profile picture that others need to draw it. */
const PROFILE_KEYS = ['use_as_profile', 'color', 'accessories', 'skin']

export function toBasicUser(user: UserRow): BasicUser {
  const { hedgehogConfig: config } = user
  return {
    id: user.id,
    uuid: user.uuid,
    distinct_id: user.distinctId,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    is_email_verified: user.isEmailVerified,
    hedgehog_config: config
      ? Object.fromEntries(PROFILE_KEYS.filter((key) => key in config).map((key) => [key, config[key]]))
      : null,
    role_at_organization: user.roleAtOrganization,
  }
}

/** SQL expression: JSON of a UserRow for a table alias, for queries that join users to objects. */
export function userJson(alias: string): string {
  return `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE json_build_object('id', ${alias}.id, 'uuid', ${alias}.uuid,
    'distinctId', ${alias}.distinct_id, 'firstName', ${alias}.first_name, 'lastName', ${alias}.last_name,
    'email', ${alias}.email, 'isEmailVerified', ${alias}.is_email_verified, 'hedgehogConfig', ${alias}.hedgehog_config,
    'roleAtOrganization', ${alias}.role_at_organization) END`
}

/** Part of a FROM clause: the user that a column names, if any. */
export const leftJoinUser = (alias: string, column: string): string => `LEFT ${joinUser(alias, column)}`

/** Part of a FROM clause: the user that a column names; rows without one are left out. */
export const joinUser = (alias: string, column: string): string => `JOIN users ${alias} ON ${alias}.id = ${column}`

/** SQL expression: the ID of the user with a uuid. */
export const userIdOf = (uuid: string): string => `(SELECT id FROM users WHERE uuid = ${uuid})`

/** Converts a `userJson` column to the API's form. */
export function fromUserJson(value: unknown): BasicUser | null {
  return value ? toBasicUser(value as UserRow) : null
}
