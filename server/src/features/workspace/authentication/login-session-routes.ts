/** The sessions of the signed-in user. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, sessionOf } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { formatDate } from '../../../platform/time.ts'
import type { UserSession } from '../users/index.ts'
import { type AuthenticationContext, enterAccount } from './context.ts'
import { describeDevice } from './devices.ts'

const path = '/api/users/:user_uuid/login_sessions'
const tags = ['users']
const params = z.object({ user_uuid: z.string() })
const sensitive = { access: access.session, sensitive: true as const }

const sessionAnswer = z.object({
  id: z.string(),
  created_at: z.string(),
  last_activity: z.string(),
  location: z.string().nullable(),
  device: z.string(),
  login_method: z.string(),
  is_current: z.boolean(),
})

const toSession = (session: UserSession, currentId: string | undefined): z.infer<typeof sessionAnswer> => ({
  id: session.id,
  created_at: formatDate(session.createdAt),
  last_activity: formatDate(session.lastActivityAt),
  location: session.ip || null,
  device: describeDevice(session.userAgent),
  login_method: session.loginMethod,
  is_current: session.id === currentId,
})

export function registerLoginSessionRoutes(api: App, context: AuthenticationContext): void {
  registerList(api, context)
  registerEnd(api, context)
}

function registerList(api: App, context: AuthenticationContext): void {
  api.get(
    path,
    {
      config: { access: access.session },
      schema: {
        summary: 'List your sessions, this one first',
        tags,
        params,
        response: { 200: z.array(sessionAnswer) },
      },
    },
    async (request) => {
      const { user, sessions, principal } = await enterAccount(context, request)
      const currentId = sessionOf(principal)?.id
      const isCurrent = ({ id }: UserSession) => Number(id === currentId)
      return (await sessions.list(user.id))
        .sort(
          (one, other) =>
            isCurrent(other) - isCurrent(one) || other.lastActivityAt.getTime() - one.lastActivityAt.getTime(),
        )
        .map((session) => toSession(session, currentId))
    },
  )
}

function registerEnd(api: App, context: AuthenticationContext): void {
  api.delete(
    `${path}/:id`,
    {
      config: sensitive,
      schema: {
        summary: 'End another session',
        tags,
        params: params.extend({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { user, sessions } = await enterAccount(context, request)
      const { id } = request.params
      if (!isUuid(id) || !(await sessions.endOne(user.id, id))) throw errors.notFound()
      return reply.status(204).send(null)
    },
  )
  api.post(
    `${path}/revoke_others`,
    {
      config: sensitive,
      schema: {
        summary: 'End all other sessions',
        tags,
        params,
        response: { 200: z.object({ revoked_count: z.number() }) },
      },
    },
    async (request) => {
      const { user, sessions, principal } = await enterAccount(context, request)
      return { revoked_count: await sessions.endOthers(user.id, sessionOf(principal)?.id ?? null) }
    },
  )
}
