import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { enterFlags, type FlagContext } from './context.ts'
import {
  changeFeature,
  createFeature,
  deleteFeature,
  type Feature,
  findFeature,
  listFeatures,
  presentFeature,
} from './early-access.ts'
import { createFeatureBody, featureAnswer, featureBody } from './schemas.ts'
import type { FlagStore } from './store.ts'

const tags = ['early access']
const params = z.object({ project_id: z.string() })
const featureParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/early_access_feature'
const one = `${path}/:id`
const read = { access: access.scope('early_access_feature:read') }
const write = { access: access.scope('early_access_feature:write') }

type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<FlagContext>
type Find = (request: FastifyRequest, needed: AccessLevel) => Promise<{ context: FlagContext; feature: Feature }>

export function registerEarlyAccessRoutes(api: App, db: Database, store: FlagStore): void {
  const enter: Enter = (request, needed) => enterFlags({ db, store }, request, needed)
  const find: Find = async (request, needed) => {
    const context = await enter(request, needed)
    const { id } = request.params as z.infer<typeof featureParams>
    return { context, feature: await findFeature(context, id, needed) }
  }
  registerCollection(api, enter)
  registerOne(api, find)
}

function registerCollection(api: App, enter: Enter): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List early access features, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(featureAnswer) },
      },
    },
    async (request) => {
      const context = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listFeatures(context, page)
      const results = await Promise.all(rows.map((feature) => presentFeature(context, feature)))
      return pageAnswer(request, page, count, results)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: createFeatureBody },
      schema: {
        summary: 'Create an early access feature',
        description: 'Without `feature_flag_id`, a flag is created for it.',
        tags,
        params,
        response: { 201: featureAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const feature = await createFeature(context, readBody(request, createFeatureBody))
      return reply.status(201).send(await presentFeature(context, feature))
    },
  )
}

function registerOne(api: App, find: Find): void {
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read an early access feature',
        tags,
        params: featureParams,
        response: { 200: featureAnswer },
      },
    },
    async (request) => {
      const { context, feature } = await find(request, 'viewer')
      return presentFeature(context, feature)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createFeatureBody : featureBody
    api.route({
      method,
      url: one,
      config: { ...write, body: bodySchema },
      schema: {
        summary: 'Change an early access feature',
        tags,
        params: featureParams,
        response: { 200: featureAnswer },
      },
      handler: async (request) => {
        const { context, feature } = await find(request, 'editor')
        const body = readBody(request, bodySchema as typeof featureBody)
        return presentFeature(context, await changeFeature(context, feature.id, body))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete an early access feature; its flag stays',
        tags,
        params: featureParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { context, feature } = await find(request, 'editor')
      await deleteFeature(context, feature)
      return reply.status(204).send(null)
    },
  )
}
