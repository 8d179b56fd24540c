/** Response schemas of the activity log. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { formatTime } from '../../../platform/time.ts'
import type { StoredActivity } from './history.ts'

const entryBase = {
  id: z.string(),
  activity: z.string(),
  scope: z.string(),
  item_id: z.string(),
  created_at: z.string(),
  detail: z.record(z.string(), z.any()),
}
const historyUser = z.object({
  first_name: z.string(),
  email: z.string().nullable(),
  is_system: z.boolean().optional(),
})

/** An entry of a project's log. */
export const logEntryAnswer = z.object({
  ...entryBase,
  user: z
    .object({
      id: z.number().nullable(),
      uuid: z.string().nullable(),
      distinct_id: z.string().nullable(),
      first_name: z.string(),
      last_name: z.string(),
      email: z.string().nullable(),
    })
    .nullable(),
  organization_id: z.string(),
  was_impersonated: z.boolean(),
  is_system: z.boolean(),
  unread: z.boolean(),
})
nameSchema(logEntryAnswer, 'ActivityLog')

/** Query parameters of every object's history. */
export const historyQuery = z.object({
  limit: z.string().optional().describe('Entries per page, 10 by default.'),
  page: z.string().optional().describe('Number of the page, from 1.'),
})
/** Response of every object's history. */
export const historyAnswer = z.object({
  results: z.array(z.object({ ...entryBase, user: historyUser })),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  total_count: z.number(),
})
nameSchema(historyAnswer, 'History')

function toEntry({ id, activity, scope, itemId, createdAt, detail }: StoredActivity) {
  return { id, activity, scope, item_id: itemId, created_at: formatTime(createdAt), detail: { ...detail } }
}

export function toLogEntry(row: StoredActivity): z.infer<typeof logEntryAnswer> {
  return {
    ...toEntry(row),
    user:
      row.userId === null
        ? null
        : {
            id: row.userId,
            uuid: row.userUuid,
            distinct_id: row.userDistinctId,
            first_name: row.firstName ?? '',
            last_name: row.lastName ?? '',
            email: row.email,
          },
    organization_id: row.organizationId,
    was_impersonated: false,
    is_system: row.userId === null,
    unread: false,
  }
}

/** An entry of an object's history. */
export function toHistoryEntry(row: StoredActivity): z.infer<typeof historyAnswer>['results'][number] {
  const { userId, firstName, email } = row
  const user =
    userId === null ? { first_name: 'System', email: null, is_system: true } : { first_name: firstName ?? '', email }
  return { ...toEntry(row), user }
}
