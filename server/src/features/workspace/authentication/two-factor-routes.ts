/** Setting up the second factor, and the list of places where one is logged in. */
import { eq } from 'drizzle-orm'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, requirePrincipal, sessionOf } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { formatDate } from '../../../platform/time.ts'
import { countCall, createProof, limits, readProof, takeProof, tooManyAttempts, userSessions } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { describeDevice } from './devices.ts'
import { logSecurityChange } from './security-log.ts'
import { resolveUser } from './user-routes.ts'

const SETUP_S = 10 * 60
const SETUP_COOKIE = 'hedgerow_2fa_setup'
const tags = ['users']
const params = z.object({ user_uuid: z.string() })
const success = z.object({ success: z.boolean() })

export function registerTwoFactorRoutes(api: App, context: AuthenticationContext): void {
  const { db, secondFactor, sessions } = context
  const pool = db.$client
  const config = { access: access.session }
  const sensitive = { access: access.session, sensitive: true as const }

  for (const name of ['two_factor_start_setup', 'start_2fa_setup']) {
    api.get(
      `/api/users/:user_uuid/${name}`,
      {
        config,
        schema: {
          summary: 'Begin to set up an authenticator app',
          tags,
          params,
          hide: name === 'start_2fa_setup',
          response: { 200: z.object({ success: z.boolean(), secret: z.string(), uri: z.string() }) },
        },
      },
      async (request, reply) => {
        const user = await resolveUser(request, context)
        const secret = secondFactor.newSecret()
        const token = await createProof(pool, 'totp-setup', user.id, SETUP_S, { secret })
        reply.setCookie(SETUP_COOKIE, token, {
          path: '/api/users',
          httpOnly: true,
          sameSite: 'strict',
          secure: request.protocol === 'https',
        })
        return { success: true, secret, uri: secondFactor.uri(secret, user.email) }
      },
    )
  }

  const codeBody = z.object({ token: z.string().trim().min(1).max(100) })
  for (const name of ['two_factor_validate', 'validate_2fa']) {
    api.post(
      `/api/users/:user_uuid/${name}`,
      {
        config: { ...sensitive, body: codeBody },
        schema: {
          summary: 'Finish the set-up with a code of the app',
          tags,
          params,
          hide: name === 'validate_2fa',
          response: { 200: success },
        },
      },
      async (request, reply) => {
        const user = await resolveUser(request, context)
        const { token } = readBody(request, codeBody)
        const cookie = request.cookies[SETUP_COOKIE]
        const setup = cookie ? await readProof(pool, 'totp-setup', cookie) : null
        if (!setup || setup.isExpired || setup.userId !== user.id)
          throw errors.invalid('Setup not initiated or expired. Start again.', null, 'setup_expired')
        if ((await countCall(pool, limits.secondFactor, `setup ${user.id}`)) !== null)
          throw tooManyAttempts('2fa_too_many_attempts')
        if (!(await secondFactor.enable(user.id, String(setup.payload.secret), token)))
          throw errors.invalid('Token is not valid.', 'token', 'token_invalid')
        await takeProof(pool, 'totp-setup', cookie!)
        await logSecurityChange(pool, requirePrincipal(request), user.id, 'two-factor authentication', false, true)
        reply.clearCookie(SETUP_COOKIE, { path: '/api/users' })
        await sessions.endOthers(user.id, sessionOf(requirePrincipal(request))?.id ?? null)
        return { success: true }
      },
    )
  }

  api.get(
    '/api/users/:user_uuid/two_factor_status',
    {
      config,
      schema: {
        summary: 'Which second factors are set up',
        tags,
        params,
        response: {
          200: z.object({
            is_enabled: z.boolean(),
            backup_codes_remaining: z.number(),
            method: z.string().nullable(),
            has_passkeys: z.boolean(),
            has_totp: z.boolean(),
            passkeys_enabled_for_2fa: z.boolean(),
          }),
        },
      },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      const state = await secondFactor.state(user.id)
      return {
        is_enabled: state.isEnabled,
        backup_codes_remaining: state.backupCodes,
        method: state.hasTotp ? 'TOTP' : state.isEnabled ? 'passkey' : null,
        has_passkeys: state.hasPasskeys,
        has_totp: state.hasTotp,
        passkeys_enabled_for_2fa: state.passkeysEnabledFor2fa,
      }
    },
  )

  api.post(
    '/api/users/:user_uuid/two_factor_backup_codes',
    {
      config: sensitive,
      schema: {
        summary: 'Make ten backup codes; earlier ones are void',
        tags,
        params,
        response: { 200: z.object({ backup_codes: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      if (!(await secondFactor.state(user.id)).isEnabled)
        throw errors.invalid('2FA must be enabled before generating backup codes.', null, '2fa_not_enabled')
      const codes = await secondFactor.newBackupCodes(user.id)
      await logSecurityChange(pool, requirePrincipal(request), user.id, 'backup codes', null, 'made anew')
      return { backup_codes: codes }
    },
  )

  api.post(
    '/api/users/:user_uuid/two_factor_disable',
    {
      config: sensitive,
      schema: { summary: 'Remove the second factor', tags, params, response: { 200: success } },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      const { isEnabled } = await secondFactor.state(user.id)
      await secondFactor.disable(user.id)
      if (isEnabled)
        await logSecurityChange(pool, requirePrincipal(request), user.id, 'two-factor authentication', true, false)
      return { success: true }
    },
  )

  const sessionAnswer = z.object({
    id: z.string(),
    created_at: z.string(),
    last_activity: z.string(),
    location: z.string().nullable(),
    device: z.string(),
    login_method: z.string(),
    is_current: z.boolean(),
  })
  api.get(
    '/api/users/:user_uuid/login_sessions',
    {
      config,
      schema: {
        summary: 'Where you are logged in, this session first',
        tags,
        params,
        response: { 200: z.array(sessionAnswer) },
      },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      const current = sessionOf(requirePrincipal(request))?.id
      const rows = await db.select().from(userSessions).where(eq(userSessions.userId, user.id))
      return rows
        .filter(({ expiresAt }) => expiresAt.getTime() > Date.now())
        .sort(
          (a, b) =>
            Number(b.id === current) - Number(a.id === current) ||
            b.lastActivityAt.getTime() - a.lastActivityAt.getTime(),
        )
        .map((row) => ({
          id: row.id,
          created_at: formatDate(row.createdAt),
          last_activity: formatDate(row.lastActivityAt),
          location: row.ip || null,
          device: describeDevice(row.userAgent),
          login_method: row.loginMethod,
          is_current: row.id === current,
        }))
    },
  )

  api.delete(
    '/api/users/:user_uuid/login_sessions/:id',
    {
      config: sensitive,
      schema: {
        summary: 'Log out somewhere else',
        tags,
        params: params.extend({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const user = await resolveUser(request, context)
      const { id } = request.params
      if (!isUuid(id)) throw errors.notFound()
      const { rowCount } = await pool.query('DELETE FROM user_sessions WHERE id = $1 AND user_id = $2', [id, user.id])
      if (!rowCount) throw errors.notFound()
      return reply.status(204).send(null)
    },
  )

  api.post(
    '/api/users/:user_uuid/login_sessions/revoke_others',
    {
      config: sensitive,
      schema: {
        summary: 'Log out everywhere else',
        tags,
        params,
        response: { 200: z.object({ revoked_count: z.number() }) },
      },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      return { revoked_count: await sessions.endOthers(user.id, sessionOf(requirePrincipal(request))?.id ?? null) }
    },
  )
}
