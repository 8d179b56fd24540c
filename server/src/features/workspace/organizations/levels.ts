/** A user's level in an organization. */
import { flexibleInteger } from '../../../platform/http/validation.ts'

export const LEVEL_MEMBER = 1
export const LEVEL_ADMIN = 8
export const LEVEL_OWNER = 15
export const LEVELS = [LEVEL_MEMBER, LEVEL_ADMIN, LEVEL_OWNER] as const

/** A level in a request. */
export const levelField = flexibleInteger(0, 100).superRefine((level, context) => {
  if (!LEVELS.some((each) => each === level))
    context.addIssue({
      code: 'custom',
      message: `"${level}" is not a valid choice.`,
      params: { code: 'invalid_choice' },
    })
})
