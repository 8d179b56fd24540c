/**
 * Account routes for external servers, which authenticate with the project's secret key instead of a user's key. Errors are
 * `{"error": "…"}`.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { validate } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { enterByKey } from '../../workspace/organizations/index.ts'
import type { Account } from './accounts.ts'
import {
  changeExternalAccount,
  externalAccountBody,
  externalValuesBody,
  findExternalAccount,
  setExternalValues,
} from './external-operations.ts'

const tags = ['accounts']
const path = '/api/customer_analytics/external/account'
const config = { access: access.projectKey(), rate: 'external' } as const
const answer = z.object({
  id: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  properties: z.any(),
  tags: z.array(z.string()),
})
// Any shape: a body that is not JSON is refused earlier, in the API's usual error format.
const problem = z.any().describe('`{"error": "what is wrong"}`')
const response = { 200: answer, 400: problem, 401: problem, 404: problem, 429: problem }

const UNREADABLE = new Set(['parse_error', 'unsupported_media_type', 'request_too_large'])
const CREDENTIALS: Record<string, string> = {
  not_authenticated: 'Missing token',
  authentication_failed: 'Invalid token',
}

export async function registerExternalAccountRoutes(api: App, db: Database): Promise<void> {
  await api.register(async (instance) => {
    const scope = instance as unknown as App
    scope.setErrorHandler(answerProblem)
    registerRead(scope, db)
    registerChanges(scope, db)
  })
}

/** Answers errors in the format of these routes. A body that cannot be parsed at all is refused in the API's format. */
function answerProblem(error: FastifyError | ApiError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof ApiError) || UNREADABLE.has(error.code)) throw error
  return reply.status(error.status).send({ error: CREDENTIALS[error.code] ?? error.detail })
}

function registerRead(api: App, db: Database): void {
  api.get(
    path,
    {
      config,
      schema: {
        summary: 'An account by its external ID, with the secret token of the project',
        tags,
        querystring: z.object({ external_id: z.string().optional() }),
        response,
      },
    },
    async (request) => {
      const { team } = await enterByKey(db, request)
      return present(await findExternalAccount(db.$client, team, request.query.external_id?.trim() ?? ''))
    },
  )
}

function registerChanges(api: App, db: Database): void {
  api.patch(
    path,
    {
      config: { ...config, body: externalAccountBody },
      schema: {
        summary: 'Change tags and roles of an account, with the secret token of the project',
        description:
          '`tags_mode` is `add` (default), `set` or `remove`. `roles` takes `{"csm": {"type": "user", "id": 1}}` or null; only members of the organization can have one.',
        tags,
        response,
      },
    },
    async (request) => {
      const context = await enterByKey(db, request)
      return present(await changeExternalAccount(db, context, readBody(request, externalAccountBody)))
    },
  )
  api.patch(
    `${path}/custom_property_values`,
    {
      config: { ...config, body: externalValuesBody },
      schema: {
        summary: 'Set custom properties of an account, with the secret token of the project',
        description: '`properties` holds values by the ID of their property: all of them are set, or none.',
        tags,
        response,
      },
    },
    async (request) => {
      const context = await enterByKey(db, request)
      return present(await setExternalValues(db, context, readBody(request, externalValuesBody)))
    },
  )
}

function readBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  if (!isJsonObject(request.body)) throw errors.invalid('The body is not a JSON object.')
  return validate(schema, request.body)
}

const present = (account: Account): z.infer<typeof answer> => ({
  id: account.id,
  external_id: account.externalId,
  name: account.name,
  properties: account.properties,
  tags: account.tags.toSorted(),
})
