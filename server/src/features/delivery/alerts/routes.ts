import { ALERT_STATES } from '@hedgerow/shared/alerts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody, readFlag } from '../../../platform/http/validation.ts'
import { toStorableText } from '../../../platform/json.ts'
import { goneSignal } from '../../analytics/query/index.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import { type AlertParts, enterAlerts, findAlert } from './context.ts'
import { alertKind } from './kind.ts'
import { changeAlert, createAlert, deleteAlert } from './operations.ts'
import { presentAlerts } from './present.ts'
import { assertWatch, changedWatch, findWatched, NEW_WATCH } from './rules.ts'
import { alertAnswer, alertBody, CHECKS_SHOWN_MAX, newAlertBody, previewAnswer, previewBody } from './schemas.ts'
import { CHECKS_SHOWN, listAlerts } from './store.ts'
import { lookAt } from './watch.ts'

const tags = ['alerts']
const params = z.object({ project_id: z.string() })
const alertParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/alerts'
const one = `${path}/:id`
const read = { access: access.scope('alert:read') }
const write = { access: access.scope('alert:write') }

const listQuery = pageQuery.extend({
  insight: z.string().optional().describe('ID or short ID of an insight.'),
  state: z.enum(ALERT_STATES).optional(),
  search: z.string().optional().describe('Part of the name of the alert or of its insight.'),
  user: z.string().optional().describe('If present: only alerts that you created or get mail from.'),
})

export function registerAlertRoutes(api: App, parts: AlertParts): void {
  registerCollection(api, parts)
  registerOne(api, parts)
  api.post(
    `${path}/preview`,
    {
      config: { ...read, body: previewBody },
      schema: {
        summary: 'Say whether an alert with these settings would fire now',
        tags,
        params,
        response: { 200: previewAnswer },
      },
    },
    async (request, reply) => {
      const context = await enterAlerts(parts, request)
      const body = readBody(request, previewBody)
      const watch = changedWatch(NEW_WATCH, body)
      const trend = assertWatch(watch, await findWatched(context, body.insight))
      const { value, breach, message } = await lookAt(parts.runner, context.team, trend, watch, {
        refresh: 'blocking',
        userId: context.principal.userId,
        signal: goneSignal(reply),
      })
      return { would_fire: breach !== null, calculated_value: value, message }
    },
  )
}

function registerCollection(api: App, parts: AlertParts): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List alerts, newest first',
        description: 'Alerts of insights that are deleted, or that you may not see, are left out.',
        tags,
        params,
        querystring: listQuery,
        response: { 200: pageOf(alertAnswer) },
      },
    },
    async (request) => {
      const context = await enterAlerts(parts, request)
      const { insight, state, search, user } = request.query
      const page = readPage(request.query)
      const filter = {
        insight: insight && toStorableText(insight),
        state,
        search: search && toStorableText(search.trim()),
        ...(readFlag(user) && { userId: context.principal.userId ?? 0 }),
      }
      const visible = (bind: (value: unknown) => string) => context.insights.visibleSql('i.id', 'i.created_by', bind)
      const { count, rows } = await listAlerts(parts.db.$client, context.team.id, filter, visible, page)
      return pageAnswer(request, page, count, await presentAlerts(context, rows))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newAlertBody },
      schema: { summary: 'Create an alert', tags, params, response: { 201: alertAnswer } },
    },
    async (request, reply) => {
      const context = await enterAlerts(parts, request)
      const alert = await createAlert(context, readBody(request, newAlertBody))
      const [answer] = await presentAlerts(context, [alert])
      return reply.status(201).send(answer!)
    },
  )
}

function registerOne(api: App, parts: AlertParts): void {
  const find = async (request: FastifyRequest, checks?: number) => {
    const context = await enterAlerts(parts, request)
    const { id } = request.params as z.infer<typeof alertParams>
    return { context, ...(await findAlert(context, id, checks)) }
  }
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read an alert',
        tags,
        params: alertParams,
        querystring: z.object({
          checks_limit: z
            .string()
            .optional()
            .describe(`How many of its newest checks: ${CHECKS_SHOWN} by default, at most ${CHECKS_SHOWN_MAX}.`),
        }),
        response: { 200: alertAnswer },
      },
    },
    async (request) => {
      const { limit } = readPage({ limit: request.query.checks_limit }, CHECKS_SHOWN)
      const { context, alert } = await find(request, Math.min(limit, CHECKS_SHOWN_MAX))
      const [answer] = await presentAlerts(context, [alert])
      return answer!
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: alertBody },
      schema: {
        summary: 'Change an alert',
        description: 'Another rule, and enabling or disabling it, makes it begin anew.',
        tags,
        params: alertParams,
        response: { 200: alertAnswer },
      },
      handler: async (request) => {
        const context = await enterAlerts(parts, request)
        const { id } = request.params as z.infer<typeof alertParams>
        const [answer] = await presentAlerts(context, [
          await changeAlert(context, id, () => readBody(request, alertBody)),
        ])
        return answer!
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: { summary: 'Delete an alert', tags, params: alertParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const context = await enterAlerts(parts, request)
      await deleteAlert(context, request.params.id)
      return reply.status(204).send(null)
    },
  )
  registerHistoryRoute(api, one, {
    scope: alertKind.scope,
    summary: 'List the changes to an alert',
    tags,
    params: alertParams,
    find: async (request) => {
      const { context, alert } = await find(request)
      return { ...context, id: alert.id }
    },
  })
}
