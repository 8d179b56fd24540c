import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { newNotebookBody } from '../notebooks/index.ts'
import {
  accountNotebookAnswer,
  createAccountNotebook,
  deleteAccountNotebook,
  findAccountNotebook,
  listAccountNotebooks,
  presentAccountNotebook,
} from './account-notebooks.ts'
import { enterParent } from './enter.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string(), account_id: z.string() })
const notebookParams = params.extend({ short_id: z.string() })
const path = '/api/projects/:project_id/accounts/:account_id/notebooks'
const one = `${path}/:short_id`
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }

export function registerAccountNotebookRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the notebooks of an account, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Words of the title or the text.'),
          ordering: z.string().optional().describe('`created_at` or `created_by`, with `-` for the reverse order.'),
        }),
        response: { 200: pageOf(accountNotebookAnswer) },
      },
    },
    async (request) => {
      const { context, account } = await enterParent(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listAccountNotebooks(context, account, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentAccountNotebook))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newNotebookBody },
      schema: {
        summary: 'Create a notebook of an account',
        description: 'If there is no `content`, it is created from the Markdown in `text_content`.',
        tags,
        params,
        response: { 201: accountNotebookAnswer },
      },
    },
    async (request, reply) => {
      const { context, account } = await enterParent(db, request, 'editor')
      const notebook = await createAccountNotebook(context, account, readBody(request, newNotebookBody))
      return reply.status(201).send(presentAccountNotebook(notebook))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const { context, account } = await enterParent(db, request, needed)
    const { short_id: shortId } = request.params as z.infer<typeof notebookParams>
    return { context, notebook: await findAccountNotebook(context, account, shortId) }
  }
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a notebook of an account',
        tags,
        params: notebookParams,
        response: { 200: accountNotebookAnswer },
      },
    },
    async (request) => presentAccountNotebook((await find(request, 'viewer')).notebook),
  )
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete a notebook of an account for good',
        tags,
        params: notebookParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { context, notebook } = await find(request, 'editor')
      await deleteAccountNotebook(context, notebook)
      return reply.status(204).send()
    },
  )
}
