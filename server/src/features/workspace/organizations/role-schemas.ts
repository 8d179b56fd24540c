/** Request and response schemas of roles. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlank } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../users/index.ts'
import { memberAnswer } from './members.ts'

/** View and edit, in PostHog's numbering. */
const FLAG_LEVELS = [21, 37]
const flagLevel = flexibleInteger(-1000, 1000).superRefine((level, context) => {
  if (!FLAG_LEVELS.includes(level))
    context.addIssue({
      code: 'custom',
      message: `"${level}" is not a valid choice.`,
      params: { code: 'invalid_choice' },
    })
})
export const newRoleBody = z.object({ name: nonBlank(200) })
export const roleBody = z.object({ name: nonBlank(200), feature_flags_access_level: flagLevel.optional() })
export type RoleBody = z.infer<typeof roleBody>
export const roleMembershipBody = z.object({ user_uuid: z.uuid('Must be a valid UUID.') })

export const roleMembershipAnswer = z.object({
  id: z.string(),
  role_id: z.string(),
  organization_member: memberAnswer,
  user: basicUserAnswer,
  joined_at: z.string(),
  updated_at: z.string(),
})
nameSchema(roleMembershipAnswer, 'RoleMembership')

export const roleAnswer = z.object({
  id: z.string(),
  name: z.string(),
  feature_flags_access_level: z.number().int(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  members: z.array(roleMembershipAnswer),
  associated_flags: z.array(z.object({ id: z.number().int(), key: z.string() })),
  is_default: z.boolean(),
})
nameSchema(roleAnswer, 'Role')
