import { z } from 'zod'
import { access, keyOf } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { keyAnswer, keyBody, newKeyBody, toKey } from './api-key-schemas.ts'
import { changeKey, createKey, deleteKey, findKey, listKeys, rollKey } from './api-keys.ts'
import { type AuthenticationContext, enterAsCaller } from './context.ts'

const path = '/api/personal_api_keys'
const one = `${path}/:id`
const tags = ['personal API keys']
const params = z.object({ id: z.string() })
// A key may read itself; everything else here is refused, whatever its scopes.
const config = { access: access.session }
const sensitive = { access: access.session, sensitive: true as const }

export function registerApiKeyRoutes(api: App, context: AuthenticationContext): void {
  registerKeys(api, context)
  registerKey(api, context)
  registerChange(api, context)
  registerRoll(api, context)
}

function registerKeys(api: App, context: AuthenticationContext): void {
  api.get(
    path,
    { config, schema: { summary: 'List your keys, newest first', tags, response: { 200: z.array(keyAnswer) } } },
    async (request) => (await listKeys(enterAsCaller(context, request))).map((key) => toKey(key)),
  )
  api.post(
    path,
    {
      config: { ...sensitive, body: newKeyBody },
      schema: { summary: 'Create a key; only this answer contains its value', tags, response: { 201: keyAnswer } },
    },
    async (request, reply) => {
      const { key, value } = await createKey(enterAsCaller(context, request), readBody(request, newKeyBody))
      return reply.status(201).send(toKey(key, value))
    },
  )
}

function registerKey(api: App, context: AuthenticationContext): void {
  api.get(
    one,
    {
      config: { access: access.self },
      schema: { summary: 'Read a key; a key can only read itself', tags, params, response: { 200: keyAnswer } },
    },
    async (request) => {
      const caller = enterAsCaller(context, request)
      const own = keyOf(caller.principal)
      const { id } = request.params
      if (own && id !== '@current' && id !== own.id)
        throw errors.forbidden('This action does not support personal API key access')
      return toKey(await findKey(caller, own ? own.id : id))
    },
  )
  api.delete(
    one,
    { config: sensitive, schema: { summary: 'Remove a key', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const caller = enterAsCaller(context, request)
      await deleteKey(caller, await findKey(caller, request.params.id))
      return reply.status(204).send(null)
    },
  )
}

function registerChange(api: App, context: AuthenticationContext): void {
  for (const [method, body] of [
    ['PATCH', keyBody],
    ['PUT', newKeyBody],
  ] as const) {
    api.route({
      method,
      url: one,
      config: { ...sensitive, body },
      schema: { summary: 'Change a key', tags, params, response: { 200: keyAnswer } },
      handler: async (request) => {
        const caller = enterAsCaller(context, request)
        const stored = await findKey(caller, (request.params as z.infer<typeof params>).id)
        return toKey(await changeKey(caller, stored, readBody(request, body as typeof keyBody)))
      },
    })
  }
}

function registerRoll(api: App, context: AuthenticationContext): void {
  api.post(
    `${one}/roll`,
    {
      config: sensitive,
      schema: {
        summary: 'Give a key a new value; only this answer contains it',
        description: 'The old value stops working at once.',
        tags,
        params,
        response: { 200: keyAnswer },
      },
    },
    async (request) => {
      const caller = enterAsCaller(context, request)
      const { key, value } = await rollKey(caller, await findKey(caller, request.params.id))
      return toKey(key, value)
    },
  )
}
