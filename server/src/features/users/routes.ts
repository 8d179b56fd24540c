import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { access, requirePrincipal } from '../../platform/http/access.ts'
import type { App } from '../../platform/http/app.ts'
import { errors } from '../../platform/http/errors.ts'
import { nonBlank } from '../../platform/http/validation.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { formatDate } from '../../platform/time.ts'
import {
  currentTeam,
  organizationAnswer,
  organizationsOf,
  teamAnswer,
  toOrganizationAnswer,
  toTeamAnswer,
} from '../organizations/index.ts'
import type { LoginThrottle } from './login-throttle.ts'
import { isPassword } from './passwords.ts'
import type { Sessions, User } from './sessions.ts'
import { signUpFirstUser } from './signup.ts'
import { users } from './tables.ts'

const email = z.email('Enter a valid email address.').max(254)
const signupBody = z.object({
  first_name: nonBlank(128),
  email,
  password: z.string(),
  organization_name: z.string().trim().max(128).optional(),
})
const basicUser = z.object({ id: z.number(), uuid: z.string(), first_name: z.string(), email: z.string() })
const fullUser = basicUser.extend({
  date_joined: z.string(),
  team: teamAnswer.nullable(),
  organization: organizationAnswer.nullable(),
  organizations: z.array(organizationAnswer),
})

function toBasicUser(user: User): z.infer<typeof basicUser> {
  return { id: user.id, uuid: user.uuid, first_name: user.firstName, email: user.email }
}

export function registerUserRoutes(api: App, db: Database, sessions: Sessions, throttle: LoginThrottle): void {
  api.post(
    '/api/signup',
    {
      config: { access: access.public },
      schema: {
        summary: 'Create the first account',
        tags: ['users'],
        body: signupBody,
        response: { 201: basicUser.extend({ redirect_url: z.string() }) },
      },
    },
    async (request, reply) => {
      const { first_name: firstName, organization_name: organizationName, ...credentials } = request.body
      const { user } = await signUpFirstUser(db, { ...credentials, firstName, organizationName })
      await sessions.start(user.id, request, reply)
      return reply.status(201).send({ ...toBasicUser(user), redirect_url: '/' })
    },
  )

  api.post(
    '/api/login',
    {
      config: { access: access.public },
      schema: {
        summary: 'Log in',
        tags: ['users'],
        body: z.object({ email: z.string(), password: z.string() }),
        response: { 200: z.object({ success: z.boolean() }) },
      },
    },
    async (request, reply) => {
      throttle.assertAllowed(request.ip)
      const [user] = await db.select().from(users).where(eq(users.email, request.body.email.trim().toLowerCase()))
      const matches = await isPassword(user?.isActive ? user.passwordHash : null, request.body.password)
      if (!user || !matches) {
        throttle.recordFailure(request.ip)
        throw errors.invalid('Invalid email or password.', null, 'invalid_credentials')
      }
      throttle.recordSuccess(request.ip)
      await sessions.start(user.id, request, reply)
      return { success: true }
    },
  )

  api.post(
    '/logout',
    { config: { access: access.session }, schema: { summary: 'Log out', tags: ['users'], response: { 302: z.any() } } },
    async (request, reply) => {
      await sessions.end(request, reply)
      return reply.redirect('/login', 302)
    },
  )

  api.get(
    '/api/users/@me',
    {
      config: { access: access.scope('user:read') },
      schema: { summary: 'Read your account', tags: ['users'], response: { 200: fullUser } },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const [user] = await db.select().from(users).where(eq(users.id, principal.userId))
      const organizations = await organizationsOf(db, principal.userId)
      const team = await currentTeam(db, principal)
      const organization = organizations.find(({ id }) => id === team?.organizationId) ?? organizations[0]
      return {
        ...toBasicUser(user!),
        date_joined: formatDate(user!.createdAt),
        team: team ? toTeamAnswer(team) : null,
        organization: organization ? toOrganizationAnswer(organization) : null,
        organizations: organizations.map(toOrganizationAnswer),
      }
    },
  )
}
