import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterAccounts } from './enter.ts'
import { listNotes, noteAnswer, presentNote } from './notes.ts'

export function registerAccountNotesRoute(api: App, db: Database): void {
  api.get(
    '/api/projects/:project_id/account_notes',
    {
      config: { access: access.scope('account:read') },
      schema: {
        summary: 'List the notebooks of all accounts, last changed first',
        tags: ['accounts'],
        params: z.object({ project_id: z.string() }),
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words of the note, or part of the account’s name.'),
          account_id: z.string().optional(),
          created_by: z.string().optional().describe('IDs of users, separated by commas.'),
          assigned_to: z.string().optional().describe('IDs of users who are CSM or account executive.'),
        }),
        response: { 200: pageOf(noteAnswer) },
      },
    },
    async (request) => {
      const context = await enterAccounts(db, request, 'viewer')
      const page = readPage(request.query)
      const { search, account_id: account, created_by: by, assigned_to: to } = request.query
      if (account && !isUuid(account)) throw errors.invalid('Must be a valid UUID.', 'account_id')
      const creators = readUsers(by, request.originalUrl, 'created_by')
      const assigned = readUsers(to, request.originalUrl, 'assigned_to')
      const { count, rows } = await listNotes(context, { search, account, creators, assigned }, page)
      return pageAnswer(request, page, count, rows.map(presentNote))
    },
  )
}

/**
 * User IDs from a parameter that may be repeated and may hold several IDs each time.
 * @throws ApiError 400 when a value is not a list of IDs
 */
function readUsers(query: string | undefined, url: string, name: string): string[] {
  if (query === undefined) return []
  const ids = new URL(url, 'http://localhost').searchParams.getAll(name).flatMap((text) => text.split(','))
  const given = ids.map((id) => id.trim()).filter((id) => id !== '')
  if (!given.every((id) => /^\d{1,15}$/.test(id))) throw errors.invalid('A list of user IDs is expected.', name)
  return given
}
