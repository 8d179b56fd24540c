import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { actionKind } from './kind.ts'
import { actionObjects, changeAction, createAction, listActions, presentAction } from './operations.ts'
import { actionAnswer, actionBody } from './schemas.ts'

const tags = ['actions']
const params = z.object({ project_id: z.string() })
const actionParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/actions'
const one = `${path}/:id`
const read = { access: access.scope('action:read') }
const write = { access: access.scope('action:write'), body: actionBody }

export function registerActionRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List actions, newest first',
        tags,
        params,
        querystring: pageQuery.extend({ search: z.string().optional().describe('Part of the name.') }),
        response: { 200: pageOf(actionAnswer) },
      },
    },
    async (request) => {
      const context = await actionObjects.enter(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listActions(context, { search: request.query.search, page })
      return pageAnswer(
        request,
        page,
        count,
        rows.map((row) => presentAction(context, row)),
      )
    },
  )
  api.post(
    path,
    {
      config: write,
      schema: { summary: 'Create an action', tags, params, response: { 201: actionAnswer } },
    },
    async (request, reply) => {
      const context = await actionObjects.enter(db, request, 'editor')
      const action = await createAction(context, readBody(request, actionBody))
      return reply.status(201).send(presentAction(context, action))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest, needed: AccessLevel, includeDeleted = false) => {
    const context = await actionObjects.enter(db, request, 'viewer')
    const { id } = request.params as z.infer<typeof actionParams>
    return { context, action: await actionObjects.find(context, id, needed, { includeDeleted }) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an action', tags, params: actionParams, response: { 200: actionAnswer } },
    },
    async (request) => {
      const { context, action } = await find(request, 'viewer')
      return presentAction(context, action)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: write,
      schema: {
        summary: 'Change an action',
        description: '`deleted: true` deletes it, `false` restores it.',
        tags,
        params: actionParams,
        response: { 200: actionAnswer },
      },
      handler: async (request) => {
        const { context, action } = await find(request, 'editor', true)
        return presentAction(context, await changeAction(context, action, readBody(request, actionBody)))
      },
    })
  }
  refuseDelete(api, one, {
    access: write.access,
    tags,
    params: actionParams,
    find: (request) => find(request, 'editor'),
  })
  registerHistoryRoute(api, one, {
    scope: actionKind.scope,
    summary: 'List the changes to an action',
    tags,
    params: actionParams,
    find: async (request) => {
      const { context, action } = await find(request, 'viewer', true)
      return { ...context, id: action.id }
    },
  })
}
