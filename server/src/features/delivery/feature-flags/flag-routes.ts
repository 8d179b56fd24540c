/** Routes to manage feature flags. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { type PageAnswer, pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import { presentFlag } from './answers.ts'
import {
  type Enter,
  enterFlags,
  enterFlagsByToken,
  type Find,
  type FlagContext,
  type FlagParts,
  flagObjects,
} from './context.ts'
import { listFlags } from './flag-list.ts'
import { changeFlag, createFlag } from './flag-operations.ts'
import { registerFlagQuestionRoutes } from './flag-question-routes.ts'
import { flagKind } from './kind.ts'
import { createFlagBody, type FlagListQuery, flagAnswer, flagBody, flagListQuery } from './schemas.ts'
import type { FlagStore } from './store.ts'

const tags = ['feature flags']
const params = z.object({ project_id: z.string() })
const flagParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/feature_flags'
const one = `${path}/:id`
const read = { access: access.scope('feature_flag:read') }
const write = { access: access.scope('feature_flag:write') }

export function registerFlagRoutes(api: App, db: Database, clickHouse: ClickHouse, store: FlagStore): void {
  const parts = { db, store }
  const enter: Enter = (request, needed) => enterFlags(parts, request, needed)
  const find: Find = async (request, needed) => {
    const context = await enter(request, 'none')
    const { id } = request.params as z.infer<typeof flagParams>
    return { context, flag: await flagObjects.find(context, id, needed, { includeDeleted: true }) }
  }
  registerLists(api, enter, parts)
  registerCreation(api, enter)
  registerOne(api, find)
  registerHistories(api, enter, find)
  registerFlagQuestionRoutes(api, clickHouse, enter, find)
}

function registerLists(api: App, enter: Enter, parts: FlagParts): void {
  const schema = { summary: 'List feature flags, newest first', tags, response: { 200: pageOf(flagAnswer) } }
  api.get(path, { config: read, schema: { ...schema, params, querystring: flagListQuery } }, async (request) =>
    answerList(request, await enter(request, 'none'), request.query),
  )
  // posthog-node 1.1 to 1.3 uses this path.
  api.get(
    '/api/feature_flag',
    {
      config: read,
      schema: { ...schema, hide: true, querystring: flagListQuery.extend({ token: z.string().optional() }) },
    },
    async (request) => answerList(request, await enterFlagsByToken(parts, request, request.query.token), request.query),
  )
}

async function answerList(
  request: FastifyRequest,
  context: FlagContext,
  query: FlagListQuery,
): Promise<PageAnswer<z.infer<typeof flagAnswer>>> {
  const page = readPage(query)
  const { count, rows } = await listFlags(context, query, page)
  const results = rows.map((flag) => presentFlag(context, flag))
  return pageAnswer(request, page, count, results)
}

function registerCreation(api: App, enter: Enter): void {
  api.post(
    path,
    {
      config: { ...write, body: createFlagBody },
      schema: { summary: 'Create a feature flag', tags, params, response: { 201: flagAnswer } },
    },
    async (request, reply) => {
      const context = await enter(request, 'editor')
      const flag = await createFlag(context, readBody(request, createFlagBody))
      return reply.status(201).send(presentFlag(context, flag))
    },
  )
}

function registerOne(api: App, find: Find): void {
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a feature flag', tags, params: flagParams, response: { 200: flagAnswer } },
    },
    async (request) => {
      const { context, flag } = await find(request, 'viewer')
      return presentFlag(context, flag)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const bodySchema = method === 'PUT' ? createFlagBody : flagBody
    api.route({
      method,
      url: one,
      config: { ...write, body: bodySchema },
      schema: {
        summary: 'Change a feature flag',
        description:
          '`deleted: true` deletes it, `false` restores it. With `version`, the server answers 409 if the flag was changed in the meantime.',
        tags,
        params: flagParams,
        response: { 200: flagAnswer },
      },
      handler: async (request) => {
        const { context, flag } = await find(request, 'editor')
        const body = readBody(request, bodySchema as typeof flagBody)
        return presentFlag(context, await changeFlag(context, flag.id, body))
      },
    })
  }
  refuseDelete(api, one, { ...write, tags, params: flagParams, find: (request) => find(request, 'editor') })
}

function registerHistories(api: App, enter: Enter, find: Find): void {
  registerHistoryRoute(api, path, {
    scope: flagKind.scope,
    summary: 'List the changes to feature flags',
    tags,
    params,
    find: (request) => enter(request, 'viewer'),
  })
  registerHistoryRoute(api, one, {
    scope: flagKind.scope,
    summary: 'List the changes to a feature flag',
    tags,
    params: flagParams,
    find: async (request) => {
      const { context, flag } = await find(request, 'viewer')
      return { ...context, id: flag.id }
    },
  })
}
