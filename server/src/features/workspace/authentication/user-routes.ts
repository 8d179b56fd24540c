import { asc, eq, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access, keyOf, requirePrincipal, sessionOf, type UserPrincipal } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { errors } from '../../../platform/http/errors.ts'
import { pageAnswer, pageOf, readPage } from '../../../platform/http/pagination.ts'
import { flexibleInteger, nonBlank, pageQuery, readBody } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import { drizzleOn, inTransaction, sqlState } from '../../../platform/postgres/postgres.ts'
import { assertDashboardOf } from '../../analytics/dashboard-templates/index.ts'
import { changesBetween, logActivity } from '../activity/index.ts'
import { findMembership, organizationsOf, resolveTeam, teams, visibleTeams } from '../organizations/index.ts'
import {
  assertStrongPassword,
  countGuess,
  forgiveGuess,
  guessLimits,
  hashPassword,
  isPassword,
  limits,
  throttle,
  type User,
  users,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { sendCode } from './email-verification.ts'
import { mergeNotificationSettings } from './notification-settings.ts'
import { describeUser, toUserColumns, toUserSettings, type UserBody, userAnswer, userBody } from './user-fields.ts'

const tags = ['users']
const params = z.object({ user_uuid: z.string() })
/** What may be changed long after a log-in: it takes over nothing. */
const HARMLESS = new Set([
  'theme_mode',
  'set_current_organization',
  'set_current_team',
  'allow_sidebar_suggestions',
  'shortcut_position',
  'has_seen_product_intro_for',
  'events_column_config',
  'role_at_organization',
])
const CONFIG_CHARACTERS_MAX = 100_000

export function registerUserRoutes(api: App, context: AuthenticationContext): void {
  const { db, secondFactor } = context
  const describe = (user: User, principal: UserPrincipal) => describeUser(db, secondFactor, user, principal)

  api.get(
    '/api/users',
    {
      config: { access: access.scope('user:read') },
      schema: {
        summary: 'List accounts',
        description: 'Staff see all active ones, everybody else themselves.',
        tags,
        querystring: pageQuery.extend({ email: z.string().optional(), is_staff: z.string().optional() }),
        response: { 200: pageOf(userAnswer) },
      },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const page = readPage(request.query)
      const { email, is_staff: isStaff } = request.query
      const conditions = [sql`${users.isActive}`]
      if (!principal.isStaff) conditions.push(sql`${users.id} = ${principal.userId}`)
      if (email) conditions.push(sql`${users.email} = ${email.replaceAll('\0', '').toLowerCase()}`)
      if (isStaff === 'true' || isStaff === 'false') conditions.push(sql`${users.isStaff} = ${isStaff === 'true'}`)
      const where = sql.join(conditions, sql` AND `)
      const [counted] = await db.select({ count: sql<string>`count(*)` }).from(users).where(where)
      const rows = await db
        .select()
        .from(users)
        .where(where)
        .orderBy(asc(users.id))
        .limit(page.limit)
        .offset(page.offset)
      const results = []
      for (const user of rows) results.push(await describe(user, principal))
      return pageAnswer(request, page, Number(counted!.count), results)
    },
  )

  api.get(
    '/api/users/:user_uuid',
    {
      config: { access: access.scope('user:read') },
      schema: { summary: 'Read an account; yours is @me', tags, params, response: { 200: userAnswer } },
    },
    async (request) => describe(await resolveUser(request, context), requirePrincipal(request)),
  )

  for (const method of ['PATCH', 'PUT'] as const) {
    api.route({
      method,
      url: '/api/users/:user_uuid',
      config: {
        access: access.scope('user:write'),
        body: userBody,
        sensitive: (body) => !isJsonObject(body) || Object.keys(body as object).some((key) => !HARMLESS.has(key)),
      },
      schema: { summary: 'Change an account', tags, params, response: { 200: userAnswer } },
      handler: async (request) => {
        const principal = requirePrincipal(request)
        const user = await resolveUser(request, context)
        const sent = (isJsonObject(request.body) ? request.body : {}) as JsonObject
        assertMaySend(principal, user, sent)
        return describe(await updateUser(context, principal, user, readBody(request, userBody)), principal)
      },
    })
  }

  api.delete(
    '/api/users/:user_uuid',
    {
      config: { access: access.scope('user:write'), sensitive: true },
      schema: {
        summary: 'Delete an account; by session only',
        description: 'Refused while it belongs to an organization: leave those first.',
        tags,
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      if (keyOf(requirePrincipal(request))) throw errors.notAuthenticated()
      const user = await resolveUser(request, context)
      if ((await organizationsOf(db, user.id)).length > 0)
        throw errors.conflict('Leave all organizations before deleting your account.')
      await db.delete(users).where(eq(users.id, user.id))
      return reply.status(204).send(null)
    },
  )

  api.patch(
    '/api/users/cancel_email_change_request',
    {
      config: { access: access.session },
      schema: { summary: 'Keep the present address after all', tags, response: { 200: userAnswer } },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const [user] = await db
        .update(users)
        .set({ pendingEmail: null })
        .where(sql`${users.id} = ${principal.userId} AND ${users.pendingEmail} IS NOT NULL`)
        .returning()
      if (!user) throw errors.invalid('No email change is pending.', null, 'email_change_request_not_found')
      await db.$client.query(`DELETE FROM user_proofs WHERE user_id = $1 AND kind = 'email'`, [user.id])
      return describe(user, principal)
    },
  )

  const anyObject = z.record(z.string(), z.any())
  api.get(
    '/api/users/:user_uuid/hedgehog_config',
    {
      config: { access: access.scope('user:read') },
      schema: { summary: 'Read the look of a profile', tags, params, response: { 200: anyObject } },
    },
    async (request) => (await resolveUser(request, context)).hedgehogConfig ?? {},
  )
  api.patch(
    '/api/users/:user_uuid/hedgehog_config',
    {
      config: { access: access.scope('user:write'), body: z.object({}).loose() },
      schema: { summary: 'Replace the look of a profile', tags, params, response: { 200: anyObject } },
    },
    async (request) => {
      const user = await resolveUser(request, context)
      if (!isJsonObject(request.body)) throw errors.invalid('Invalid data. Expected a dictionary.')
      const { personal_api_key: _key, ...config } = request.body as JsonObject
      if (JSON.stringify(config).length > CONFIG_CHARACTERS_MAX)
        throw errors.invalid(`Ensure this value has no more than ${CONFIG_CHARACTERS_MAX} characters as JSON.`)
      await db.update(users).set({ hedgehogConfig: config }).where(eq(users.id, user.id))
      return config
    },
  )

  const sceneBody = z.object({ scene: nonBlank(200), dashboard: flexibleInteger(1, 2 ** 31 - 1) })
  api.post(
    '/api/users/:user_uuid/scene_personalisation',
    {
      config: { access: access.session, body: sceneBody },
      schema: { summary: 'Choose the dashboard of a page', tags, params, response: { 200: userAnswer } },
    },
    async (request) => {
      const principal = requirePrincipal(request)
      const user = await resolveUser(request, context)
      const body = readBody(request, sceneBody)
      const team = await resolveTeam(db, principal, '@current')
      await assertDashboardOf(db.$client, team.id, body.dashboard, 'dashboard')
      await db.$client.query(
        `INSERT INTO scene_personalisations (user_id, team_id, scene, dashboard_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, team_id, scene) DO UPDATE SET dashboard_id = EXCLUDED.dashboard_id`,
        [user.id, team.id, body.scene, body.dashboard],
      )
      return describe(user, principal)
    },
  )
}

/**
 * The account of a path: `@me`, or for staff any.
 * @throws ApiError 403 for everybody else, even with their own id
 */
export async function resolveUser(request: FastifyRequest, { db }: AuthenticationContext): Promise<User> {
  const principal = requirePrincipal(request)
  const { user_uuid: who } = request.params as z.infer<typeof params>
  if (who === '@me') return (await db.select().from(users).where(eq(users.id, principal.userId)))[0]!
  if (!principal.isStaff)
    throw errors.forbidden('As a non-staff user you are only allowed to access the `@me` user instance.')
  const user = isUuid(who) ? (await db.select().from(users).where(eq(users.uuid, who)))[0] : undefined
  if (!user) throw errors.notFound()
  return user
}

/** Refusals that must not depend on whether the body is good, or they would tell which accounts exist. */
function assertMaySend(principal: UserPrincipal, user: User, sent: JsonObject): void {
  if ('is_staff' in sent && !principal.isStaff) throw errors.forbidden("You can't change who is staff.")
  if (principal.kind !== 'personalKey') return
  const email = typeof sent.email === 'string' ? sent.email.trim().toLowerCase() : sent.email
  if ('password' in sent || ('email' in sent && email !== user.email))
    throw errors.forbidden('Passwords and addresses cannot be changed with an API key.')
}

async function updateUser(
  context: AuthenticationContext,
  principal: UserPrincipal,
  user: User,
  body: UserBody,
): Promise<User> {
  const { db, sessions, mailing } = context
  const columns: Partial<User> = toUserColumns(body)
  if (body.notification_settings !== undefined)
    columns.notificationSettings = mergeNotificationSettings(user.notificationSettings, body.notification_settings)
  Object.assign(columns, await readSwitch(context, user, body))
  const newEmail = body.email !== undefined && body.email !== user.email ? body.email : null
  if (newEmail) {
    if (newEmail.includes('+'))
      throw errors.invalid('Addresses with a plus sign are not allowed.', 'email', 'plus_addressing_not_allowed')
    const [taken] = await db.select({ id: users.id }).from(users).where(eq(users.email, newEmail))
    if (taken) throw emailTaken()
    if (mailing.isAvailable) await throttle(db.$client, limits.emailVerification, user.uuid)
    Object.assign(columns, mailing.isAvailable ? { pendingEmail: newEmail } : { email: newEmail, pendingEmail: null })
  }
  if (body.password !== undefined) columns.passwordHash = await newPassword(context, user, body)
  if (Object.keys(columns).length === 0) return user
  try {
    const changed = await inTransaction(db.$client, async (client) => {
      const [after] = await drizzleOn(client).update(users).set(columns).where(eq(users.id, user.id)).returning()
      if (newEmail && mailing.isAvailable) await sendCode(client, sessions.secretKey, after!, newEmail)
      const changes = changesBetween('User', toUserSettings(user), toUserSettings(after!))
      const organizationId = after!.currentOrganizationId
      if (changes.length > 0 && organizationId)
        await logActivity(client, {
          organizationId,
          teamId: null,
          principal,
          activity: 'updated',
          scope: 'User',
          itemId: user.uuid,
          detail: { name: after!.email, changes },
        })
      return after!
    })
    if (body.password !== undefined) await sessions.endOthers(user.id, sessionOf(principal)?.id ?? null)
    return changed
  } catch (error) {
    throw sqlState(error) === '23505' ? emailTaken() : error
  }
}

const emailTaken = () => errors.invalid('There is already an account with this email address.', 'email', 'unique')

/**
 * The hash of a new password, which the present one has to be given for.
 * @throws ApiError 400, or 429 when the present one was guessed too often
 */
async function newPassword({ db }: AuthenticationContext, user: User, body: UserBody): Promise<string> {
  if (user.passwordHash !== null) {
    if (!body.current_password)
      throw errors.invalid('This field is required when updating your password.', 'current_password', 'required')
    const guess = await countGuess(db.$client, guessLimits.currentPassword, String(user.id))
    if (guess.count === 0) throw errors.throttled(guess.waitSeconds)
    if (!(await isPassword(user.passwordHash, body.current_password)))
      throw errors.invalid('Your current password is incorrect.', 'current_password', 'incorrect_password')
    await forgiveGuess(db.$client, guessLimits.currentPassword, String(user.id), 'all')
  }
  await assertStrongPassword(body.password!, [user.email, user.firstName], 'invalid_input')
  return hashPassword(body.password!)
}

/** Where a person works from now on: an organization, a project, or both that belong together. */
async function readSwitch({ db }: AuthenticationContext, user: User, body: UserBody): Promise<Partial<User>> {
  const { set_current_organization: organizationId, set_current_team: teamId } = body
  const missing = (id: unknown, attr: string) =>
    errors.invalid(`Object with id=${String(id).slice(0, 100)} does not exist.`, attr, 'does_not_exist')
  let organization: string | null = null
  if (organizationId !== undefined) {
    organization =
      (await organizationsOf(db, user.id)).find(({ id }) => id === organizationId.toLowerCase())?.id ?? null
    if (!organization) throw missing(organizationId, 'set_current_organization')
  }
  if (teamId === undefined) {
    if (!organization) return {}
    const membership = await findMembership(db.$client, user.id, organization)
    const [first] = await visibleTeams(db, membership!)
    return { currentOrganizationId: organization, currentTeamId: first?.id ?? null }
  }
  const [team] = /^\d{1,9}$/.test(String(teamId))
    ? await db
        .select()
        .from(teams)
        .where(eq(teams.id, Number(teamId)))
    : []
  const membership = team && (await findMembership(db.$client, user.id, team.organizationId))
  const visible = membership ? await visibleTeams(db, membership) : []
  if (!team || !visible.some(({ id }) => id === team.id)) throw missing(teamId, 'set_current_team')
  if (organization && team.organizationId !== organization)
    throw errors.invalid('The project does not belong to that organization.', 'set_current_team')
  return { currentOrganizationId: team.organizationId, currentTeamId: team.id }
}
