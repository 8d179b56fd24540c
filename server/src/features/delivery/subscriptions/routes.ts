import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { goneSignal } from '../../analytics/query/index.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import type { Integrations } from '../integrations/index.ts'
import { enterSubscriptions, findOwn } from './context.ts'
import { registerDeliveryRoutes } from './delivery-routes.ts'
import { subscriptionKind } from './kind.ts'
import { listSubscriptions } from './list.ts'
import { changeSubscription, createSubscription, type Revealed, renewSecret, testDelivery } from './operations.ts'
import { presentSubscription } from './present.ts'
import { type PreviewParts, previewReport } from './preview.ts'
import {
  listQuery,
  newSubscriptionBody,
  previewAnswer,
  previewQuery,
  quotaAnswer,
  subscriptionAnswer,
  subscriptionBody,
} from './schemas.ts'
import { summaryQuota } from './summaries.ts'

const tags = ['subscriptions']
const params = z.object({ project_id: z.string() })
const oneParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/subscriptions'
const one = `${path}/:id`
const read = { access: access.scope('subscription:read') }
const change = { access: access.scope('subscription:write') }

export interface SubscriptionParts extends PreviewParts {
  db: Database
  integrations: Integrations
}

export function registerSubscriptionRoutes(api: App, parts: SubscriptionParts): void {
  registerCollection(api, parts)
  registerPreview(api, parts)
  registerOne(api, parts)
  registerActions(api, parts)
  registerDeliveryRoutes(api, parts.db)
}

async function find(db: Database, request: FastifyRequest, needed: AccessLevel) {
  const context = await enterSubscriptions(db, request, 'viewer')
  const { id } = request.params as z.infer<typeof oneParams>
  return { context, subscription: await findOwn(context, id, needed) }
}

const reveal = ({ subscription, secret }: Revealed) => ({
  ...presentSubscription(subscription),
  ...(secret !== null && { webhook_secret: secret }),
})

function registerCollection(api: App, { db, integrations }: SubscriptionParts): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List subscriptions, newest first',
        tags,
        params,
        querystring: listQuery,
        response: { 200: pageOf(subscriptionAnswer) },
      },
    },
    async (request) => {
      const context = await enterSubscriptions(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listSubscriptions(context, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentSubscription))
    },
  )
  api.post(
    path,
    {
      config: { ...change, body: newSubscriptionBody },
      schema: {
        summary: 'Create a subscription',
        description: 'Its recipients get an invitation with the first report.',
        tags,
        params,
        response: { 201: subscriptionAnswer },
      },
    },
    async (request, reply) => {
      const context = await enterSubscriptions(db, request, 'editor')
      const body = readBody(request, newSubscriptionBody)
      return reply.status(201).send(reveal(await createSubscription(context, integrations, body)))
    },
  )
  api.get(
    `${path}/summary_quota`,
    {
      config: read,
      schema: { summary: 'Count the subscriptions with summaries', tags, params, response: { 200: quotaAnswer } },
    },
    async (request) => summaryQuota(db.$client, await enterSubscriptions(db, request, 'viewer')),
  )
}

function registerPreview(api: App, parts: SubscriptionParts): void {
  api.post(
    `${path}/preview`,
    {
      config: { access: read.access, body: subscriptionBody },
      schema: {
        summary: 'Show what a subscription would send',
        description: 'Nothing is stored or sent.',
        tags,
        params,
        querystring: previewQuery,
        response: { 200: previewAnswer },
      },
    },
    async (request, reply) => {
      const context = await enterSubscriptions(parts.db, request, 'viewer')
      const drawsMail = request.query.mail ?? true
      return previewReport(parts, context, readBody(request, subscriptionBody), {
        drawsMail,
        signal: goneSignal(reply),
      })
    },
  )
}

function registerOne(api: App, { db, integrations }: SubscriptionParts): void {
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a subscription',
        description: 'A deleted one can be read, too.',
        tags,
        params: oneParams,
        response: { 200: subscriptionAnswer },
      },
    },
    async (request) => presentSubscription((await find(db, request, 'viewer')).subscription),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const schema = method === 'PUT' ? newSubscriptionBody : subscriptionBody
    api.route({
      method,
      url: one,
      config: { ...change, body: schema },
      schema: {
        summary: 'Change a subscription',
        description: '`deleted: true` deletes it, `false` restores it. New recipients are invited.',
        tags,
        params: oneParams,
        response: { 200: subscriptionAnswer },
      },
      handler: async (request) => {
        const { context, subscription } = await find(db, request, 'editor')
        const body = readBody(request, schema as typeof subscriptionBody)
        return presentSubscription(await changeSubscription(context, integrations, subscription, body))
      },
    })
  }
  refuseDelete(api, one, {
    ...change,
    tags,
    params: oneParams,
    find: (request) => find(db, request, 'editor'),
    isSilent: true,
  })
  registerHistoryRoute(api, one, {
    scope: subscriptionKind.scope,
    summary: 'List the changes to a subscription',
    tags,
    params: oneParams,
    find: async (request) => {
      const { context, subscription } = await find(db, request, 'viewer')
      return { ...context, id: subscription.id }
    },
  })
}

function registerActions(api: App, { db, integrations }: SubscriptionParts): void {
  api.post(
    `${one}/test-delivery`,
    {
      config: change,
      schema: { summary: 'Send the report now', tags, params: oneParams, response: { 202: z.null() } },
    },
    async (request, reply) => {
      const { context, subscription } = await find(db, request, 'editor')
      await testDelivery(context, subscription)
      return reply.status(202).send(null)
    },
  )
  api.post(
    `${one}/renew_secret`,
    {
      config: change,
      schema: {
        summary: 'Issue a new secret for the webhook',
        description: 'Deliveries are signed with the new one from now on. It is shown only in this answer.',
        tags,
        params: oneParams,
        response: { 200: subscriptionAnswer },
      },
    },
    async (request) => {
      const { context, subscription } = await find(db, request, 'editor')
      return reveal(await renewSecret(context, integrations, subscription))
    },
  )
}
