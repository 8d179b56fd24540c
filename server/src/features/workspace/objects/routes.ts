/** Routes that the objects of every kind have. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { answerHistory, historyAnswer, historyQuery } from '../activity/index.ts'
import { type ProjectContext, visibleLog } from '../organizations/index.ts'

interface History {
  scope: string
  /** `List the changes of an action`. */
  summary: string
  tags: string[]
  params: z.ZodType
  /**
   * Finds the object, including a soft-deleted one, and checks that the caller may see it. Without an ID, the route answers
   * for all objects of the kind.
   */
  find: (request: FastifyRequest) => Promise<ProjectContext & { id?: string | number }>
}

/** `GET <url>/activity`: the entries of the activity log about one object, or about all objects of a kind. */
export function registerHistoryRoute(api: App, url: string, { scope, summary, tags, params, find }: History): void {
  api.get(
    `${url}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: `${summary}, newest first`,
        tags,
        params,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { db, principal, team, id } = await find(request)
      const log = await visibleLog(db, principal, team)
      return answerHistory(request, db, log, { scope, ...(id !== undefined && { itemId: String(id) }) }, request.query)
    },
  )
}
