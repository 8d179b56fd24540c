/** Invitations, as stored and in requests and responses. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, nullable, text } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import { basicUserAnswer, fromUserJson } from '../users/index.ts'
import { LEVEL_MEMBER, levelField } from './levels.ts'

export interface InviteRow {
  id: string
  organizationId: string
  targetEmail: string
  firstName: string
  emailingAttemptMade: boolean
  level: number
  isExpired: boolean
  createdBy: unknown
  createdAt: Date
  updatedAt: Date
  message: string | null
  privateProjectAccess: { id: number; level: 'member' | 'admin' }[] | null
}

/** An invitation with the name of its organization. */
export type Invite = InviteRow & { organizationName: string }

const grant = z.object({
  id: flexibleInteger(1, 2 ** 31 - 1),
  level: z.preprocess(
    (level) => (level === 1 || level === '1' ? 'member' : level === 8 || level === '8' ? 'admin' : level),
    z.enum(['member', 'admin']),
  ),
})

export const inviteBody = z.object({
  target_email: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .pipe(z.email('Enter a valid email address.'))
    .transform((email) => email.toLowerCase()),
  first_name: text(30).default(''),
  level: levelField.default(LEVEL_MEMBER),
  message: nullable(text(10_000)).optional(),
  private_project_access: nullable(jsonField(z.array(grant).max(1000))).optional(),
  send_email: flexibleBoolean.default(true),
  combine_pending_invites: flexibleBoolean.default(false),
})
export type InviteBody = z.output<typeof inviteBody>

export const inviteAnswer = z.object({
  id: z.string(),
  target_email: z.string(),
  first_name: z.string(),
  emailing_attempt_made: z.boolean(),
  level: z.number().int(),
  is_expired: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  message: z.string().nullable(),
  private_project_access: z.array(z.object({ id: z.number(), level: z.string() })).nullable(),
})
nameSchema(inviteAnswer, 'OrganizationInvite')

export function toInvite(row: InviteRow): z.infer<typeof inviteAnswer> {
  return {
    id: row.id,
    target_email: row.targetEmail,
    first_name: row.firstName,
    emailing_attempt_made: row.emailingAttemptMade,
    level: row.level,
    is_expired: row.isExpired,
    created_by: fromUserJson(row.createdBy),
    created_at: formatDate(row.createdAt),
    updated_at: formatDate(row.updatedAt),
    message: row.message,
    private_project_access: row.privateProjectAccess,
  }
}

export const pendingInviteAnswer = z.object({
  id: z.string(),
  target_email: z.string(),
  organization_id: z.string(),
  organization_name: z.string(),
  created_at: z.string(),
})
