import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { refuseDelete } from '../../../platform/http/soft-delete.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { registerHistoryRoute } from '../../workspace/objects/index.ts'
import { annotationKind } from './kind.ts'
import {
  changeAnnotation,
  createAnnotation,
  enterAnnotations,
  findAnnotation,
  listAnnotations,
  presentAnnotation,
} from './operations.ts'
import { annotationAnswer, annotationBody } from './schemas.ts'

const tags = ['annotations']
const params = z.object({ project_id: z.string() })
const annotationParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/annotations'
const one = `${path}/:id`
const read = { access: access.scope('annotation:read') }
const write = { access: access.scope('annotation:write'), body: annotationBody }

export function registerAnnotationRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List annotations, latest date first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the text.'),
          scope: z.string().optional().describe('`dashboard_item`, `dashboard`, `project` or `organization`.'),
          date_from: z.string().optional().describe('ISO 8601.'),
          date_to: z.string().optional().describe('ISO 8601.'),
        }),
        response: { 200: pageOf(annotationAnswer) },
      },
    },
    async (request) => {
      const context = await enterAnnotations(db, request)
      const page = readPage(request.query)
      const { count, rows } = await listAnnotations(context, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentAnnotation))
    },
  )
  api.post(
    path,
    {
      config: write,
      schema: { summary: 'Create an annotation', tags, params, response: { 201: annotationAnswer } },
    },
    async (request, reply) => {
      const context = await enterAnnotations(db, request)
      const annotation = await createAnnotation(context, readBody(request, annotationBody))
      return reply.status(201).send(presentAnnotation(annotation))
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest, includeDeleted = false) => {
    const context = await enterAnnotations(db, request)
    const { id } = request.params as z.infer<typeof annotationParams>
    return { context, annotation: await findAnnotation(context, id, { includeDeleted }) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an annotation', tags, params: annotationParams, response: { 200: annotationAnswer } },
    },
    async (request) => presentAnnotation((await find(request)).annotation),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: write,
      schema: {
        summary: 'Change an annotation',
        description: '`deleted: true` deletes it, `false` restores it.',
        tags,
        params: annotationParams,
        response: { 200: annotationAnswer },
      },
      handler: async (request) => {
        const { context, annotation } = await find(request, true)
        return presentAnnotation(await changeAnnotation(context, annotation, readBody(request, annotationBody)))
      },
    })
  }
  refuseDelete(api, one, {
    access: write.access,
    tags,
    params: annotationParams,
    find: (request) => find(request),
    isSilent: true,
  })
  registerHistoryRoute(api, one, {
    scope: annotationKind.scope,
    summary: 'List the changes to an annotation',
    tags,
    params: annotationParams,
    find: async (request) => {
      const { context, annotation } = await find(request, true)
      return { ...context, id: annotation.id }
    },
  })
}
