import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import { presentAccount } from './answers.ts'
import { bulkAnswer, bulkBody, changeMany } from './bulk.ts'
import { registerDefinitionRoutes } from './definition-routes.ts'
import { enterAccount, enterAccounts } from './enter.ts'
import { registerAccountImportRoutes } from './import-routes.ts'
import { accountKind } from './kind.ts'
import { listAccounts } from './list.ts'
import { registerAccountNotebookRoutes } from './notebook-routes.ts'
import { registerAccountNotesRoute } from './notes-routes.ts'
import { changeAccount, createAccount, deleteAccount } from './operations.ts'
import { accountAnswer, accountBody, newAccountBody } from './schemas.ts'
import { registerValueRoutes } from './value-routes.ts'
import { registerAccountViewRoutes } from './view-routes.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const accountParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/accounts'
const one = `${path}/:id`
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }

export function registerCustomerAccountRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
  registerBulkChange(api, db)
  registerAccountNotebookRoutes(api, db)
  registerValueRoutes(api, db)
  registerDefinitionRoutes(api, db)
  registerAccountViewRoutes(api, db)
  registerAccountNotesRoute(api, db)
  registerAccountImportRoutes(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List accounts, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the name or the external ID.'),
          tags: z.string().optional().describe('JSON list: accounts with one of these tags.'),
          csm: z.string().optional().describe('ID of a user, or `unassigned`.'),
          account_executive: z.string().optional().describe('ID of a user, or `unassigned`.'),
          account_owner: z.string().optional().describe('ID of a user, or `unassigned`.'),
          all_roles_unassigned: z.string().optional().describe('`true`: accounts without anyone assigned.'),
          ordering: z
            .string()
            .optional()
            .describe('`name`, `created_at` or `updated_at`, with `-` for the reverse order.'),
        }),
        response: { 200: pageOf(accountAnswer) },
      },
    },
    async (request) => {
      const context = await enterAccounts(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listAccounts(context, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentAccount))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newAccountBody },
      schema: { summary: 'Create an account', tags, params, response: { 201: accountAnswer } },
    },
    async (request, reply) => {
      const context = await enterAccounts(db, request, 'editor')
      const account = await createAccount(context, readBody(request, newAccountBody))
      return reply.status(201).send(presentAccount(account))
    },
  )
}

function registerOne(api: App, db: Database): void {
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an account', tags, params: accountParams, response: { 200: accountAnswer } },
    },
    async (request) => presentAccount((await enterAccount(db, request, 'viewer')).account),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newAccountBody : accountBody
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: {
        summary: 'Change an account',
        description: 'Only the given fields change; `properties` and `tags` are replaced as a whole.',
        tags,
        params: accountParams,
        response: { 200: accountAnswer },
      },
      handler: async (request) => {
        const { context, account } = await enterAccount(db, request, 'editor')
        return presentAccount(await changeAccount(context, account, readBody(request, body)))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete an account for good',
        description: 'Its custom property values are deleted with it; its notebooks are kept.',
        tags,
        params: accountParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { context, account } = await enterAccount(db, request, 'editor')
      await deleteAccount(context, account)
      return reply.status(204).send()
    },
  )
  registerHistoryRoute(api, one, {
    scope: accountKind.scope,
    summary: 'List the changes of an account',
    tags,
    params: accountParams,
    find: async (request) => {
      const { context, account } = await enterAccount(db, request, 'viewer')
      return { ...context, id: account.id }
    },
  })
}

function registerBulkChange(api: App, db: Database): void {
  api.post(
    `${path}/bulk_update`,
    {
      config: { ...write, body: bulkBody },
      schema: {
        summary: 'Change many accounts at once',
        description: 'Changes all the accounts that the caller may change, or none if a value is invalid.',
        tags,
        params,
        response: { 200: bulkAnswer },
      },
    },
    async (request) => changeMany(await enterAccounts(db, request, 'editor'), readBody(request, bulkBody)),
  )
}
