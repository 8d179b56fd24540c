/** Request and response schemas of personal API keys. */

import { isScope } from '@hedgerow/shared/scopes'
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, list, nonBlank, nullable, text } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import type { PersonalApiKey } from '../users/index.ts'

const expiry = nullable(
  z
    .string()
    .refine((value) => !Number.isNaN(Date.parse(value)), { message: 'Must be a time in ISO 8601.' })
    .transform((value) => new Date(value)),
)
export const newKeyBody = z.object({
  label: nonBlank(40),
  description: nullable(text(2000)).optional(),
  scopes: list(z.string(), 500).superRefine((scopes, context) => {
    if (scopes.length === 0)
      return context.addIssue({ code: 'custom', message: 'This list may not be empty.', params: { code: 'empty' } })
    const bad = scopes.find((scope) => !isScope(scope))
    if (bad !== undefined) context.addIssue({ code: 'custom', message: `Invalid scope: ${bad.slice(0, 100)}` })
  }),
  scoped_teams: nullable(list(flexibleInteger(1, 2 ** 31 - 1))).optional(),
  scoped_organizations: nullable(list(z.string())).optional(),
  expires_at: expiry.optional(),
})
export const keyBody = newKeyBody.partial()
export type NewKeyBody = z.output<typeof newKeyBody>
export type KeyBody = z.output<typeof keyBody>

export const keyAnswer = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  value: z.string().nullable(),
  mask_value: z.string().nullable(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  last_rolled_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  user_id: z.number().int(),
  scopes: z.array(z.string()),
  scoped_teams: z.array(z.number()),
  scoped_organizations: z.array(z.string()),
  is_legacy_hashing: z.boolean(),
  local_dev_value: z.string().nullable(),
})
nameSchema(keyAnswer, 'PersonalAPIKey')

/** @param value the key's value, only in the answer that creates it */
export function toKey(key: PersonalApiKey, value: string | null = null): z.infer<typeof keyAnswer> {
  return {
    id: key.id,
    label: key.label,
    description: key.description,
    value,
    mask_value: key.maskedValue,
    created_at: formatDate(key.createdAt),
    last_used_at: key.lastUsedAt && formatDate(key.lastUsedAt),
    last_rolled_at: key.lastRolledAt && formatDate(key.lastRolledAt),
    expires_at: key.expiresAt && formatDate(key.expiresAt),
    user_id: key.userId,
    scopes: key.scopes,
    scoped_teams: key.scopedTeams,
    scoped_organizations: key.scopedOrganizations,
    is_legacy_hashing: false,
    local_dev_value: null,
  }
}
