/**
 * Accounts for servers of one's own (a CRM, a billing system): found by external id, with the project's secret token instead
 * of somebody's key. What is changed is logged as nobody's. Problems are `{"error": "…"}`.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { RateLimiter } from '../../../platform/http/rate-limit.ts'
import { textField, validate } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, toStorableText } from '../../../platform/json.ts'
import {
  type Database,
  inRepeatedTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { findTeamBySecret, type Team } from '../../workspace/organizations/index.ts'
import { normalizeTags, tagList } from '../../workspace/tags/index.ts'
import { findKeyInRequest, hashKey } from '../../workspace/users/index.ts'
import { type Account, changeAccount, findAccountByExternalId } from './accounts.ts'
import { findDefinition } from './definitions.ts'
import { ROLES } from './properties.ts'
import { convertValue, listValues, putValue } from './values.ts'

const EXTERNAL_ID_MAX = 400
const VALUES_MAX = 200

const answer = z.object({
  id: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  properties: z.any(),
  tags: z.array(z.string()),
})
const externalId = z.preprocess((value) => value ?? '', textField(EXTERNAL_ID_MAX))
const assignee = z.object({ type: z.literal('user'), id: z.int() }).nullable()
const accountBody = z.object({
  external_id: externalId,
  tags: tagList.optional(),
  tags_mode: z.enum(['add', 'set', 'remove']).optional(),
  roles: z.partialRecord(z.enum(ROLES), assignee).optional(),
})
const valuesBody = z.object({ external_id: externalId, properties: z.record(z.string(), z.any()).optional() })
const tags = ['accounts']
// Not the shape alone: a body that is no JSON is refused before it gets here, in the usual form.
const problem = z.any().describe('`{"error": "what is wrong"}`')
const responses = { 200: answer, 400: problem, 401: problem, 404: problem, 429: problem }

const present = (account: Account): z.infer<typeof answer> => ({
  id: account.id,
  external_id: account.externalId,
  name: account.name,
  properties: account.properties,
  tags: account.tags.toSorted(),
})

/** @param limiter counts the calls of a token, where limits are on */
export function registerExternalAccountRoutes(api: App, db: Database, limiter: RateLimiter | null): void {
  const path = '/api/customer_analytics/external/account'
  const config = { access: access.public }

  /** Answers problems in the form of these routes. */
  const answered = async <T>(request: FastifyRequest, reply: FastifyReply, work: (team: Team) => Promise<T>) => {
    try {
      const found = findKeyInRequest(request)
      const team = found?.value.startsWith('phs_') ? await findTeamBySecret(db, hashKey(found.value)) : undefined
      if (!team) throw errors.authenticationFailed(found ? 'Invalid token' : 'Missing token')
      limiter?.count({ userId: 0, key: { id: `project ${team.id}` } }, 'external')
      return await work(team)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return reply.status(error.status).send({ error: error.detail } as never)
    }
  }
  const find = async (client: Pool | PoolClient, team: Team, wanted: string): Promise<Account> => {
    if (wanted === '') throw errors.invalid('external_id is required')
    const account = await findAccountByExternalId({ $client: client }, team.id, toStorableText(wanted))
    if (!account) throw errors.notFound('Account not found')
    return account
  }
  const change = (team: Team, wanted: string, work: (client: PoolClient, account: Account) => Promise<unknown>) =>
    inRepeatedTransaction(db.$client, async (client) => {
      await lockRow(client, 'accounts', (await find(client, team, wanted)).id)
      await work(client, await find(client, team, wanted))
      return present(await find(client, team, wanted))
    })

  api.get(
    path,
    {
      config,
      schema: {
        summary: 'An account by its external id, with the secret token of the project',
        tags,
        querystring: z.object({ external_id: z.string().optional() }),
        response: responses,
      },
    },
    (request, reply) =>
      answered(request, reply, async (team) =>
        present(await find(db.$client, team, request.query.external_id?.trim() ?? '')),
      ),
  )

  api.patch(
    path,
    {
      config: { ...config, body: accountBody },
      schema: {
        summary: 'Change tags and roles of an account, with the secret token of the project',
        description:
          '`tags_mode` is `add` (default), `set` or `remove`. `roles` takes `{"csm": {"type": "user", "id": 1}}` or null; only members of the organization can have one.',
        tags,
        response: responses,
      },
    },
    (request, reply) =>
      answered(request, reply, (team) => {
        const { external_id: wanted, tags: given, tags_mode: mode = 'add', roles = {} } = readBody(request, accountBody)
        return change(team, wanted, async (client, account) => {
          const named = normalizeTags(given ?? [])
          const kept =
            mode === 'set' && given ? [] : account.tags.filter((tag) => mode !== 'remove' || !named.includes(tag))
          await changeAccount(client, null, team, account, {
            ...account,
            tags: mode === 'remove' ? kept : normalizeTags([...kept, ...named]),
            properties: { ...account.properties, ...(await holders(client, team, roles)) },
          })
        })
      }),
  )

  api.patch(
    `${path}/custom_property_values`,
    {
      config: { ...config, body: valuesBody },
      schema: {
        summary: 'Set custom properties of an account, with the secret token of the project',
        description: '`properties` holds values by the id of their property: all of them are set, or none.',
        tags,
        response: responses,
      },
    },
    (request, reply) =>
      answered(request, reply, (team) => {
        const { external_id: wanted, properties = {} } = readBody(request, valuesBody)
        const values = Object.entries(properties)
        if (values.length > VALUES_MAX) throw errors.invalid(`At most ${VALUES_MAX} values are set at once.`)
        return change(team, wanted, async (client, account) => {
          const now = await listValues({ $client: client }, account)
          for (const [id, sent] of values) {
            const definition = await findDefinition({ $client: client }, team.id, id)
            if (!definition) throw errors.invalid(`Custom property definition not found: ${id.slice(0, 100)}`)
            const value = convertValue(definition, sent)
            if (now.some((each) => each.definition_id === id && each.value === value)) continue
            await putValue(client, null, team.id, account.id, definition, value)
          }
        })
      }),
  )
}

function readBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  if (!isJsonObject(request.body)) throw errors.invalid('The body is no JSON object.')
  return validate(schema, request.body)
}

async function holders(
  client: PoolClient,
  team: Team,
  roles: NonNullable<z.output<typeof accountBody>['roles']>,
): Promise<JsonObject> {
  const held: JsonObject = {}
  for (const role of ROLES) {
    const given = roles[role]
    if (given === undefined) continue
    if (given === null) {
      held[role] = null
      continue
    }
    const { rows } = await client.query<{ id: number; email: string }>(
      `SELECT u.id, u.email FROM users u JOIN organization_memberships m ON m.user_id = u.id
       WHERE m.organization_id = $1 AND u.id = $2 AND u.is_active`,
      [team.organizationId, given.id],
    )
    if (!rows[0]) throw errors.invalid(`${role}: user is not a member of this organization`)
    held[role] = { id: rows[0].id, email: rows[0].email }
  }
  return held
}
