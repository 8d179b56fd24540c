/** Custom properties of accounts. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import {
  changeDefinition,
  createDefinition,
  deleteDefinition,
  findDefinition,
  listDefinitions,
  presentDefinition,
} from './definition-operations.ts'
import { definitionAnswer, definitionBody, newDefinitionBody } from './definition-schemas.ts'
import { loadDefinition } from './definitions.ts'
import { enterAccounts } from './enter.ts'
import { suggestValues } from './value-operations.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const definitionParams = params.extend({ id: z.string() })
const path = '/api/projects/:project_id/custom_property_definitions'
const one = `${path}/:id`
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }

export function registerDefinitionRoutes(api: App, db: Database): void {
  registerCollection(api, db)
  registerSuggestions(api, db)
  registerOne(api, db)
}

function registerCollection(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List custom properties by name',
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(definitionAnswer) },
      },
    },
    async (request) => {
      const context = await enterAccounts(db, request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listDefinitions(context, page)
      return pageAnswer(request, page, count, rows.map(presentDefinition))
    },
  )
  api.post(
    path,
    {
      config: { ...write, body: newDefinitionBody },
      schema: { summary: 'Create a custom property', tags, params, response: { 201: definitionAnswer } },
    },
    async (request, reply) => {
      const context = await enterAccounts(db, request, 'editor')
      const definition = await createDefinition(context, readBody(request, newDefinitionBody))
      return reply.status(201).send(presentDefinition(definition))
    },
  )
}

function registerSuggestions(api: App, db: Database): void {
  api.get(
    `${path}/values`,
    {
      config: read,
      schema: {
        summary: 'Existing or possible values of a custom property',
        tags,
        params,
        querystring: z.object({
          key: z.string().optional().describe('ID of the property.'),
          value: z.string().optional().describe('Text that the values contain.'),
        }),
        response: { 200: z.object({ results: z.array(z.object({ name: z.string() })), refreshing: z.boolean() }) },
      },
    },
    async (request) => {
      const { team } = await enterAccounts(db, request, 'viewer')
      const definition = await loadDefinition(db.$client, team.id, request.query.key ?? '')
      const found = definition ? await suggestValues(db, team.id, definition, request.query.value ?? '') : []
      return { results: found.map((name) => ({ name })), refreshing: false }
    },
  )
}

function registerOne(api: App, db: Database): void {
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const context = await enterAccounts(db, request, needed)
    const { id } = request.params as z.infer<typeof definitionParams>
    return { context, definition: await findDefinition(context, id) }
  }
  api.get(
    one,
    {
      config: read,
      schema: {
        summary: 'Read a custom property',
        tags,
        params: definitionParams,
        response: { 200: definitionAnswer },
      },
    },
    async (request) => presentDefinition((await find(request, 'viewer')).definition),
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newDefinitionBody : definitionBody
    api.route({
      method,
      url: one,
      config: { ...write, body },
      schema: {
        summary: 'Change a custom property',
        description: 'Values are never converted: after a type change they read as null until they are set again.',
        tags,
        params: definitionParams,
        response: { 200: definitionAnswer },
      },
      handler: async (request) => {
        const { context, definition } = await find(request, 'editor')
        return presentDefinition(await changeDefinition(context, definition, readBody(request, body)))
      },
    })
  }
  api.delete(
    one,
    {
      config: write,
      schema: {
        summary: 'Delete a custom property with its values',
        tags,
        params: definitionParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { context, definition } = await find(request, 'editor')
      await deleteDefinition(context, definition)
      return reply.status(204).send()
    },
  )
}
