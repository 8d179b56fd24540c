import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { readBody, validate } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { goneSignal, type QueryRunner } from '../query/index.ts'
import { type InsightContext, insightObjects } from './context.ts'
import type { Insight } from './insights.ts'
import { insightKind } from './kind.ts'
import { listQuery, oneQuery } from './list.ts'
import type { InsightPlaces } from './places.ts'
import { listInsights, listLastViewed, noteViews, presentStored, readInsight } from './read.ts'
import { insightAnswer } from './results.ts'
import { listSharedInsights, readSharedInsight, type SharedParts } from './shared-reads.ts'
import { createInsight, duplicateInsight, insightBody, updateInsight } from './write.ts'

const tags = ['insights']
const params = z.object({ project_id: z.string() })
const insightParams = params.extend({ id: z.string().describe('Number or short ID.') })
const path = '/api/projects/:project_id/insights'
const one = `${path}/:id`
const read = { access: access.scope('insight:read') }
const write = { access: access.scope('insight:write') }
/** Visitors of a shared insight read this one, those of a shared dashboard the ones on it. */
const sharedRead = { ...read, shares: ['insight', 'dashboard'] } satisfies FastifyContextConfig

/**
 * `none` for lists, which are filtered to what the caller may see. Even without access to insights in general, this may
 * be individual ones.
 */
type Enter = (request: FastifyRequest, needed: 'none' | 'editor') => Promise<InsightContext>
type Find = (
  request: FastifyRequest,
  needed: AccessLevel,
  includeDeleted?: boolean,
) => Promise<{ context: InsightContext; insight: Insight }>

/** @param places access to the dashboards that insights are on */
export function registerInsightRoutes(api: App, db: Database, runner: QueryRunner, places: InsightPlaces): void {
  const enter: Enter = async (request, needed) => ({
    ...(await insightObjects.enter(db, request, needed)),
    runner,
    places,
  })
  const find: Find = async (request, needed, includeDeleted = false) => {
    const context = await enter(request, 'none')
    const { id } = request.params as z.infer<typeof insightParams>
    return { context, insight: await insightObjects.find(context, id, needed, { includeDeleted }) }
  }
  const parts = { db, runner, places }
  registerCollection(api, enter, parts)
  registerViews(api, enter, find)
  registerOne(api, find, parts)
  registerHistories(api, enter, find)
}

function registerCollection(api: App, enter: Enter, parts: SharedParts): void {
  api.get(
    path,
    {
      config: sharedRead,
      schema: {
        summary: 'List insights',
        tags,
        params,
        querystring: listQuery,
        response: { 200: pageOf(insightAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const shared = await listSharedInsights(parts, request, page)
      if (shared) return pageAnswer(request, page, shared.count, shared.results)
      const context = await enter(request, 'none')
      const { count, results } = await listInsights(context, request.query, page)
      return pageAnswer(request, page, count, results)
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: insightBody },
      schema: { summary: 'Create an insight', tags, params, response: { 201: insightAnswer } },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const id = await createInsight(context, readBody(request, insightBody))
      return reply.status(201).send(await presentStored(context, id))
    },
  )
}

function registerViews(api: App, enter: Enter, find: Find): void {
  api.get(
    `${path}/my_last_viewed`,
    {
      config: read,
      schema: {
        summary: 'List the insights you viewed last',
        tags,
        params,
        response: { 200: z.array(insightAnswer) },
      },
    },
    async (request) => listLastViewed(await enter(request, 'none')),
  )
  api.post(
    `${one}/viewed`,
    {
      config: read,
      schema: {
        summary: 'Mark an insight as viewed',
        tags,
        params: insightParams,
        response: { 201: z.object({}) },
      },
    },
    async (request, reply) => {
      const { context, insight } = await find(request, 'viewer')
      await noteViews(context, [insight.id])
      return reply.status(201).send({})
    },
  )
  const manyViewed = z.object({ insight_ids: z.array(z.number().int()).max(1000) })
  api.post(
    `${path}/viewed`,
    {
      config: { ...read, body: manyViewed },
      schema: { summary: 'Mark insights as viewed', tags, params, response: { 201: z.object({}) } },
    },
    async (request, reply) => {
      const context = await enter(request, 'none')
      await noteViews(context, validate(manyViewed, request.body).insight_ids)
      return reply.status(201).send({})
    },
  )
}

function registerOne(api: App, find: Find, parts: SharedParts): void {
  api.get(
    one,
    {
      config: sharedRead,
      schema: {
        summary: 'Read an insight with its result, if available',
        tags,
        params: insightParams,
        querystring: oneQuery,
        response: { 200: insightAnswer },
      },
    },
    async (request, reply) => {
      const shared = await readSharedInsight(parts, request, request.params.id)
      if (shared) return shared
      const { context, insight } = await find(request, 'viewer')
      return readInsight(context, insight, request.query, goneSignal(reply))
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: { ...write, body: insightBody },
      schema: {
        summary: 'Change an insight',
        description:
          '`deleted: true` deletes it, `false` restores it. `dashboards` is the complete list of dashboards that it is on. If the `If-Match` header holds its `last_modified_at`, the server refuses (409) to overwrite a change by somebody else.',
        tags,
        params: insightParams,
        response: { 200: insightAnswer },
      },
      handler: async (request) => {
        const { context, insight } = await find(request, 'editor', true)
        const body = readBody(request, insightBody)
        if (insight.deleted && body.deleted !== false) throw errors.notFound()
        const match = request.headers['if-match']
        await updateInsight(context, insight.id, body, match ? readTag(match) : null)
        return presentStored(context, insight.id)
      },
    })
  }
  refuseDelete(api, one, {
    ...write,
    tags,
    params: insightParams,
    find: (request) => find(request, 'editor'),
    isSilent: true,
  })
  api.post(
    `${one}/duplicate`,
    {
      config: write,
      schema: { summary: 'Copy an insight', tags, params: insightParams, response: { 201: insightAnswer } },
    },
    async (request, reply) => {
      const { context, insight } = await find(request, 'viewer')
      context.own.assertLevel('editor')
      const id = await duplicateInsight(context, insight)
      return reply.status(201).send(await presentStored(context, id))
    },
  )
}

function registerHistories(api: App, enter: Enter, find: Find): void {
  registerHistoryRoute(api, path, {
    scope: insightKind.scope,
    summary: 'List the changes to insights',
    tags,
    params,
    find: (request) => enter(request, 'none'),
  })
  registerHistoryRoute(api, one, {
    scope: insightKind.scope,
    summary: 'List the changes to an insight',
    tags,
    params: insightParams,
    find: async (request) => {
      const { context, insight } = await find(request, 'viewer', true)
      return { ...context, id: insight.id }
    },
  })
}

/** Parses the time in an `If-Match` header. @throws ApiError 400 */
function readTag(header: string): string {
  const text = header.replace(/^(W\/)?"?|"$/g, '')
  if (Number.isNaN(Date.parse(text)))
    throw errors.invalid('If-Match must hold the last_modified_at of the insight.', null)
  return text
}
