import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { limits, throttle } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { requestCode, verifyEmail } from './email-verification.ts'

const config = { access: access.public }
const tags = ['login']

export function registerVerificationRoutes(api: App, context: AuthenticationContext): void {
  registerVerification(api, context)
  registerCodeRequest(api, context)
}

function registerVerification(api: App, context: AuthenticationContext): void {
  const { db, sessions, secondFactor } = context
  const verifiedAnswer = z.object({
    success: z.boolean(),
    requires_2fa: z.boolean().optional(),
    requires_login: z.boolean().optional(),
  })
  api.post(
    '/api/users/verify_email',
    {
      config,
      schema: {
        summary: 'Confirm an address with the code that was sent to it',
        tags,
        body: z.object({ uuid: z.string(), code: z.string().optional(), token: z.string().optional() }),
        response: { 200: verifiedAnswer },
      },
    },
    async (request, reply) => {
      await throttle(db.$client, limits.signup, clientNetwork(request.ip))
      const { uuid, code, token } = request.body
      const user = await verifyEmail(context, uuid, code ?? token)
      if (!user) return { success: true, requires_login: true }
      const { isEnabled } = await secondFactor.state(user.id)
      if (isEnabled) return { success: true, requires_2fa: true }
      await sessions.startUnlessOwn(user.id, 'email_verification', request, reply)
      return { success: true }
    },
  )
}

function registerCodeRequest(api: App, context: AuthenticationContext): void {
  api.post(
    '/api/users/request_email_verification',
    {
      config,
      schema: {
        summary: 'Ask for a new code',
        tags,
        body: z.object({ uuid: z.string() }),
        response: { 200: z.object({ success: z.boolean() }) },
      },
    },
    async (request) => {
      await requestCode(context, request.body.uuid, clientNetwork(request.ip))
      return { success: true }
    },
  )
}
