/** What others changed about one's own things, and up to where one has read it. */
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { readBody, readFlag } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { readImportant } from './history.ts'
import { type FindLog, logEntryAnswer, toLogEntry } from './routes.ts'

const IMPORTANT_MAX = 10
const params = z.object({ project_id: z.string() })
const tags = ['activity']

export function registerActivityNotificationRoutes(api: App, db: Database, findLog: FindLog): void {
  const readUntil = async (userId: number): Promise<string | null> => {
    const { rows } = await db.$client.query<{ until: string | null }>(
      `SELECT to_char(activity_read_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until FROM users WHERE id = $1`,
      [userId],
    )
    return rows[0]?.until ?? null
  }

  api.get(
    '/api/projects/:project_id/activity_log/important_changes',
    {
      config: { access: access.session },
      schema: {
        summary: 'Changes by others to what you made or changed, newest first',
        tags,
        params,
        querystring: z.object({ unread: z.string().optional().describe('Only what you have not read.') }),
        response: { 200: z.object({ results: z.array(logEntryAnswer), last_read: z.string().nullable() }) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const log = await findLog(db, principal, request.params.project_id)
      const until = await readUntil(principal.userId)
      const onlyUnread = readFlag(request.query.unread)
      const rows = await readImportant(db, log, principal.userId, onlyUnread ? until : null, IMPORTANT_MAX)
      // To the millisecond: clients keep times no finer than that.
      const isUnread = (createdAt: string) => until === null || createdAt.slice(0, 23) > until.slice(0, 23)
      return {
        results: rows.map((row) => ({ ...toLogEntry(row), unread: isUnread(row.createdAt) })),
        last_read: until && formatTime(until),
      }
    },
  )

  const body = z.object({
    bookmark: z
      .string()
      .refine((value) => !Number.isNaN(Date.parse(value)), { message: 'Must be a time in ISO 8601.' }),
  })
  api.post(
    '/api/projects/:project_id/activity_log/bookmark_activity_notification',
    {
      config: { access: access.session, body },
      schema: { summary: 'Note that you have read up to a time', tags, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const principal = requirePrincipal(request)
      await findLog(db, principal, request.params.project_id)
      const { bookmark } = readBody(request, body)
      await db.$client.query('UPDATE users SET activity_read_until = $2 WHERE id = $1', [
        principal.userId,
        new Date(bookmark),
      ])
      return reply.status(204).send(null)
    },
  )
}
