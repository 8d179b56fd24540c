import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { pageQuery, readBody } from '../../../platform/http/validation.ts'
import { ExactNumber, isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { answerHistory, historyAnswer, historyQuery } from '../../workspace/activity/index.ts'
import { type AccessLevel, resolveTeam, resourceAccess, visibleLog } from '../../workspace/organizations/index.ts'
import {
  accountAnswer,
  accountBody,
  createAccount,
  deleteAccount,
  findAccount,
  listAccounts,
  newAccountBody,
  presentAccount,
  updateAccount,
} from './accounts.ts'
import { bulkAnswer, bulkBody, changeMany } from './bulk.ts'
import {
  createDefinition,
  DEFINITION_SELECT,
  type Definition,
  definitionAnswer,
  definitionBody,
  deleteDefinition,
  findDefinition,
  newDefinitionBody,
  presentDefinition,
  updateDefinition,
} from './definitions.ts'
import { type Enter, enterAccounts } from './enter.ts'
import { registerAccountImportRoutes } from './import-routes.ts'
import { registerAccountNotebookRoutes } from './notebook-routes.ts'
import { registerAccountNotesRoute } from './notes-routes.ts'
import { convertValue, listValues, setValue, suggestValues, valueAnswer, valueHistory } from './values.ts'
import { registerAccountViewRoutes } from './view-routes.ts'

const tags = ['accounts']
const params = z.object({ project_id: z.string() })
const accountParams = params.extend({ id: z.string() })
const nestedParams = params.extend({ account_id: z.string() })

const sentFields = (request: FastifyRequest): ReadonlySet<string> =>
  new Set(Object.keys(isJsonObject(request.body) ? request.body : {}))

export function registerCustomerAccountRoutes(api: App, db: Database): void {
  const path = '/api/projects/:project_id/accounts'
  const one = `${path}/:id`
  const read = { access: access.scope('account:read') }
  const write = access.scope('account:write')

  const enter = enterAccounts(db)
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'account')
    const account = await findAccount(db, team.id, (request.params as z.infer<typeof accountParams>).id)
    if (!account) throw errors.notFound()
    own.assertLevelOf(account.id, account.createdById, needed)
    return { principal, team, own, account }
  }
  /** The account of a nested path; whoever may not see it is told that there is none. */
  const findParent = async (request: FastifyRequest, needed: AccessLevel) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as z.infer<typeof params>).project_id)
    const own = await resourceAccess(db, principal, team, 'account')
    const account = await findAccount(db, team.id, (request.params as z.infer<typeof nestedParams>).account_id)
    if (!account || own.levelOf(account.id, account.createdById) === 'none') throw errors.notFound()
    own.assertLevelOf(account.id, account.createdById, needed)
    return { principal, team, account }
  }

  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List accounts, newest first',
        tags,
        params,
        querystring: pageQuery.extend({
          search: z.string().optional().describe('Part of the name or of the external id.'),
          tags: z.string().optional().describe('JSON list: accounts with one of these tags.'),
          csm: z.string().optional().describe('Id of a user, or `unassigned`.'),
          account_executive: z.string().optional().describe('Id of a user, or `unassigned`.'),
          account_owner: z.string().optional().describe('Id of a user, or `unassigned`.'),
          all_roles_unassigned: z.string().optional().describe('`true`: nobody looks after them.'),
          ordering: z.string().optional().describe('`name`, `created_at` or `updated_at`, with `-` for the reverse.'),
        }),
        response: { 200: pageOf(accountAnswer) },
      },
    },
    async (request) => {
      const { team, own } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const { count, rows } = await listAccounts(db, team, own, request.query, page)
      return pageAnswer(request, page, count, rows.map(presentAccount))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newAccountBody },
      schema: { summary: 'Create an account', tags, params, response: { 201: accountAnswer } },
    },
    async (request, reply) => {
      const { principal, team } = await enter(request, 'editor')
      const account = await createAccount(db, principal, team, readBody(request, newAccountBody))
      return reply.status(201).send(presentAccount(account))
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read an account', tags, params: accountParams, response: { 200: accountAnswer } },
    },
    async (request) => presentAccount((await find(request, 'viewer')).account),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newAccountBody : accountBody
    api.route({
      method,
      url: one,
      config: { access: write, body },
      schema: {
        summary: 'Change an account',
        description: 'Only what is sent changes; `properties` and `tags` are replaced as a whole.',
        tags,
        params: accountParams,
        response: { 200: accountAnswer },
      },
      handler: async (request) => {
        const { principal, team, account } = await find(request, 'editor')
        return presentAccount(
          await updateAccount(db, principal, team, account.id, readBody(request, body), sentFields(request)),
        )
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: write },
      schema: {
        summary: 'Delete an account for good',
        description: 'Its custom property values go with it; its notebooks stay.',
        tags,
        params: accountParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { principal, team, account } = await find(request, 'editor')
      await deleteAccount(db, principal, team, account)
      return reply.status(204).send()
    },
  )

  api.get(
    `${one}/activity`,
    {
      config: { access: access.scope('activity_log:read') },
      schema: {
        summary: 'What was changed about an account, newest first',
        tags,
        params: accountParams,
        querystring: historyQuery,
        response: { 200: historyAnswer },
      },
    },
    async (request) => {
      const { team, account } = await find(request, 'viewer')
      return answerHistory(
        request,
        db,
        await visibleLog(db, requirePrincipal(request), team),
        { scope: 'Account', itemId: account.id },
        request.query,
      )
    },
  )

  registerAccountNotebookRoutes(api, db, findParent)

  const values = `${path}/:account_id/custom_property_values`
  api.get(
    values,
    {
      config: read,
      schema: {
        summary: 'The present custom properties of an account',
        tags,
        params: nestedParams,
        response: { 200: z.array(valueAnswer) },
      },
    },
    async (request) => listValues(db, (await findParent(request, 'viewer')).account),
  )

  const valueBody = z.object({ definition: z.any().optional(), value: z.any().optional() })
  api.post(
    values,
    {
      config: { access: write, body: valueBody },
      schema: {
        summary: 'Set a custom property of an account',
        description: 'The value before is kept as history.',
        tags,
        params: nestedParams,
        response: { 201: valueAnswer },
      },
    },
    async (request, reply) => {
      const { principal, team, account } = await findParent(request, 'editor')
      const { definition: id, value } = readBody(request, valueBody)
      if (id === undefined) throw errors.invalid('This field is required.', 'definition', 'required')
      if (!isUuid(id)) throw errors.invalid('Must be a valid UUID.', 'definition')
      if (value === undefined) throw errors.invalid('This field is required.', 'value', 'required')
      if (value === null) throw errors.invalid('This field may not be null.', 'value', 'null')
      if (typeof value === 'object' && !(value instanceof ExactNumber))
        throw errors.invalid('Value must be a string, number, or boolean.', 'value')
      const definition = await findDefinition(db, team.id, String(id))
      if (!definition) throw errors.invalid('Custom property definition not found.', 'definition')
      const set = await setValue(db, principal, account, definition, convertValue(definition, value))
      return reply.status(201).send(set)
    },
  )

  api.get(
    `${values}/history`,
    {
      config: read,
      schema: {
        summary: 'Every value that a custom property of an account had, newest first',
        tags,
        params: nestedParams,
        querystring: z.object({ definition: z.string().optional() }),
        response: { 200: z.array(valueAnswer.extend({ superseded_at: z.string().nullable() })) },
      },
    },
    async (request) => {
      const { team, account } = await findParent(request, 'viewer')
      const definition = await findDefinition(db, team.id, request.query.definition ?? '')
      if (!definition) throw errors.invalid('Custom property definition not found.', 'definition')
      return valueHistory(db, account, definition.id)
    },
  )

  api.post(
    `${path}/bulk_update`,
    {
      config: { access: write, body: bulkBody },
      schema: {
        summary: 'Change many accounts at once',
        description: 'All of those that the caller may change, or, when a value is wrong, none.',
        tags,
        params,
        response: { 200: bulkAnswer },
      },
    },
    async (request) => {
      const { principal, team, own } = await enter(request, 'editor')
      return changeMany(db, principal, team, own, readBody(request, bulkBody))
    },
  )

  registerDefinitionRoutes(api, db, enter)
  registerAccountViewRoutes(api, db, enter)
  registerAccountNotesRoute(api, db, enter)
  registerAccountImportRoutes(api, db)
}

