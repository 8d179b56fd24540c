import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { nonBlank, nullable, readBody, text } from '../../../platform/http/validation.ts'
import { basicUserAnswer, findUser, limits, throttle, toBasicUser, type User } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { assertNeedsAccount, joinByInvite, maskEmail, previewInvite } from './invitations.ts'
import { assertNoOrganization, signUpFirstUser, signUpInvited } from './signup.ts'
import { emailField, passwordField, roleAtOrganization } from './user-fields.ts'

const tags = ['login']
const path = '/api/signup'
const byInvite = `${path}/:invite_id`
const inviteParams = z.object({ invite_id: z.string() })
const signupAnswer = basicUserAnswer.extend({ redirect_url: z.string() })

const signupBody = z.object({
  first_name: nonBlank(128),
  last_name: text(150).optional(),
  email: emailField,
  password: passwordField.nullable(),
  organization_name: text(128).optional(),
  role_at_organization: roleAtOrganization.optional(),
  referral_source: nullable(text(1000)).optional(),
})
const inviteSignupBody = z.object({
  first_name: nonBlank(128),
  password: passwordField.nullable(),
  last_name: text(150).optional(),
  role_at_organization: roleAtOrganization.optional(),
})

export function registerSignupRoutes(api: App, context: AuthenticationContext): void {
  registerSignup(api, context)
  registerInvite(api, context)
  registerInviteSignup(api, context)
}

/** The fields of a new account. */
const accountOf = (body: z.output<typeof inviteSignupBody>) => ({
  firstName: body.first_name,
  lastName: body.last_name,
  password: body.password,
  roleAtOrganization: body.role_at_organization,
})

/** The signed-in user, on routes that are open to everyone. */
const visitorOf = async ({ db }: AuthenticationContext, { principal }: FastifyRequest): Promise<User | undefined> =>
  principal?.kind === 'session' ? findUser(db, principal.userId) : undefined

function registerSignup(api: App, context: AuthenticationContext): void {
  const { db, sessions, mailing } = context
  api.post(
    path,
    {
      config: { access: access.public, body: signupBody },
      schema: { summary: 'Create the first account', tags, response: { 201: signupAnswer } },
    },
    async (request, reply) => {
      await throttle(db.$client, limits.signup, clientNetwork(request.ip))
      await assertNoOrganization(db)
      const body = readBody(request, signupBody)
      const { user } = await signUpFirstUser(db, {
        ...accountOf(body),
        email: body.email,
        organizationName: body.organization_name,
        confirmWith: mailing.isAvailable ? sessions.secretKey : undefined,
      })
      if (mailing.isAvailable)
        return reply.status(201).send({ ...toBasicUser(user), redirect_url: `/verify_email/${user.uuid}` })
      await sessions.start(user.id, 'signup', request, reply)
      return reply.status(201).send({ ...toBasicUser(user), redirect_url: '/' })
    },
  )
}

function registerInvite(api: App, context: AuthenticationContext): void {
  const inviteAnswer = z.object({
    id: z.string(),
    target_email: z.string(),
    first_name: z.string(),
    organization_name: z.string(),
  })
  api.get(
    byInvite,
    {
      config: { access: access.visitor },
      schema: {
        summary: 'Read an invitation before accepting it',
        tags,
        params: inviteParams,
        querystring: z.object({ email: z.string().optional() }),
        response: { 200: inviteAnswer },
      },
    },
    async (request) => {
      await throttle(context.db.$client, limits.secretLink, clientNetwork(request.ip))
      const visitor = await visitorOf(context, request)
      const invite = await previewInvite(context, request.params.invite_id, visitor, request.query.email)
      return {
        id: invite.id,
        target_email: maskEmail(invite.targetEmail),
        first_name: invite.firstName,
        organization_name: invite.organizationName,
      }
    },
  )
}

function registerInviteSignup(api: App, context: AuthenticationContext): void {
  api.post(
    byInvite,
    {
      config: { access: access.visitor, body: inviteSignupBody },
      schema: {
        summary: 'Accept an invitation',
        description: 'A signed-in user joins, and the body may be empty; otherwise an account is created.',
        tags,
        params: inviteParams,
        response: { 201: signupAnswer },
      },
    },
    async (request, reply) => {
      await throttle(context.db.$client, limits.signup, clientNetwork(request.ip))
      const { invite_id: id } = request.params
      const visitor = await visitorOf(context, request)
      if (visitor) {
        await joinByInvite(context, visitor, id)
        return reply.status(201).send({ ...toBasicUser(visitor), redirect_url: '/' })
      }
      await assertNeedsAccount(context, id)
      const user = await signUpInvited(context, id, accountOf(readBody(request, inviteSignupBody)))
      await context.sessions.start(user.id, 'invite', request, reply)
      return reply.status(201).send({ ...toBasicUser(user), redirect_url: '/' })
    },
  )
}
