import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject } from '../../workspace/objects/index.ts'
import { changeLayout, createLayout, deleteLayout, findLayout, listLayouts, presentLayout } from './operations.ts'
import { layoutAnswer, layoutBody, newLayoutBody } from './schemas.ts'

const tags = ['customer profiles']
const params = z.object({ project_id: z.string() })
const layoutParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/customer_profile_configs'
const one = `${path}/:id`
const read = { access: access.scope('customer_profile_config:read') }
const write = { access: access.scope('customer_profile_config:write') }

export function registerCustomerProfileRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List profile layouts',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(layoutAnswer) },
      },
    },
    async (request) => {
      const context = await enterProject(db, request)
      const page = readPage(request.query)
      const { count, rows } = await listLayouts(context, page)
      return pageAnswer(request, page, count, rows.map(presentLayout))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newLayoutBody },
      schema: { summary: 'Create a layout of profiles', tags, params, response: { 201: layoutAnswer } },
    },
    async (request, reply) => {
      const context = await enterProject(db, request)
      const layout = await createLayout(context, readBody(request, newLayoutBody))
      return reply.status(201).send(presentLayout(layout))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest) => {
    const context = await enterProject(db, request)
    const { id } = request.params as z.infer<typeof layoutParams>
    return { context, layout: await findLayout(context, id) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a profile layout', tags, params: layoutParams, response: { 200: layoutAnswer } },
    },
    async (request) => presentLayout((await find(request)).layout),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newLayoutBody : layoutBody
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: { summary: 'Change a profile layout', tags, params: layoutParams, response: { 200: layoutAnswer } },
      handler: async (request) => {
        const { context, layout } = await find(request)
        return presentLayout(await changeLayout(context, layout, readBody(request, body)))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: { summary: 'Delete a layout of profiles', tags, params: layoutParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { context, layout } = await find(request)
      await deleteLayout(context, layout)
      return reply.status(204).send()
    },
  )
}
