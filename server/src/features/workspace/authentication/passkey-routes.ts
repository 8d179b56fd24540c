import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nonBlank, readBody, text } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import { limits, type Passkey, throttle } from '../users/index.ts'
import { type AuthenticationContext, enterAsCaller } from './context.ts'
import { describeDevice } from './devices.ts'
import { recallChallenge, rememberChallenge } from './passkey-challenge.ts'
import {
  beginLogin,
  beginRegistration,
  beginTrial,
  completeLogin,
  completeRegistration,
  completeTrial,
  findPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  type Site,
} from './passkeys.ts'

const path = '/api/webauthn'
const one = `${path}/credentials/:id`
const tags = ['passkeys']
const params = z.object({ id: z.string() })
const session = { access: access.session }
const sensitive = { access: access.session, sensitive: true as const }
const anyObject = z.record(z.string(), z.any())
const passkeyAnswer = z.object({
  id: z.string(),
  label: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  transports: z.array(z.string()),
  verified: z.boolean(),
})
nameSchema(passkeyAnswer, 'Passkey')

function toPasskey(passkey: Passkey): z.infer<typeof passkeyAnswer> {
  return {
    id: passkey.id,
    label: passkey.label,
    created_at: formatDate(passkey.createdAt),
    last_used_at: passkey.lastUsedAt && formatDate(passkey.lastUsedAt),
    transports: passkey.transports,
    verified: passkey.isVerified,
  }
}

/** A passkey does not work on another host, so the request's own host can be trusted. */
const siteOf = (request: FastifyRequest): Site => ({
  id: request.hostname,
  origin: `${request.protocol}://${request.host}`,
})

export function registerPasskeyRoutes(api: App, context: AuthenticationContext): void {
  registerRegistration(api, context)
  registerLogin(api, context)
  registerPasskeys(api, context)
  registerTrial(api, context)
}

function registerRegistration(api: App, context: AuthenticationContext): void {
  const { db } = context
  api.post(
    `${path}/register/begin`,
    { config: sensitive, schema: { summary: 'Begin to register a passkey', tags, response: { 200: anyObject } } },
    async (request, reply) => {
      const caller = enterAsCaller(context, request)
      const options = await beginRegistration(caller, siteOf(request))
      const { userId } = caller.principal
      await rememberChallenge(db, [request, reply], 'passkey-registration', userId, options.challenge)
      return { ...options }
    },
  )
  const body = z.object({ label: text(100).optional() }).loose()
  api.post(
    `${path}/register/complete`,
    {
      config: { ...sensitive, body },
      schema: { summary: 'Register a passkey', tags, response: { 200: passkeyAnswer } },
    },
    async (request, reply) => {
      const caller = enterAsCaller(context, request)
      const { label: given, ...response } = readBody(request, body)
      const { userId } = caller.principal
      const challenge = await recallChallenge(db, [request, reply], 'passkey-registration', userId)
      const label = given || describeDevice(request.headers['user-agent'] ?? '')
      return toPasskey(await completeRegistration(caller, { site: siteOf(request), challenge, response, label }))
    },
  )
}

function registerLogin(api: App, { db, sessions }: AuthenticationContext): void {
  api.post(
    `${path}/login/begin`,
    {
      config: { access: access.public },
      schema: { summary: 'Begin a login with a passkey', tags, response: { 200: anyObject } },
    },
    async (request, reply) => {
      await throttle(db.$client, limits.precheck, `passkey ${clientNetwork(request.ip)}`)
      const options = await beginLogin(siteOf(request))
      await rememberChallenge(db, [request, reply], 'passkey-login', null, options.challenge)
      return { ...options }
    },
  )
  const body = z.object({ id: z.string().max(2000) }).loose()
  api.post(
    `${path}/login/complete`,
    {
      config: { access: access.public, body },
      schema: { summary: 'Log in with a passkey', tags, response: { 200: z.object({ success: z.boolean() }) } },
    },
    async (request, reply) => {
      const response = readBody(request, body)
      const challenge = await recallChallenge(db, [request, reply], 'passkey-login', null)
      const userId = await completeLogin(db, siteOf(request), challenge, response)
      await sessions.start(userId, 'passkey', request, reply)
      return { success: true }
    },
  )
}

function registerPasskeys(api: App, context: AuthenticationContext): void {
  api.get(
    `${path}/credentials`,
    { config: session, schema: { summary: 'List your passkeys', tags, response: { 200: z.array(passkeyAnswer) } } },
    async (request) => (await listPasskeys(enterAsCaller(context, request))).map(toPasskey),
  )
  const body = z.object({ label: nonBlank(100) })
  api.patch(
    one,
    {
      config: { ...session, body },
      schema: { summary: 'Rename a passkey', tags, params, response: { 200: passkeyAnswer } },
    },
    async (request) => {
      const caller = enterAsCaller(context, request)
      const passkey = await findPasskey(caller, request.params.id)
      return toPasskey(await renamePasskey(caller, passkey, readBody(request, body).label))
    },
  )
  api.delete(
    one,
    { config: sensitive, schema: { summary: 'Remove a passkey', tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      const caller = enterAsCaller(context, request)
      await removePasskey(caller, await findPasskey(caller, request.params.id))
      return reply.status(204).send(null)
    },
  )
}

function registerTrial(api: App, context: AuthenticationContext): void {
  const { db } = context
  api.post(
    `${one}/verify`,
    {
      config: session,
      schema: {
        summary: 'Begin to try a passkey, or check the answer of a trial',
        tags,
        params,
        response: { 200: anyObject },
      },
    },
    async (request, reply) => {
      const caller = enterAsCaller(context, request)
      const passkey = await findPasskey(caller, request.params.id)
      const { userId } = caller.principal
      const site = siteOf(request)
      const { id } = (request.body ?? {}) as { id?: unknown }
      if (typeof id !== 'string') {
        const options = await beginTrial(site, passkey)
        await rememberChallenge(db, [request, reply], 'passkey-login', userId, options.challenge)
        return { ...options }
      }
      const challenge = await recallChallenge(db, [request, reply], 'passkey-login', userId)
      const response = request.body as { id: string }
      await completeTrial(caller, passkey, { site, challenge, response })
      return { success: true }
    },
  )
}
