import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { type AuthenticationContext, enterAccount } from './context.ts'
import { finishSetup, makeBackupCodes, removeSecondFactor, startSetup } from './two-factor.ts'

const COOKIE = 'hedgerow_2fa_setup'
const COOKIE_PATH = '/api/users'
const one = '/api/users/:user_uuid'
const tags = ['users']
const params = z.object({ user_uuid: z.string() })
const success = z.object({ success: z.boolean() })
const config = { access: access.session }
const sensitive = { access: access.session, sensitive: true as const }

export function registerTwoFactorRoutes(api: App, context: AuthenticationContext): void {
  registerSetup(api, context)
  registerCode(api, context)
  registerStatus(api, context)
  registerBackupCodes(api, context)
  registerRemoval(api, context)
}

/** Each route under its current and its former name. */
function registerSetup(api: App, context: AuthenticationContext): void {
  for (const name of ['two_factor_start_setup', 'start_2fa_setup']) {
    api.get(
      `${one}/${name}`,
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
        const { secret, uri, proof } = await startSetup(await enterAccount(context, request))
        reply.setCookie(COOKIE, proof, {
          path: COOKIE_PATH,
          httpOnly: true,
          sameSite: 'strict',
          secure: request.protocol === 'https',
        })
        return { success: true, secret, uri }
      },
    )
  }
}

function registerCode(api: App, context: AuthenticationContext): void {
  const body = z.object({ token: z.string().trim().min(1).max(100) })
  for (const name of ['two_factor_validate', 'validate_2fa']) {
    api.post(
      `${one}/${name}`,
      {
        config: { ...sensitive, body },
        schema: {
          summary: 'Finish the setup with a code of the app',
          tags,
          params,
          hide: name === 'validate_2fa',
          response: { 200: success },
        },
      },
      async (request, reply) => {
        const account = await enterAccount(context, request)
        const { token } = readBody(request, body)
        await finishSetup(account, request.cookies[COOKIE], token)
        reply.clearCookie(COOKIE, { path: COOKIE_PATH })
        return { success: true }
      },
    )
  }
}

function registerStatus(api: App, context: AuthenticationContext): void {
  const statusAnswer = z.object({
    is_enabled: z.boolean(),
    backup_codes_remaining: z.number(),
    method: z.string().nullable(),
    has_passkeys: z.boolean(),
    has_totp: z.boolean(),
    passkeys_enabled_for_2fa: z.boolean(),
  })
  api.get(
    `${one}/two_factor_status`,
    {
      config,
      schema: { summary: 'Which second factors are set up', tags, params, response: { 200: statusAnswer } },
    },
    async (request) => {
      const { user, secondFactor } = await enterAccount(context, request)
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
}

function registerBackupCodes(api: App, context: AuthenticationContext): void {
  api.post(
    `${one}/two_factor_backup_codes`,
    {
      config: sensitive,
      schema: {
        summary: 'Create ten backup codes; earlier ones stop working',
        tags,
        params,
        response: { 200: z.object({ backup_codes: z.array(z.string()) }) },
      },
    },
    async (request) => ({ backup_codes: await makeBackupCodes(await enterAccount(context, request)) }),
  )
}

function registerRemoval(api: App, context: AuthenticationContext): void {
  api.post(
    `${one}/two_factor_disable`,
    {
      config: sensitive,
      schema: { summary: 'Remove the second factor', tags, params, response: { 200: success } },
    },
    async (request) => {
      await removeSecondFactor(await enterAccount(context, request))
      return { success: true }
    },
  )
}
