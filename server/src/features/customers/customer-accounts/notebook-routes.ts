/** Notebooks of an account: ordinary ones that stand in no general list. They are edited through the notebooks themselves. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, type Principal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { type Database, inTransaction } from '../../../platform/postgres/postgres.ts'
import type { AccessLevel, ResolvedTeam } from '../../workspace/organizations/index.ts'
import {
  insertNotebook,
  isDocument,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  newNotebookBody,
  notebookCore,
  presentCore,
  toDocument,
  wordsCondition,
} from '../notebooks/index.ts'
import type { Account } from './accounts.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string(), account_id: z.string() })
const notebookParams = params.extend({ short_id: z.string() })
const answer = notebookCore.extend({ content: z.any(), text_content: z.string().nullable() })
nameSchema(answer, 'AccountNotebook')

const ORDERS: Record<string, string> = {
  created_at: 'n.created_at, n.id',
  '-created_at': 'n.created_at DESC, n.id DESC',
  created_by: 'u.first_name ASC NULLS LAST, u.last_name ASC NULLS LAST, n.id',
  '-created_by': 'u.first_name DESC NULLS FIRST, u.last_name DESC NULLS FIRST, n.id DESC',
}
const OF_ACCOUNT = `n.team_id = $1 AND NOT n.deleted AND n.visibility = 'internal'
  AND EXISTS (SELECT 1 FROM account_notebooks l WHERE l.account_id = $2 AND l.notebook_id = n.id)`

type FindAccount = (
  request: FastifyRequest,
  needed: AccessLevel,
) => Promise<{ principal: Principal; team: ResolvedTeam; account: Account }>

export function registerAccountNotebookRoutes(api: App, db: Database, findAccount: FindAccount): void {
  const path = '/api/projects/:project_id/accounts/:account_id/notebooks'
  const one = `${path}/:short_id`
  const read = { access: access.scope('account:read') }
  const write = access.scope('account:write')
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const { team, account } = await findAccount(request, needed)
    const { rows } = await db.$client.query<Notebook>(`${NOTEBOOK_WHOLE} WHERE ${OF_ACCOUNT} AND n.short_id = $3`, [
      team.id,
      account.id,
      (request.params as z.infer<typeof notebookParams>).short_id,
    ])
    if (!rows[0]) throw errors.notFound()
    return rows[0]
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the notebooks of an account, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words of the title or of the text.'),
          ordering: z.string().optional().describe('`created_at` or `created_by`, with `-` for the reverse.'),
        }),
        response: { 200: pageOf(answer) },
      },
    },
    async (request) => {
      const { team, account } = await findAccount(request, 'viewer')
      const page = readPage(request.query)
      const search = request.query.search?.trim()
      const values = [team.id, account.id, ...(search ? [search] : [])]
      const where = search ? `${OF_ACCOUNT} AND ${wordsCondition('$3')}` : OF_ACCOUNT
      const order = ORDERS[request.query.ordering ?? ''] ?? ORDERS['-created_at']
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${NOTEBOOK_TABLES} WHERE ${where}`, values),
        db.$client.query<Notebook>(
          `${NOTEBOOK_WHOLE} WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
          values,
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(present))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newNotebookBody },
      schema: {
        summary: 'Create a notebook of an account',
        description: 'Without a document of its own, `content` is made from the Markdown in `text_content`.',
        tags,
        params,
        response: { 201: answer },
      },
    },
    async (request, reply) => {
      const { principal, team, account } = await findAccount(request, 'editor')
      const body = readBody(request, newNotebookBody)
      const content =
        !isDocument(body.content) && body.text_content ? toDocument(body.text_content) : (body.content ?? null)
      const { uuid } = await inTransaction(db.$client, async (client) => {
        const made = await insertNotebook(
          client,
          team.id,
          principal.userId,
          { ...body, content },
          { visibility: 'internal' },
        )
        await client.query(
          'INSERT INTO account_notebooks (team_id, account_id, notebook_id, linked_at) VALUES ($1, $2, $3, clock_timestamp())',
          [team.id, account.id, made.uuid],
        )
        return made
      })
      const { rows } = await db.$client.query<Notebook>(`${NOTEBOOK_WHOLE} WHERE n.id = $1`, [uuid])
      return reply.status(201).send(present(rows[0]!))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a notebook of an account', tags, params: notebookParams, response: { 200: answer } },
    },
    async (request) => present(await find(request, 'viewer')),
  )

  api.delete(
    one,
    {
      config: { access: write },
      schema: {
        summary: 'Delete a notebook of an account for good',
        tags,
        params: notebookParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const notebook = await find(request, 'editor')
      await inTransaction(db.$client, async (client) => {
        await client.query('DELETE FROM account_notebooks WHERE notebook_id = $1', [notebook.uuid])
        await client.query('DELETE FROM notebooks WHERE id = $1', [notebook.uuid])
      })
      return reply.status(204).send()
    },
  )
}

const present = (notebook: Notebook): z.infer<typeof answer> => ({
  ...presentCore(notebook),
  content: notebook.content,
  text_content: notebook.textContent,
})