function registerDefinitionRoutes(api: App, db: Database, enter: Enter): void {
  const path = '/api/projects/:project_id/custom_property_definitions'
  const one = `${path}/:id`
  const read = { access: access.scope('account:read') }
  const write = access.scope('account:write')
  const find = async (request: FastifyRequest, needed: AccessLevel) => {
    const entered = await enter(request, needed)
    const definition = await findDefinition(db, entered.team.id, (request.params as z.infer<typeof accountParams>).id)
    if (!definition) throw errors.notFound()
    return { ...entered, definition }
  }

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
      const { team } = await enter(request, 'viewer')
      const page = readPage(request.query)
      const [counted, found] = await Promise.all([
        db.$client.query<{ count: number }>(
          'SELECT count(*) AS count FROM custom_property_definitions WHERE team_id = $1',
          [team.id],
        ),
        db.$client.query<Definition>(
          `${DEFINITION_SELECT} WHERE d.team_id = $1 ORDER BY d.name, d.id LIMIT $2 OFFSET $3`,
          [team.id, page.limit, page.offset],
        ),
      ])
      return pageAnswer(request, page, counted.rows[0]!.count, found.rows.map(presentDefinition))
    },
  )

  api.post(
    path,
    {
      config: { access: write, body: newDefinitionBody },
      schema: { summary: 'Create a custom property', tags, params, response: { 201: definitionAnswer } },
    },
    async (request, reply) => {
      const { principal, team } = await enter(request, 'editor')
      const body = readBody(request, newDefinitionBody)
      const definition = await createDefinition(db, principal, team, body, sentFields(request))
      return reply.status(201).send(presentDefinition(definition))
    },
  )

  api.get(
    `${path}/values`,
    {
      config: read,
      schema: {
        summary: 'Values that a custom property has or may have',
        tags,
        params,
        querystring: z.object({
          key: z.string().optional().describe('Id of the property.'),
          value: z.string().optional().describe('Text that the values contain.'),
        }),
        response: { 200: z.object({ results: z.array(z.object({ name: z.string() })), refreshing: z.boolean() }) },
      },
    },
    async (request) => {
      const { team } = await enter(request, 'viewer')
      const definition = await findDefinition(db, team.id, request.query.key ?? '')
      const found = definition ? await suggestValues(db, team.id, definition, request.query.value ?? '') : []
      return { results: found.map((name) => ({ name })), refreshing: false }
    },
  )

  api.get(
    one,
    {
      config: read,
      schema: { summary: 'Read a custom property', tags, params: accountParams, response: { 200: definitionAnswer } },
    },
    async (request) => presentDefinition((await find(request, 'viewer')).definition),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    const body = method === 'PUT' ? newDefinitionBody : definitionBody
    api.route({
      method,
      url: one,
      config: { access: write, body },
      schema: {
        summary: 'Change a custom property',
        description: 'Values are never converted: after a change of type they read as null until they are set again.',
        tags,
        params: accountParams,
        response: { 200: definitionAnswer },
      },
      handler: async (request) => {
        const { principal, team, definition } = await find(request, 'editor')
        return presentDefinition(
          await updateDefinition(db, principal, team, definition.id, readBody(request, body), sentFields(request)),
        )
      },
    })
  }

  api.delete(
    one,
    {
      config: { access: write },
      schema: {
        summary: 'Delete a custom property with its values',
        tags,
        params: accountParams,
        response: { 204: z.any() },
      },
    },
    async (request, reply) => {
      const { principal, team, definition } = await find(request, 'editor')
      await deleteDefinition(db, principal, team, definition)
      return reply.status(204).send()
    },
  )
}
