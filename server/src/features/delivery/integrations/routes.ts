import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterProject } from '../../workspace/objects/index.ts'
import type { Integrations } from './integrations.ts'
import {
  createIntegration,
  getIntegration,
  listChannels,
  listIntegrations,
  presentIntegration,
  removeIntegration,
  sendTest,
} from './operations.ts'
import { channelAnswer, integrationAnswer, integrationBody, testBody } from './schemas.ts'

const tags = ['integrations']
const params = z.object({ project_id: z.string() })
const oneParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/integrations'
const one = `${path}/:id`
const read = { access: access.scope('integration:read') }
const change = { access: access.scope('integration:write') }

export function registerIntegrationRoutes(api: App, db: Database, integrations: Integrations): void {
  registerCollection(api, db, integrations)
  registerOne(api, db, integrations)
}

function registerCollection(api: App, db: Database, integrations: Integrations): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List integrations, oldest first',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(integrationAnswer) },
      },
    },
    async (request) => {
      const rows = await listIntegrations(await enterProject(db, request))
      const page = readPage(request.query)
      const shown = rows.slice(page.offset, page.offset + page.limit)
      return pageAnswer(request, page, rows.length, shown.map(presentIntegration))
    },
  )
  api.post(
    path,
    {
      config: { ...change, body: integrationBody },
      schema: {
        summary: 'Connect a Slack workspace or channel',
        description: 'The token is tried at once. It cannot be read again.',
        tags,
        params,
        response: { 201: integrationAnswer },
      },
    },
    async (request, reply) => {
      const context = await enterProject(db, request)
      const made = await createIntegration(context, integrations, readBody(request, integrationBody))
      return reply.status(201).send(presentIntegration(made))
    },
  )
}

function registerOne(api: App, db: Database, integrations: Integrations): void {
  const find = async (request: FastifyRequest) => {
    const context = await enterProject(db, request)
    const { id } = request.params as z.infer<typeof oneParams>
    return { context, integration: await getIntegration(context, id) }
  }
  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an integration', tags, params: oneParams, response: { 200: integrationAnswer } },
    },
    async (request) => presentIntegration((await find(request)).integration),
  )
  api.delete(
    one,
    {
      config: change,
      schema: { summary: 'Remove an integration', tags, params: oneParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { context, integration } = await find(request)
      await removeIntegration(context, integration)
      return reply.status(204).send(null)
    },
  )
  api.get(
    `${one}/channels`,
    {
      config: read,
      schema: {
        summary: 'List the channels of a Slack workspace',
        tags,
        params: oneParams,
        response: { 200: z.object({ channels: z.array(channelAnswer), lastRefreshedAt: z.string() }) },
      },
    },
    async (request) => {
      const { context, integration } = await find(request)
      const channels = await listChannels(context, integrations, integration)
      return { channels, lastRefreshedAt: new Date().toISOString() }
    },
  )
  api.post(
    `${one}/test`,
    {
      config: { ...change, body: testBody },
      schema: {
        summary: 'Send a test message',
        tags,
        params: oneParams,
        response: { 200: z.object({ success: z.literal(true) }) },
      },
    },
    async (request) => {
      const { context, integration } = await find(request)
      const { channel } = readBody(request, testBody)
      await sendTest(context, integrations, integration, channel || null)
      return { success: true as const }
    },
  )
}
