import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { readBody } from '../../../platform/http/validation.ts'
import { limits, throttle } from '../users/index.ts'
import type { LoginContext } from './login-guard.ts'
import { findReset, requestReset, setNewPassword } from './password-reset.ts'
import { emailField, passwordField } from './user-fields.ts'

const tags = ['login']
const path = '/api/reset'
const one = `${path}/:user_uuid`
const config = { access: access.public }
const params = z.object({ user_uuid: z.string() })

export function registerPasswordResetRoutes(api: App, context: LoginContext): void {
  registerRequest(api, context)
  registerReset(api, context)
}

function registerRequest(api: App, context: LoginContext): void {
  api.post(
    path,
    {
      config,
      schema: {
        summary: 'Ask for a link that sets a new password',
        description: 'The answer is the same whether the account exists or not.',
        tags,
        body: z.object({ email: emailField }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await requestReset(context, request, request.body.email)
      return reply.status(204).send(null)
    },
  )
}

function registerReset(api: App, context: LoginContext): void {
  const { db, sessions, secondFactor } = context
  api.get(
    one,
    {
      config,
      schema: {
        summary: 'Whether a link to set a new password still works',
        tags,
        params,
        querystring: z.object({ token: z.string().optional() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await throttle(db.$client, limits.secretLink, clientNetwork(request.ip))
      await findReset(context, request.params.user_uuid, request.query.token)
      return reply.status(204).send(null)
    },
  )
  const body = z.object({ token: z.string(), password: passwordField })
  api.post(
    one,
    {
      config: { ...config, body },
      schema: { summary: 'Set a new password', tags, params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await throttle(db.$client, limits.secretLink, clientNetwork(request.ip))
      const { id } = await setNewPassword(context, request.params.user_uuid, readBody(request, body))
      // A new password is only one factor; a user with two still has to give the other at login.
      const { isEnabled } = await secondFactor.state(id)
      if (!isEnabled) await sessions.start(id, 'password_reset', request, reply)
      return reply.status(204).send(null)
    },
  )
}
