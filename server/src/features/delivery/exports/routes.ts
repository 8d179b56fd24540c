/** Exports: asking for one, how far it is, and its content. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { flexibleBoolean, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { enterProject } from '../../workspace/objects/index.ts'
import type { Exports } from './exports.ts'
import { askForExport, type ExportContext, findExport, listExports } from './operations.ts'
import { exportAnswer, exportBody, presentAsset } from './schemas.ts'
import { sendContent } from './send-content.ts'

const tags = ['exports']
const BASE = '/api/projects/:project_id/exports'
const params = z.object({ project_id: z.string() })
const oneParams = params.extend({ id: z.string() })
const read = { access: access.scope('export:read') }

export function registerExportRoutes(api: App, exports: Exports): void {
  const enter = async (request: FastifyRequest): Promise<ExportContext> => ({
    ...(await enterProject(exports.parts.db, request)),
    exports,
  })
  api.get(
    BASE,
    {
      config: read,
      schema: {
        summary: 'List your exports, newest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(exportAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const { count, rows } = await listExports(await enter(request), page)
      return pageAnswer(request, page, count, rows.map(presentAsset))
    },
  )
  api.post(
    BASE,
    {
      config: { access: access.scope('export:write'), body: exportBody },
      schema: {
        summary: 'Export an insight, a dashboard, a query or a list',
        description: 'The export is made in the background. Read it until it has content or an exception.',
        tags,
        params,
        response: { 201: exportAnswer },
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const asset = await askForExport(context, () => readBody(request, exportBody))
      return reply.status(201).send(presentAsset(asset))
    },
  )
  registerOne(api, enter)
}

function registerOne(api: App, enter: (request: FastifyRequest) => Promise<ExportContext>): void {
  api.get(
    `${BASE}/:id`,
    {
      config: read,
      schema: { summary: 'Read an export', tags, params: oneParams, response: { 200: exportAnswer } },
    },
    async (request) => presentAsset(await findExport(await enter(request), request.params.id)),
  )
  api.get(
    `${BASE}/:id/content`,
    {
      config: read,
      schema: {
        summary: 'Download the content of an export',
        description: 'Answers 404 as long as there is no content.',
        tags,
        params: oneParams,
        querystring: z.object({
          download: flexibleBoolean.optional().describe('`true`: browsers save the file instead of showing it.'),
        }),
      },
    },
    async (request, reply) => {
      const context = await enter(request)
      const asset = await findExport(context, request.params.id)
      return sendContent(context.exports, asset, request, reply, { isDownload: request.query.download === true })
    },
  )
}
