/** Passkeys: registered while logged in, then a log-in of their own that needs neither password nor second factor. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { and, asc, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nonBlank, readBody, text } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import { createProof, limits, passkeys, takeProof, throttle, users } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { describeDevice } from './devices.ts'
import { logSecurityChange } from './security-log.ts'

const CHALLENGE_S = 5 * 60
const PASSKEYS_MAX = 20
const COOKIE = 'hedgerow_passkey'
const tags = ['passkeys']
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

type Passkey = typeof passkeys.$inferSelect

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

export function registerPasskeyRoutes(api: App, context: AuthenticationContext): void {
  const { db, sessions } = context
  const pool = db.$client
  const session = { access: access.session }
  const sensitive = { access: access.session, sensitive: true as const }

  api.get(
    '/api/webauthn/credentials',
    { config: session, schema: { summary: 'List your passkeys', tags, response: { 200: z.array(passkeyAnswer) } } },
    async (request) => {
      const { userId } = requirePrincipal(request)
      const rows = await db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt))
      return rows.map(toPasskey)
    },
  )

  api.post(
    '/api/webauthn/register/begin',
    { config: sensitive, schema: { summary: 'Begin to register a passkey', tags, response: { 200: anyObject } } },
    async (request, reply) => {
      const { userId } = requirePrincipal(request)
      const [user] = await db.select().from(users).where(eq(users.id, userId))
      const own = await db.select().from(passkeys).where(eq(passkeys.userId, userId))
      if (own.length >= PASSKEYS_MAX) throw errors.invalid(`You can have at most ${PASSKEYS_MAX} passkeys.`)
      const options = await generateRegistrationOptions({
        rpName: 'Hedgerow',
        rpID: siteOf(request).id,
        userName: user!.email,
        userDisplayName: user!.firstName || user!.email,
        userID: new TextEncoder().encode(user!.uuid),
        excludeCredentials: own.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: transports as never,
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await remember(request, reply, 'passkey-registration', userId, options.challenge)
      return { ...options }
    },
  )

  const registerBody = z.object({ label: text(100).optional() }).loose()
  api.post(
    '/api/webauthn/register/complete',
    {
      config: { ...sensitive, body: registerBody },
      schema: { summary: 'Register a passkey', tags, response: { 200: passkeyAnswer } },
    },
    async (request, reply) => {
      const { userId } = requirePrincipal(request)
      const { label, ...response } = readBody(request, registerBody)
      const challenge = await recall(request, reply, 'passkey-registration', userId)
      const { id, origin } = siteOf(request)
      const verification = await verifyRegistrationResponse({
        response: response as never,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: id,
        requireUserVerification: true,
      }).catch(() => null)
      if (!verification?.verified || !verification.registrationInfo)
        throw errors.invalid('The passkey could not be verified.', null, 'invalid_credential')
      const { credential } = verification.registrationInfo
      const [passkey] = await db
        .insert(passkeys)
        .values({
          userId,
          credentialId: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: credential.transports ?? [],
          label: label || describeDevice(request.headers['user-agent'] ?? ''),
        })
        .onConflictDoNothing()
        .returning()
      if (!passkey) throw errors.invalid('The passkey is registered already.', null, 'unique')
      await logSecurityChange(pool, requirePrincipal(request), userId, 'passkey', null, passkey.label)
      return toPasskey(passkey)
    },
  )

  api.post(
    '/api/webauthn/login/begin',
    {
      config: { access: access.public },
      schema: { summary: 'Begin a log-in with a passkey', tags, response: { 200: anyObject } },
    },
    async (request, reply) => {
      await throttle(pool, limits.precheck, `passkey ${clientNetwork(request.ip)}`)
      // The browser knows which passkeys it has; nothing is said here about who has an account.
      const options = await generateAuthenticationOptions({ rpID: siteOf(request).id, userVerification: 'required' })
      await remember(request, reply, 'passkey-login', null, options.challenge)
      return { ...options }
    },
  )

  const loginBody = z.object({ id: z.string().max(2000) }).loose()
  api.post(
    '/api/webauthn/login/complete',
    {
      config: { access: access.public, body: loginBody },
      schema: { summary: 'Log in with a passkey', tags, response: { 200: z.object({ success: z.boolean() }) } },
    },
    async (request, reply) => {
      const response = readBody(request, loginBody)
      const challenge = await recall(request, reply, 'passkey-login', null)
      const passkey = await verify(request, response, challenge)
      const [user] = passkey ? await db.select().from(users).where(eq(users.id, passkey.userId)) : []
      if (!passkey || !user?.isActive)
        throw errors.invalid('The passkey was not accepted.', null, 'invalid_credentials')
      await sessions.start(user.id, 'passkey', request, reply)
      return { success: true }
    },
  )

  const credentialParams = z.object({ id: z.string() })
  const find = async (request: FastifyRequest): Promise<Passkey> => {
    const { userId } = requirePrincipal(request)
    const { id } = request.params as { id: string }
    const [passkey] = isUuid(id)
      ? await db
          .select()
          .from(passkeys)
          .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
      : []
    if (!passkey) throw errors.notFound()
    return passkey
  }

  const labelBody = z.object({ label: nonBlank(100) })
  api.patch(
    '/api/webauthn/credentials/:id',
    {
      config: { ...session, body: labelBody },
      schema: { summary: 'Rename a passkey', tags, params: credentialParams, response: { 200: passkeyAnswer } },
    },
    async (request) => {
      const { id } = await find(request)
      const { label } = readBody(request, labelBody)
      const [changed] = await db.update(passkeys).set({ label }).where(eq(passkeys.id, id)).returning()
      return toPasskey(changed!)
    },
  )

  api.post(
    '/api/webauthn/credentials/:id/verify',
    {
      config: session,
      schema: {
        summary: 'Begin to try a passkey, or with its answer, check it',
        tags,
        params: credentialParams,
        response: { 200: anyObject },
      },
    },
    async (request, reply) => {
      const passkey = await find(request)
      const { userId } = requirePrincipal(request)
      const body = request.body as { id?: unknown } | undefined
      if (typeof body?.id !== 'string') {
        const options = await generateAuthenticationOptions({
          rpID: siteOf(request).id,
          userVerification: 'required',
          allowCredentials: [{ id: passkey.credentialId, transports: passkey.transports as never }],
        })
        await remember(request, reply, 'passkey-login', userId, options.challenge)
        return { ...options }
      }
      const challenge = await recall(request, reply, 'passkey-login', userId)
      const verified = await verify(request, body as { id: string }, challenge)
      if (verified?.id !== passkey.id) throw errors.invalid('The passkey was not accepted.', null, 'invalid_credential')
      await db.update(passkeys).set({ isVerified: true }).where(eq(passkeys.id, passkey.id))
      return { success: true }
    },
  )

  api.delete(
    '/api/webauthn/credentials/:id',
    {
      config: sensitive,
      schema: { summary: 'Remove a passkey', tags, params: credentialParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { id, label, userId } = await find(request)
      await db.delete(passkeys).where(eq(passkeys.id, id))
      await logSecurityChange(pool, requirePrincipal(request), userId, 'passkey', label, null)
      return reply.status(204).send(null)
    },
  )

  /** Checks a passkey's answer to a challenge. */
  async function verify(request: FastifyRequest, response: { id: string }, challenge: string): Promise<Passkey | null> {
    const [passkey] = await db.select().from(passkeys).where(eq(passkeys.credentialId, response.id))
    if (!passkey) return null
    const { id, origin } = siteOf(request)
    const verification = await verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
        transports: passkey.transports as never,
      },
    }).catch(() => null)
    if (!verification?.verified) return null
    await db
      .update(passkeys)
      .set({ counter: verification.authenticationInfo.newCounter, lastUsedAt: new Date() })
      .where(eq(passkeys.id, passkey.id))
    return passkey
  }

  async function remember(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'passkey-registration' | 'passkey-login',
    userId: number | null,
    challenge: string,
  ): Promise<void> {
    const token = await createProof(pool, kind, userId, CHALLENGE_S, { challenge })
    reply.setCookie(COOKIE, token, {
      path: '/api/webauthn',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
    })
  }

  /** The challenge of this browser, which works once. */
  async function recall(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'passkey-registration' | 'passkey-login',
    userId: number | null,
  ): Promise<string> {
    const cookie = request.cookies[COOKIE]
    const proof = cookie ? await takeProof(pool, kind, cookie) : null
    reply.clearCookie(COOKIE, { path: '/api/webauthn' })
    if (!proof || proof.isExpired || proof.userId !== userId)
      throw errors.invalid('The attempt has expired. Start again.', null, 'challenge_expired')
    return String(proof.payload.challenge)
  }
}

/** Browsers bind a passkey to the host they see; it works on no other, so the request's own host may be believed. */
function siteOf(request: FastifyRequest): { id: string; origin: string } {
  return { id: request.hostname, origin: `${request.protocol}://${request.host}` }
}
