/** What a person is in an organisation. */
export const LEVEL_MEMBER = 1
export const LEVEL_ADMIN = 8
export const LEVEL_OWNER = 15
export const LEVELS = [LEVEL_MEMBER, LEVEL_ADMIN, LEVEL_OWNER] as const
