import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { ApiError } from '../../../platform/http/errors.ts'
import { limits, throttle } from '../users/index.ts'
import { checkPassword, checkSecondFactor } from './login.ts'
import type { LoginContext } from './login-guard.ts'

const COOKIE = 'hedgerow_login'
const PATH = '/api/login'
const config = { access: access.public }
const tags = ['login']
const success = z.object({ success: z.boolean() })

export function registerLoginRoutes(api: App, context: LoginContext): void {
  registerPassword(api, context)
  registerSecondFactor(api, context)
  registerPrecheck(api, context)
  registerLogout(api, context)
}

function registerPassword(api: App, context: LoginContext): void {
  const body = z.object({ email: z.string(), password: z.string() })
  api.post(
    PATH,
    { config, schema: { summary: 'Log in', tags, body, response: { 200: success } } },
    async (request, reply) => {
      const { userId, proof } = await checkPassword(context, request, request.body)
      if (proof === null) {
        await context.sessions.start(userId, 'password', request, reply)
        return { success: true }
      }
      reply.setCookie(COOKIE, proof, {
        path: PATH,
        httpOnly: true,
        sameSite: 'lax',
        secure: request.protocol === 'https',
      })
      throw new ApiError(401, 'server_error', '2fa_required', '2FA is required.')
    },
  )
}

function registerSecondFactor(api: App, context: LoginContext): void {
  const { sessions, secondFactor } = context
  api.post(
    `${PATH}/token`,
    {
      config,
      schema: {
        summary: 'Log in: the second factor',
        description: 'A code of the authenticator app or a backup code, within ten minutes of the password.',
        tags,
        body: z.object({ token: z.string().trim().min(1).max(100) }),
        response: { 200: success },
      },
    },
    async (request, reply) => {
      const userId = await checkSecondFactor(context, request, request.cookies[COOKIE], request.body.token)
      reply.clearCookie(COOKIE, { path: PATH })
      await secondFactor.rememberDevice(userId, request, reply)
      await sessions.start(userId, 'password', request, reply)
      return { success: true }
    },
  )
}

function registerPrecheck(api: App, { db }: LoginContext): void {
  api.post(
    `${PATH}/precheck`,
    {
      config,
      schema: {
        summary: 'How an address may log in',
        tags,
        body: z.object({ email: z.string().max(1000) }),
        response: {
          200: z.object({
            sso_enforcement: z.null(),
            saml_available: z.boolean(),
            webauthn_credentials: z.array(z.any()),
          }),
        },
      },
    },
    async (request) => {
      await throttle(db.$client, limits.precheck, clientNetwork(request.ip))
      return { sso_enforcement: null, saml_available: false, webauthn_credentials: [] }
    },
  )
}

function registerLogout(api: App, { sessions }: LoginContext): void {
  api.post(
    '/logout',
    { config: { access: access.session }, schema: { summary: 'Log out', tags, response: { 302: z.any() } } },
    async (request, reply) => {
      await sessions.end(request, reply)
      return reply.redirect('/login', 302)
    },
  )
}
