/** Sharing in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, text } from '../../../platform/http/validation.ts'

const NOTE_MAX = 100
/** Hashing takes longer the longer the text is. */
export const PASSWORD_CHARACTERS_MAX = 1000

export const shareBody = z.object({
  enabled: flexibleBoolean.optional(),
  settings: z
    .any()
    .optional()
    .describe(
      'How the page looks: `whitelabel`, `noHeader`, `showInspector`, `legend`, `detailed`, `hideExtraDetails` (booleans), `theme` (`light`, `dark`, `system`). Replaces the whole object.',
    ),
  password_required: flexibleBoolean.optional(),
})
nameSchema(shareBody, 'SharingConfigurationFields')
export type ShareBody = z.output<typeof shareBody>

export const passwordBody = z.object({
  raw_password: z
    .string()
    .max(PASSWORD_CHARACTERS_MAX)
    .nullish()
    .describe('At least 8 characters; without one, the server makes one.'),
  note: text(NOTE_MAX).nullish().describe('Who the password is for.'),
})
nameSchema(passwordBody, 'SharePasswordFields')

const passwordAnswer = z.object({
  id: z.number(),
  created_at: z.string(),
  note: z.string(),
  created_by_email: z.string(),
  is_active: z.boolean(),
})
nameSchema(passwordAnswer, 'SharePassword')

const blockedBy = z
  .enum(['organization', 'project'])
  .nullable()
  .describe('Whose setting `allow_publicly_shared_resources` is off; links do not work as long as it is.')

export const shareAnswer = z.object({
  created_at: z.string().nullable(),
  enabled: z.boolean(),
  access_token: z.string(),
  settings: z.record(z.string(), z.any()).nullable(),
  password_required: z.boolean(),
  share_passwords: z.array(passwordAnswer),
  user_access_level: z.string(),
  blocked_by: blockedBy,
})
nameSchema(shareAnswer, 'SharingConfiguration')
export type ShareAnswer = z.infer<typeof shareAnswer>

export const newPasswordAnswer = shareAnswer.extend({
  id: z.number(),
  password: z.string().describe('Only in this answer.'),
  note: z.string(),
  created_by_email: z.string(),
})

export const refusalAnswer = z.object({ error: z.string() })

export const linkAnswer = z.object({
  type: z.string(),
  id: z.string().describe('As in the path of the object: the short ID of an insight.'),
  name: z.string().nullable(),
  access_token: z.string(),
  password_required: z.boolean(),
  passwords: z.number(),
  shared_at: z.string().nullable(),
  shared_by: z.string().nullable(),
  openings: z.number(),
  last_opened_at: z.string().nullable(),
  can_edit: z.boolean(),
})
nameSchema(linkAnswer, 'SharedLink')

export const linksAnswer = z.object({ results: z.array(linkAnswer), blocked_by: blockedBy })
