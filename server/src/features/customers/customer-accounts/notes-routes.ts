/** What was written about all accounts together, the newest first. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'
import { wordsCondition } from '../notebooks/index.ts'
import type { Enter } from './enter.ts'

const answer = z.object({
  short_id: z.string(),
  title: z.string().nullable(),
  created_at: z.string(),
  last_modified_at: z.string(),
  account_id: z.string(),
  account_name: z.string(),
  created_by: basicUserAnswer.nullable(),
})
nameSchema(answer, 'AccountNote')

interface Note {
  shortId: string
  title: string | null
  createdAt: string
  lastModifiedAt: string
  accountId: string
  accountName: string
  creator: unknown
}

/** @throws ApiError 400 for what is no list of user ids */
function readUsers(query: string | undefined, url: string, name: string): string[] {
  if (query === undefined) return []
  const ids = new URL(url, 'http://localhost').searchParams.getAll(name).flatMap((text) => text.split(','))
  const given = ids.map((id) => id.trim()).filter((id) => id !== '')
  if (!given.every((id) => /^\d{1,15}$/.test(id))) throw errors.invalid('Ids of users are expected.', name)
  return given
}

export function registerAccountNotesRoute(api: App, db: Database, enter: Enter): void {
  api.get(
    '/api/projects/:project_id/account_notes',
    {
      config: { access: access.scope('account:read') },
      schema: {
        summary: 'List the notebooks of all accounts, the one changed last first',
        tags: ['accounts'],
        params: z.object({ project_id: z.string() }),
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words of the note, or part of the account’s name.'),
          account_id: z.string().optional(),
          created_by: z.string().optional().describe('Ids of users, joined by commas.'),
          assigned_to: z.string().optional().describe('Ids of users who are CSM or account executive.'),
        }),
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { search, account_id: account } = request.query
      if (account && !isUuid(account)) throw errors.invalid('Must be a valid UUID.', 'account_id')
      const creators = readUsers(request.query.created_by, request.originalUrl, 'created_by')
      const assigned = readUsers(request.query.assigned_to, request.originalUrl, 'assigned_to')
      const values: unknown[] = [team.id]
      const bind = (value: unknown) => `$${values.push(value)}`
      const conditions = [
        "n.team_id = $1 AND NOT n.deleted AND n.visibility = 'internal'",
        own.visibleSql('a.id', 'a.created_by', bind),
      ]
      if (search?.trim()) {
        const part = bind(`%${search.trim().replace(/[\\%_]/g, '\\$&')}%`)
        conditions.push(`(${wordsCondition(bind(search.trim()))} OR a.name ILIKE ${part})`)
      }
      if (account) conditions.push(`a.id = ${bind(account)}`)
      if (creators.length > 0) conditions.push(`n.created_by::text = ANY(${bind(creators)})`)
      if (assigned.length > 0) {
        const ids = bind(assigned)
        conditions.push(
          `(a.properties->'csm'->>'id' = ANY(${ids}) OR a.properties->'account_executive'->>'id' = ANY(${ids}))`,
        )
      }
      const from = `FROM notebooks n JOIN account_notebooks l ON l.notebook_id = n.id JOIN accounts a ON a.id = l.account_id
        LEFT JOIN users u ON u.id = n.created_by WHERE ${conditions.join(' AND ')}`
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
        db.$client.query<Note>(
          `SELECT n.short_id AS "shortId", n.title, n.created_at::text AS "createdAt", n.last_modified_at::text AS "lastModifiedAt",
             a.id AS "accountId", a.name AS "accountName", ${userJson('u')} AS creator ${from}
           ORDER BY n.last_modified_at DESC, n.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(
        request,
        page,
        counted.rows[0]!.count,
        found.rows.map((note) => ({
          short_id: note.shortId,
          title: note.title,
          created_at: formatTime(note.createdAt),
          last_modified_at: formatTime(note.lastModifiedAt),
          account_id: note.accountId,
          account_name: note.accountName,
          created_by: fromUserJson(note.creator),
        })),
      )
    },
  )
}
