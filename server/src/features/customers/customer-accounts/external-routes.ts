/** Accounts for servers of one's own, with the project's secret token instead of somebody's key. Problems are `{"error": "…"}`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { RateLimiter } from '../../../platform/http/rate-limit.ts'
import { validate } from '../../../platform/http/validation.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findTeamBySecret, type Team } from '../../workspace/organizations/index.ts'
import { findKeyInRequest, hashKey } from '../../workspace/users/index.ts'
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
const config = { access: access.public }
const answer = z.object({
  id: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  properties: z.any(),
  tags: z.array(z.string()),
})
// Not the shape alone: a body that is no JSON is refused before it gets here, in the usual form.
const problem = z.any().describe('`{"error": "what is wrong"}`')
const response = { 200: answer, 400: problem, 401: problem, 404: problem, 429: problem }

/** Finds the project of the token, does the work, and answers with the account or the problem in the form of these routes. */
type Answer = (
  request: FastifyRequest,
  reply: FastifyReply,
  work: (team: Team) => Promise<Account>,
) => Promise<z.infer<typeof answer>>

/** @param limiter counts the calls of a token, where limits are on */
export function registerExternalAccountRoutes(api: App, db: Database, limiter: RateLimiter | null): void {
  const answered: Answer = async (request, reply, work) => {
    try {
      const found = findKeyInRequest(request)
      const team = found?.value.startsWith('phs_') ? await findTeamBySecret(db, hashKey(found.value)) : undefined
      if (!team) throw errors.authenticationFailed(found ? 'Invalid token' : 'Missing token')
      limiter?.count({ userId: 0, key: { id: `project ${team.id}` } }, 'external')
      return present(await work(team))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return reply.status(error.status).send({ error: error.detail } as never)
    }
  }
  registerRead(api, db, answered)
  registerChanges(api, db, answered)
}

function registerRead(api: App, db: Database, answered: Answer): void {
  api.get(
    path,
    {
      config,
      schema: {
        summary: 'An account by its external id, with the secret token of the project',
        tags,
        querystring: z.object({ external_id: z.string().optional() }),
        response,
      },
    },
    (request, reply) =>
      answered(request, reply, (team) =>
        findExternalAccount(db.$client, team, request.query.external_id?.trim() ?? ''),
      ),
  )
}

function registerChanges(api: App, db: Database, answered: Answer): void {
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
    (request, reply) =>
      answered(request, reply, async (team) => changeExternalAccount(db, team, readBody(request, externalAccountBody))),
  )
  api.patch(
    `${path}/custom_property_values`,
    {
      config: { ...config, body: externalValuesBody },
      schema: {
        summary: 'Set custom properties of an account, with the secret token of the project',
        description: '`properties` holds values by the id of their property: all of them are set, or none.',
        tags,
        response,
      },
    },
    (request, reply) =>
      answered(request, reply, async (team) => setExternalValues(db, team, readBody(request, externalValuesBody))),
  )
}

function readBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  if (!isJsonObject(request.body)) throw errors.invalid('The body is no JSON object.')
  return validate(schema, request.body)
}

const present = (account: Account): z.infer<typeof answer> => ({
  id: account.id,
  external_id: account.externalId,
  name: account.name,
  properties: account.properties,
  tags: account.tags.toSorted(),
})
