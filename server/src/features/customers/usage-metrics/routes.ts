import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type AccessLevel, resolveTeam, resourceAccess } from '../../workspace/organizations/index.ts'
import {
  findMetric,
  listMetrics,
  metricAnswer,
  metricBody,
  newMetricBody,
  presentMetric,
  saveMetric,
} from './metrics.ts'

const tags = ['usage metrics']
const params = z.object({ project_id: z.string(), group_type_index: z.string() })
const metricParams = params.extend({ id: z.string() })

export function registerUsageMetricRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/groups_types/:group_type_index/metrics'
  const one = `${path}/:id`
  const read = { access: access.scope('usage_metric:read') }
  const write = access.scope('usage_metric:write')

  const enter = async (request: FastifyRequest, needed: AccessLevel) => {
    const { project_id: projectId, group_type_index: index } = request.params as z.infer<typeof params>
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, projectId)
    const own = await resourceAccess(db, principal, team, 'account')
    own.assertLevel(needed)
    if (!/^[0-4]$/.test(index)) throw errors.notFound()
    return { principal, team, index: Number(index) }
  }
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const entered = await enter(request, needed)
    const metric = await findMetric(
      db,
      entered.team.id,
      entered.index,
      (request.params as z.infer<typeof metricParams>).id,
    )
    if (!metric) throw errors.notFound()
    return { ...entered, metric }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List the usage metrics of a type of groups',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(metricAnswer) },
      },
    },
    async (request) => {
      const { team, index } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const all = (await listMetrics(db, team.id, index)).map(presentMetric)
      return pageAnswer(request, page, all.length, all.slice(page.offset, page.offset + page.limit))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newMetricBody },
      schema: { summary: 'Create a usage metric', tags, params, response: { 201: metricAnswer } },
    },
    async (request, reply) => {
      const { principal, team, index } = await enter(request, 'editor')
      const metric = await saveMetric(db, principal, team.id, index, null, readBody(request, newMetricBody))
      return reply.status(201).send(presentMetric(metric))
    },
  )

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
      config: { access: write, body },
      schema: { summary: 'Change a usage metric', tags, params: metricParams, response: { 200: metricAnswer } },
      handler: async (request) => {
        const { principal, team, index, metric } = await find(request, 'editor')
        return presentMetric(await saveMetric(db, principal, team.id, index, metric.id, readBody(request, body)))
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: write },
      schema: { summary: 'Delete a usage metric', tags, params: metricParams, response: { 204: z.any() } },
    },
    async (request, reply) => {
      const { team, metric } = await find(request, 'editor')
      await db.$client.query('DELETE FROM usage_metrics WHERE team_id = $1 AND id = $2', [team.id, metric.id])
      return reply.status(204).send()
    },
  )
}
