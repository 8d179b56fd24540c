import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterAccounts } from './enter.ts'
import {
  changeView,
  createView,
  deleteView,
  findView,
  listViews,
  newViewBody,
  presentView,
  viewAnswer,
  viewBody,
} from './views.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const viewParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/account_views'
const one = `${path}/:id`
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }

export function registerAccountViewRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List saved views of accounts by name: the caller’s own and shared ones',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(viewAnswer) },
      },
    },
    async (request) => {
      const context = await enterAccounts(db, request, 'viewer')
      const page = readPage(request.query)
      const all = await listViews(context)
      return pageAnswer(request, page, all.length, all.slice(page.offset, page.offset + page.limit).map(presentView))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newViewBody },
      schema: { summary: 'Save a view of accounts', tags, params, response: { 201: viewAnswer } },
    },
    async (request, reply) => {
      // Anyone who may see accounts may save views.
      const context = await enterAccounts(db, request, 'viewer')
      return reply.status(201).send(presentView(await createView(context, readBody(request, newViewBody))))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest) => {
    const context = await enterAccounts(db, request, 'viewer')
    const { id } = request.params as z.infer<typeof viewParams>
    return { context, view: await findView(context, id) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a saved view of accounts', tags, params: viewParams, response: { 200: viewAnswer } },
    },
    async (request) => presentView((await find(request)).view),
  )
  api.patch(
    one,
    {
      config: { ...write, body: viewBody },
      schema: {
        summary: 'Change a saved view of accounts',
        description: 'With `version`, the change is refused (409) when the view was changed since.',
        tags,
        params: viewParams,
        response: { 200: viewAnswer },
      },
    },
    async (request) => {
      const { context, view } = await find(request)
      return presentView(await changeView(context, view, readBody(request, viewBody)))
    },
  )
  api.delete(
    one,
    {
      config: write,
      schema: { summary: 'Delete a saved view of accounts', tags, params: viewParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { context, view } = await find(request)
      await deleteView(context, view)
      return reply.status(204).send()
    },
  )
}
