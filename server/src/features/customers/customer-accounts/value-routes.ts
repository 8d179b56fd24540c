/** Custom properties of one account: their values and history. */
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { ExactNumber } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterParent } from './enter.ts'
import {
  changedValueAnswer,
  findOwnDefinition,
  listValues,
  setValue,
  valueAnswer,
  valueHistory,
} from './value-operations.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string(), account_id: z.string() })
const path = '/api/projects/:project_id/accounts/:account_id/custom_property_values'
const read = { access: access.scope('account:read') }
const write = { access: access.scope('account:write') }
const valueBody = z.object({ definition: z.any().optional(), value: z.any().optional() })

export function registerValueRoutes(api: App, db: Database): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'The current custom properties of an account',
        tags,
        params,
        response: { 200: z.array(valueAnswer) },
      },
    },
    async (request) => listValues(db.$client, (await enterParent(db, request, 'viewer')).account),
  )
  api.post(
    path,
    {
      config: { ...write, body: valueBody },
      schema: {
        summary: 'Set a custom property of an account',
        description: 'The previous value is kept as history.',
        tags,
        params,
        response: { 201: valueAnswer },
      },
    },
    async (request, reply) => {
      const { context, account } = await enterParent(db, request, 'editor')
      const { id, value } = readValue(request)
      return reply.status(201).send(await setValue(context, account, id, value))
    },
  )
  api.get(
    `${path}/history`,
    {
      config: read,
      schema: {
        summary: 'Every value that a custom property of an account has had, newest first',
        tags,
        params,
        querystring: z.object({ definition: z.string().optional() }),
        response: { 200: z.array(changedValueAnswer) },
      },
    },
    async (request) => {
      const { context, account } = await enterParent(db, request, 'viewer')
      const definition = await findOwnDefinition(context, request.query.definition ?? '')
      return valueHistory(db, account, definition.id)
    },
  )
}

/** @throws ApiError 400 for a value that no property accepts */
function readValue(request: FastifyRequest): { id: string; value: unknown } {
  const { definition: id, value } = readBody(request, valueBody)
  if (id === undefined) throw errors.invalid('This field is required.', 'definition', 'required')
  if (!isUuid(id)) throw errors.invalid('Must be a valid UUID.', 'definition')
  if (value === undefined) throw errors.invalid('This field is required.', 'value', 'required')
  if (value === null) throw errors.invalid('This field may not be null.', 'value', 'null')
  if (typeof value === 'object' && !(value instanceof ExactNumber))
    throw errors.invalid('Value must be a string, number, or boolean.', 'value')
  return { id: String(id), value }
}
