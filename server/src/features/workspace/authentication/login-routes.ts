/** Coming in and going out: log-in with a password and a second factor, sign-up, invitations, a forgotten password. */
import { eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { access } from '../../../platform/http/access.ts'
import type { App } from '../../../platform/http/app.ts'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { nonBlank, nullable, readBody, text } from '../../../platform/http/validation.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import { toStorableText } from '../../../platform/json.ts'
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import { acceptInvite, anyOrganizationExists, findInvite } from '../organizations/index.ts'
import {
  assertStrongPassword,
  basicUserAnswer,
  createProof,
  hashPassword,
  isPassword,
  joinUser,
  limits,
  readProof,
  takeProof,
  throttle,
  toBasicUser,
  type User,
  users,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { confirmCode, normalizeCode, sendCode } from './email-verification.ts'
import { resetPassword } from './jobs.ts'
import type { LoginGuard } from './login-guard.ts'
import { accountExists, signUpFirstUser, signUpInvited } from './signup.ts'
import { emailField, roleAtOrganization } from './user-fields.ts'

const LOGIN_COOKIE = 'hedgerow_login'
const SECOND_FACTOR_S = 10 * 60
const tags = ['log-in']
const success = z.object({ success: z.boolean() })
const passwordField = z.string().min(1).max(100_000)

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

export function registerLoginRoutes(api: App, context: AuthenticationContext, guard: LoginGuard): void {
  const { db, sessions, secondFactor, mailing } = context
  const pool = db.$client
  const config = { access: access.public }

  const normalize = (email: string) => toStorableText(email).trim().toLowerCase()
  const findByEmail = async (email: string): Promise<User | undefined> =>
    (
      await db
        .select()
        .from(users)
        .where(eq(users.email, normalize(email)))
    )[0]
  const findById = async (id: number): Promise<User | undefined> =>
    (await db.select().from(users).where(eq(users.id, id)))[0]
  /** Who is signed in already, on routes that are open to everybody. */
  const visitor = async ({ principal }: FastifyRequest) =>
    principal?.kind === 'session' ? await findById(principal.userId) : undefined
  const network = (request: FastifyRequest) => clientNetwork(request.ip)

  const loginBody = z.object({ email: z.string(), password: z.string() })
  api.post(
    '/api/login',
    {
      config,
      schema: { summary: 'Log in', tags, body: loginBody, response: { 200: success } },
    },
    async (request, reply) => {
      const user = await findByEmail(request.body.email)
      const attempt = await guard.begin(request, normalize(request.body.email), user)
      const matches = await isPassword(user?.isActive ? user.passwordHash : null, request.body.password)
      if (!user || !matches) throw await attempt.failed()
      await attempt.succeeded()
      if (mailing.isAvailable && user.isEmailVerified === false)
        throw errors.invalid('Your account is awaiting verification. Check your mail.', null, 'not_verified')
      const { isEnabled } = await secondFactor.state(user.id)
      if (isEnabled && !(await secondFactor.isRemembered(user.id, request))) {
        await startSecondStep(request, reply, user.id)
        throw new ApiError(401, 'server_error', '2fa_required', '2FA is required.')
      }
      await sessions.start(user.id, 'password', request, reply)
      return { success: true }
    },
  )

  /** Remembers that the password was right, until the second factor is shown. */
  async function startSecondStep(request: FastifyRequest, reply: FastifyReply, userId: number): Promise<void> {
    const token = await createProof(pool, 'second-factor', userId, SECOND_FACTOR_S)
    reply.setCookie(LOGIN_COOKIE, token, {
      path: '/api/login',
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
    })
  }

  const tokenBody = z.object({ token: z.string().trim().min(1).max(100) })
  api.post(
    '/api/login/token',
    {
      config,
      schema: {
        summary: 'Log in: the second factor',
        description: 'A code of the authenticator app or a backup code, within ten minutes of the password.',
        tags,
        body: tokenBody,
        response: { 200: success },
      },
    },
    async (request, reply) => {
      const cookie = request.cookies[LOGIN_COOKIE]
      const proof = cookie ? await readProof(pool, 'second-factor', cookie) : null
      if (!proof || proof.isExpired || proof.userId === null)
        throw errors.invalid('Login attempt has expired. Re-enter your password.', null, '2fa_expired')
      const [user] = await db.select().from(users).where(eq(users.id, proof.userId))
      const attempt = await guard.beginSecondStep(request, user!)
      if (!(await secondFactor.verify(proof.userId, request.body.token)))
        throw errors.invalid('Invalid authentication code.', null, '2fa_invalid')
      // Of two requests with two good codes, one ends the attempt.
      if (!(await takeProof(pool, 'second-factor', cookie!)))
        throw errors.invalid('Login attempt has expired. Re-enter your password.', null, '2fa_expired')
      await attempt.succeeded()
      reply.clearCookie(LOGIN_COOKIE, { path: '/api/login' })
      await secondFactor.rememberDevice(proof.userId, request, reply)
      await sessions.start(proof.userId, 'password', request, reply)
      return { success: true }
    },
  )

  api.post(
    '/api/login/precheck',
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
      await throttle(pool, limits.precheck, network(request))
      return { sso_enforcement: null, saml_available: false, webauthn_credentials: [] }
    },
  )

  api.post(
    '/logout',
    { config: { access: access.session }, schema: { summary: 'Log out', tags, response: { 302: z.any() } } },
    async (request, reply) => {
      await sessions.end(request, reply)
      return reply.redirect('/login', 302)
    },
  )

  const signupAnswer = basicUserAnswer.extend({ redirect_url: z.string() })
  api.post(
    '/api/signup',
    {
      config: { access: access.public, body: signupBody },
      schema: { summary: 'Create the first account', tags, response: { 201: signupAnswer } },
    },
    async (request, reply) => {
      await throttle(pool, limits.signup, network(request))
      if (await anyOrganizationExists(db))
        throw errors.forbidden('This installation already has an organization. Ask for an invitation.')
      const body = readBody(request, signupBody)
      const { user } = await signUpFirstUser(db, {
        email: body.email,
        password: body.password,
        firstName: body.first_name,
        lastName: body.last_name,
        organizationName: body.organization_name,
        roleAtOrganization: body.role_at_organization,
        confirmWith: mailing.isAvailable ? sessions.secretKey : undefined,
      })
      if (mailing.isAvailable)
        return reply.status(201).send({ ...toBasicUser(user), redirect_url: `/verify_email/${user.uuid}` })
      await sessions.start(user.id, 'signup', request, reply)
      return reply.status(201).send({ ...toBasicUser(user), redirect_url: '/' })
    },
  )

  const inviteParams = z.object({ invite_id: z.string() })
  api.get(
    '/api/signup/:invite_id',
    {
      config: { access: access.visitor },
      schema: {
        summary: 'Read an invitation before accepting it',
        tags,
        params: inviteParams,
        querystring: z.object({ email: z.string().optional() }),
        response: {
          200: z.object({
            id: z.string(),
            target_email: z.string(),
            first_name: z.string(),
            organization_name: z.string(),
          }),
        },
      },
    },
    async (request) => {
      await throttle(pool, limits.secretLink, network(request))
      const invite = await findInvite(pool, request.params.invite_id)
      const signedIn = await visitor(request)
      if (signedIn) await assertMayAccept(signedIn, invite)
      else {
        const { email } = request.query
        if (email && email.trim().toLowerCase() !== invite.targetEmail) throw wrongRecipient()
        if (await findByEmail(invite.targetEmail)) throw accountExists()
      }
      return {
        id: invite.id,
        target_email: maskEmail(invite.targetEmail),
        first_name: invite.firstName,
        organization_name: invite.organizationName,
      }
    },
  )

  const wrongRecipient = () =>
    errors.invalid('This invite is intended for another email address.', null, 'invalid_recipient')

  async function assertMayAccept(user: User, invite: Awaited<ReturnType<typeof findInvite>>): Promise<void> {
    const { rows } = await pool.query<{ userId: number; email: string }>(
      `SELECT u.id AS "userId", u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')}
       WHERE m.organization_id = $1 AND (u.id = $2 OR u.email = $3)`,
      [invite.organizationId, user.id, invite.targetEmail],
    )
    if (user.email !== invite.targetEmail) {
      if (rows.some(({ email }) => email === invite.targetEmail))
        throw errors.invalid('A member of the organization has that address.', null, 'existing_email_address')
      throw wrongRecipient()
    }
    if (rows.some(({ userId }) => userId === user.id))
      throw errors.invalid('You already are a member of this organization.', null, 'user_already_member')
  }

  api.post(
    '/api/signup/:invite_id',
    {
      config: { access: access.visitor, body: inviteSignupBody },
      schema: {
        summary: 'Accept an invitation',
        description: 'Signed in, you join and the body may be empty; otherwise an account is made.',
        tags,
        params: inviteParams,
        response: { 201: signupAnswer },
      },
    },
    async (request, reply) => {
      await throttle(pool, limits.signup, network(request))
      const { invite_id: id } = request.params
      const signedIn = await visitor(request)
      if (signedIn) {
        const invite = await findInvite(pool, id)
        await assertMayAccept(signedIn, invite)
        await inTransaction(pool, (client) => acceptInvite(client, signedIn, invite, mailing))
        return reply.status(201).send({ ...toBasicUser(signedIn), redirect_url: '/' })
      }
      const invite = await findInvite(pool, id)
      if (await findByEmail(invite.targetEmail)) throw accountExists()
      const body = readBody(request, inviteSignupBody)
      const user = await signUpInvited(
        db,
        id,
        {
          firstName: body.first_name,
          lastName: body.last_name,
          password: body.password,
          roleAtOrganization: body.role_at_organization,
        },
        mailing,
      )
      await sessions.start(user.id, 'invite', request, reply)
      return reply.status(201).send({ ...toBasicUser(user), redirect_url: '/' })
    },
  )

  registerPasswordReset()
  registerEmailVerification()

  function registerPasswordReset(): void {
    const requestBody = z.object({ email: emailField })
    api.post(
      '/api/reset',
      {
        config,
        schema: {
          summary: 'Ask for a link that sets a new password',
          description: 'Answers the same whether there is an account or not.',
          tags,
          body: requestBody,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        if (!mailing.isAvailable)
          throw errors.invalid('Cannot reset passwords because mail is not set up.', null, 'email_not_available')
        const { email } = request.body
        const user = await findByEmail(email)
        const browser = user && sessions.knownBrowser(request, user.id)
        await throttle(pool, limits.passwordReset, `${email} ${browser ?? network(request)}`)
        // What strangers ask for does not use up what the owner may ask for.
        if (!browser) {
          await throttle(pool, limits.passwordResetBy, network(request))
          await throttle(pool, limits.passwordResetOf, email)
        }
        // The worker finds out whose it is, so that neither the answer nor its time depends on it.
        await sendJob(pool, resetPassword, { email: toStorableText(email) })
        return reply.status(204).send(null)
      },
    )

    const resetParams = z.object({ user_uuid: z.string() })
    const invalidToken = () => errors.invalid('This reset token is invalid or has expired.', 'token', 'invalid_token')
    const findReset = async (uuid: string, token: string | undefined): Promise<User> => {
      if (!token) throw errors.invalid('This field is required.', 'token', 'required')
      const proof = await readProof(pool, 'password-reset', token)
      if (!proof || proof.isExpired || proof.userId === null) throw invalidToken()
      const [user] = await db.select().from(users).where(eq(users.id, proof.userId))
      if (!user?.isActive || user.uuid !== uuid) throw invalidToken()
      return user
    }
    api.get(
      '/api/reset/:user_uuid',
      {
        config,
        schema: {
          summary: 'Whether a link to set a new password still works',
          tags,
          params: resetParams,
          querystring: z.object({ token: z.string().optional() }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await throttle(pool, limits.secretLink, network(request))
        await findReset(request.params.user_uuid, request.query.token)
        return reply.status(204).send(null)
      },
    )

    const resetBody = z.object({ token: z.string(), password: passwordField })
    api.post(
      '/api/reset/:user_uuid',
      {
        config: { access: access.public, body: resetBody },
        schema: { summary: 'Set a new password', tags, params: resetParams, response: { 204: z.null() } },
      },
      async (request, reply) => {
        await throttle(pool, limits.secretLink, network(request))
        const { token, password } = readBody(request, resetBody)
        const user = await findReset(request.params.user_uuid, token)
        await assertStrongPassword(password, [user.email, user.firstName], 'invalid_input')
        const passwordHash = await hashPassword(password)
        if (!(await takeProof(pool, 'password-reset', token))) throw invalidToken()
        await db
          .update(users)
          // Who could read the mail has the address.
          .set({ passwordHash, ...(user.isEmailVerified === false ? { isEmailVerified: true } : {}) })
          .where(eq(users.id, user.id))
        await guard.forgive(user)
        await sessions.endOthers(user.id, null)
        const { isEnabled } = await secondFactor.state(user.id)
        // A new password is one factor; who has two shows the other at log-in.
        if (!isEnabled) await sessions.start(user.id, 'password_reset', request, reply)
        return reply.status(204).send(null)
      },
    )
  }

  function registerEmailVerification(): void {
    const verifyBody = z.object({ uuid: z.string(), code: z.string().optional(), token: z.string().optional() })
    api.post(
      '/api/users/verify_email',
      {
        config,
        schema: {
          summary: 'Confirm an address with the code that was sent to it',
          tags,
          body: verifyBody,
          response: {
            200: z.object({
              success: z.boolean(),
              requires_2fa: z.boolean().optional(),
              requires_login: z.boolean().optional(),
            }),
          },
        },
      },
      async (request, reply) => {
        await throttle(pool, limits.signup, network(request))
        const { uuid } = request.body
        const given = request.body.code ?? request.body.token
        if (given === undefined) throw errors.invalid('This field is required.', 'code', 'required')
        const code = normalizeCode(given)
        if (code === null) throw errors.invalid('The code has six digits.', 'code')
        const user = isUuid(uuid) ? (await db.select().from(users).where(eq(users.uuid, uuid)))[0] : undefined
        if (user?.isEmailVerified && !user.pendingEmail) return { success: true, requires_login: true }
        const problem = user?.isActive ? await confirmCode(pool, sessions.secretKey, user.id, code) : 'wrong'
        if (problem === 'too-many')
          throw errors.invalid('Too many wrong codes. Ask for a new one.', 'code', 'too_many_attempts')
        if (problem) throw errors.invalid('This code is invalid or has expired.', 'code', 'invalid_code')
        const { isEnabled } = await secondFactor.state(user!.id)
        if (isEnabled) return { success: true, requires_2fa: true }
        await sessions.startUnlessOwn(user!.id, 'email_verification', request, reply)
        return { success: true }
      },
    )

    api.post(
      '/api/users/request_email_verification',
      {
        config,
        schema: {
          summary: 'Ask for a new code',
          tags,
          body: z.object({ uuid: z.string() }),
          response: { 200: success },
        },
      },
      async (request) => {
        if (!mailing.isAvailable)
          throw errors.invalid('Cannot verify addresses because mail is not set up.', null, 'email_not_available')
        const { uuid } = request.body
        const user = isUuid(uuid) ? (await db.select().from(users).where(eq(users.uuid, uuid)))[0] : undefined
        await throttle(pool, limits.emailVerification, `${uuid.slice(0, 100)} ${network(request)}`)
        await throttle(pool, limits.emailVerificationOf, uuid.slice(0, 100))
        if (!user?.isActive) return { success: true }
        if (user.isEmailVerified && !user.pendingEmail)
          throw errors.invalid('The address is verified already.', null, 'already_verified')
        await inTransaction(pool, (client) =>
          sendCode(client, sessions.secretKey, user, user.pendingEmail ?? user.email),
        )
        return { success: true }
      },
    )
  }
}

/** `ada@example.com` as `a*a@example.com`: enough to recognize, too little to use. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  if (local.length <= 1) return `*@${domain}`
  return `${local[0]}${'*'.repeat(Math.max(1, local.length - 2))}${local.at(-1)}@${domain}`
}
