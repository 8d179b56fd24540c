import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { readBody, readFlag } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { logEntryAnswer, toLogEntry } from './answers.ts'
import { type LogContext, listImportantChanges, markAsRead } from './notifications.ts'
import type { FindLog } from './routes.ts'

const params = z.object({ project_id: z.string() })
const tags = ['activity']
const path = '/api/projects/:project_id/activity_log'

export function registerActivityNotificationRoutes(api: App, db: Database, findLog: FindLog): void {
  const enter = async (request: FastifyRequest): Promise<LogContext> => {
    const principal = requirePrincipal(request)
    const { project_id: segment } = request.params as z.infer<typeof params>
    return { db, principal, log: await findLog(db, principal, segment) }
  }
  registerImportantChanges(api, enter)
  registerBookmark(api, enter)
}

type Enter = (request: FastifyRequest) => Promise<LogContext>

function registerImportantChanges(api: App, enter: Enter): void {
  api.get(
    `${path}/important_changes`,
    {
      config: { access: access.session },
      schema: {
        summary: 'Changes by others to what you created or changed, newest first',
        tags,
        params,
        querystring: z.object({ unread: z.string().optional().describe('Only unread ones.') }),
        response: { 200: z.object({ results: z.array(logEntryAnswer), last_read: z.string().nullable() }) },
      },
    },
    async (request) => {
      const context = await enter(request)
      const onlyUnread = readFlag(request.query.unread)
      const { changes, readUntil } = await listImportantChanges(context, { onlyUnread })
      return {
        results: changes.map((change) => ({ ...toLogEntry(change), unread: change.isUnread })),
        last_read: readUntil && formatTime(readUntil),
      }
    },
  )
}

const bookmarkBody = z.object({
  bookmark: z.string().refine((value) => !Number.isNaN(Date.parse(value)), { message: 'Must be a time in ISO 8601.' }),
})

function registerBookmark(api: App, enter: Enter): void {
  api.post(
    `${path}/bookmark_activity_notification`,
    {
      config: { access: access.session, body: bookmarkBody },
      schema: { summary: 'Mark everything up to a time as read', tags, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const context = await enter(request)
      await markAsRead(context, new Date(readBody(request, bookmarkBody).bookmark))
      return reply.status(204).send(null)
    },
  )
}
