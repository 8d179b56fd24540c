import { z } from 'zod'
import { access, keyOf, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { flexibleInteger, nonBlank, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import {
  assertMaySend,
  changeAccount,
  changeLook,
  chooseDashboard,
  deleteAccount,
  keepEmail,
  listAccounts,
} from './accounts.ts'
import { type AuthenticationContext, enterAccount, enterAsCaller } from './context.ts'
import { describeUser, userAnswer, userBody } from './user-fields.ts'

const tags = ['users']
const params = z.object({ user_uuid: z.string() })
const path = '/api/users'
const one = `${path}/:user_uuid`
const read = { access: access.scope('user:read') }
const write = { access: access.scope('user:write') }
/** Fields that can be changed long after a login, because they cannot be used to take over an account. */
const HARMLESS = new Set([
  'theme_mode',
  'set_current_organization',
  'set_current_team',
  'allow_sidebar_suggestions',
  'shortcut_position',
  'has_seen_product_intro_for',
  'events_column_config',
  'role_at_organization',
])

export function registerUserRoutes(api: App, context: AuthenticationContext): void {
  registerUsers(api, context)
  registerUser(api, context)
  registerDeletion(api, context)
  registerKeptEmail(api, context)
  registerLook(api, context)
  registerScene(api, context)
}

function registerUsers(api: App, context: AuthenticationContext): void {
  api.get(
    path,
    {
      config: read,
      schema: {
        summary: 'List accounts',
        description: 'Staff see all active accounts, everyone else only their own.',
        tags,
        querystring: pageQuery.extend({ email: z.string().optional(), is_staff: z.string().optional() }),
        response: { 200: pageOf(userAnswer) },
      },
    },
    async (request) => {
      const page = readPage(request.query)
      const { email, is_staff: staff } = request.query
      const isStaff = staff === 'true' ? true : staff === 'false' ? false : undefined
      const { count, results } = await listAccounts(enterAsCaller(context, request), { email, isStaff }, page)
      return pageAnswer(request, page, count, results)
    },
  )
}

function registerUser(api: App, context: AuthenticationContext): void {
  api.get(
    one,
    { config: read, schema: { summary: 'Read an account; yours is @me', tags, params, response: { 200: userAnswer } } },
    async (request) => {
      const account = await enterAccount(context, request)
      return describeUser(account, account.user)
    },
  )
  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: one,
      config: {
        ...write,
        body: userBody,
        sensitive: (body) => !isJsonObject(body) || Object.keys(body as object).some((key) => !HARMLESS.has(key)),
      },
      schema: { summary: 'Change an account', tags, params, response: { 200: userAnswer } },
      handler: async (request) => {
        const account = await enterAccount(context, request)
        assertMaySend(account, (isJsonObject(request.body) ? request.body : {}) as JsonObject)
        return describeUser(account, await changeAccount(account, readBody(request, userBody)))
      },
    })
  }
}

function registerDeletion(api: App, context: AuthenticationContext): void {
  api.delete(
    one,
    {
      config: { ...write, sensitive: true },
      schema: {
        summary: 'Delete an account; by session only',
        description: 'Refused while the account belongs to an organization: leave all organizations first.',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      if (keyOf(requirePrincipal(request))) throw errors.notAuthenticated()
      await deleteAccount(await enterAccount(context, request))
      return reply.status(204).send(null)
    },
  )
}

function registerKeptEmail(api: App, context: AuthenticationContext): void {
  api.patch(
    `${path}/cancel_email_change_request`,
    {
      config: { access: access.session },
      schema: { summary: 'Cancel a pending change of address', tags, response: { 200: userAnswer } },
    },
    async (request) => {
      const caller = enterAsCaller(context, request)
      return describeUser(caller, await keepEmail(caller))
    },
  )
}

function registerLook(api: App, context: AuthenticationContext): void {
  const anyObject = z.record(z.string(), z.any())
  const url = `${one}/hedgehog_config`
  api.get(
    url,
    {
      config: read,
      schema: { summary: 'Read the appearance of a profile', tags, params, response: { 200: anyObject } },
    },
    async (request) => (await enterAccount(context, request)).user.hedgehogConfig ?? {},
  )
  api.patch(
    url,
    {
      config: { ...write, body: z.object({}).loose() },
      schema: { summary: 'Replace the appearance of a profile', tags, params, response: { 200: anyObject } },
    },
    async (request) => {
      const account = await enterAccount(context, request)
      if (!isJsonObject(request.body)) throw errors.invalid('Invalid data. Expected a dictionary.')
      const { personal_api_key: _key, ...look } = request.body as JsonObject
      await changeLook(account, look)
      return look
    },
  )
}

function registerScene(api: App, context: AuthenticationContext): void {
  const body = z.object({ scene: nonBlank(200), dashboard: flexibleInteger(1, 2 ** 31 - 1) })
  api.post(
    `${one}/scene_personalisation`,
    {
      config: { access: access.session, body },
      schema: { summary: 'Choose the dashboard of a page', tags, params, response: { 200: userAnswer } },
    },
    async (request) => {
      const account = await enterAccount(context, request)
      await chooseDashboard(account, readBody(request, body))
      return describeUser(account, account.user)
    },
  )
}
