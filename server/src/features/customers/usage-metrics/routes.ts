import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import {
  changeMetric,
  createMetric,
  deleteMetric,
  enterMetrics,
  findMetric,
  listMetrics,
  presentMetric,
} from './operations.ts'
import { metricAnswer, metricBody, newMetricBody } from './schemas.ts'

const tags = ['usage metrics']
const params = z.object({ project_id: z.string(), group_type_index: z.string() })
const metricParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/groups_types/:group_type_index/metrics'
const one = `${path}/:id`
const read = { access: access.scope('usage_metric:read') }
const write = { access: access.scope('usage_metric:write') }

export function registerUsageMetricRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the usage metrics of a group type',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(metricAnswer) },
      },
    },
    async (request) => {
      const context = await enterMetrics(db, request, 'viewer')
      const page = readPage(request.query)
      const all = await listMetrics(context)
      return pageAnswer(request, page, all.length, all.slice(page.offset, page.offset + page.limit).map(presentMetric))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newMetricBody },
      schema: { summary: 'Create a usage metric', tags, params, response: { 201: metricAnswer } },
    },
    async (request, reply) => {
      const context = await enterMetrics(db, request, 'editor')
      const metric = await createMetric(context, readBody(request, newMetricBody))
      return reply.status(201).send(presentMetric(metric))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const context = await enterMetrics(db, request, needed)
    const { id } = request.params as z.infer<typeof metricParams>
    return { context, metric: await findMetric(context, id) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a usage metric', tags, params: metricParams, response: { 200: metricAnswer } },
    },
    async (request) => presentMetric((await find(request, 'viewer')).metric),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newMetricBody : metricBody
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: { summary: 'Change a usage metric', tags, params: metricParams, response: { 200: metricAnswer } },
      handler: async (request) => {
        const { context, metric } = await find(request, 'editor')
        return presentMetric(await changeMetric(context, metric, readBody(request, body)))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: { summary: 'Delete a usage metric', tags, params: metricParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { context, metric } = await find(request, 'editor')
      await deleteMetric(context, metric)
      return reply.status(204).send()
    },
  )
}
