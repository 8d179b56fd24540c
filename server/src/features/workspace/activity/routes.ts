import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal, type UserPrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { linkTo } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type historyAnswer, type historyQuery, logEntryAnswer, toHistoryEntry, toLogEntry } from './answers.ts'
import { type ActivityCursor, type LogOwner, type ProjectLog, readHistory, readLog } from './history.ts'
import type { ActivityScope } from './log.ts'

const PAGE_LIMIT_DEFAULT = 10
const PAGE_LIMIT_MAX = 1000
const LOG_LIMIT = 100
const SCOPES_MAX = 100

/**
 * Answers a page of the history of an object, or of all objects of a kind.
 * @throws ApiError 400 when `limit` or `page` is not a positive integer
 */
export async function answerHistory(
  request: FastifyRequest,
  db: Database,
  owner: LogOwner,
  of: { scope?: ActivityScope; itemId?: string },
  query: z.infer<typeof historyQuery>,
): Promise<z.infer<typeof historyAnswer>> {
  const limit = Math.min(readCount(query.limit, 'limit', PAGE_LIMIT_DEFAULT), PAGE_LIMIT_MAX)
  const page = readCount(query.page, 'page', 1)
  const { count, entries } = await readHistory(db, owner, of, { limit, offset: (page - 1) * limit })
  return {
    results: entries.map(toHistoryEntry),
    next: page * limit < count ? linkTo(request, { limit, page: page + 1 }) : null,
    previous: page > 1 ? linkTo(request, { limit, page: page - 1 }) : null,
    total_count: count,
  }
}

function readCount(text: string | undefined, attr: string, otherwise: number): number {
  if (text === undefined || text === '') return otherwise
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1)
    throw errors.invalid(`${attr} must be a positive whole number.`, attr)
  return Number(text)
}

/**
 * The log of the project in a path, if the caller may use that project. It is injected because organizations write to the
 * log themselves.
 */
export type FindLog = (db: Database, principal: UserPrincipal, segment: string) => Promise<ProjectLog>

export function registerActivityRoutes(api: App, db: Database, findLog: FindLog): void {
  api.get(
    '/api/projects/:project_id/activity_log',
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'List the changes in a project, newest first',
        tags: ['activity'],
        params: z.object({ project_id: z.string() }),
        querystring: z.object({
          user: z.string().optional().describe('ID or uuid of a user: only their changes.'),
          scope: z.string().optional().describe('Kind of object, such as `Person`.'),
          scopes: z.string().optional().describe('Several kinds, separated by commas or repeated.'),
          item_id: z.string().optional().describe('ID of one object; use together with `scope`.'),
          cursor: z.string().optional().describe('Cursor from the links of a page.'),
        }),
        response: {
          200: z.object({
            next: z.string().nullable(),
            previous: z.string().nullable(),
            results: z.array(logEntryAnswer),
          }),
        },
      },
    },
    async (request) => {
      const log = await findLog(db, requirePrincipal(request), request.params.project_id)
      const { user, scope, item_id: itemId, cursor } = request.query
      const scopes = [...readScopes(request), ...(scope ? [scope] : [])]
      const filter = {
        user: user || undefined,
        itemId: itemId || undefined,
        scopes: scopes.length > 0 ? scopes : undefined,
      }
      const rows = await readLog(db, log, filter, cursor ? readCursor(cursor) : null, LOG_LIMIT + 1)
      const shown = rows.slice(0, LOG_LIMIT)
      const last = shown.at(-1)
      return {
        next: rows.length > LOG_LIMIT && last ? linkTo(request, { cursor: writeCursor(last) }) : null,
        // A cursor only leads forward; the way back is to the first page.
        previous: cursor ? linkTo(request, { cursor: null }) : null,
        results: shown.map(toLogEntry),
      }
    },
  )
}

function readScopes(request: FastifyRequest): string[] {
  const params = new URL(request.originalUrl, 'http://localhost').searchParams
  return params
    .getAll('scopes')
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '')
    .slice(0, SCOPES_MAX)
}

function writeCursor({ createdAt, id }: ActivityCursor): string {
  return Buffer.from(`${createdAt}|${id}`).toString('base64url')
}

/** @throws ApiError 404 for a cursor that no page returned */
function readCursor(text: string): ActivityCursor {
  const [createdAt = '', id = ''] = Buffer.from(text, 'base64url').toString().split('|')
  if (
    !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(createdAt) ||
    Number.isNaN(Date.parse(`${createdAt.replace(' ', 'T')}Z`)) ||
    !isUuid(id)
  )
    throw errors.notFound('Invalid cursor')
  return { createdAt, id }
}
