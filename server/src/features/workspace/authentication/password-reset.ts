/** Forgotten passwords: a link by mail, which allows setting a new password. */
import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../../../platform/http/client-network.ts'
import { errors } from '../../../platform/http/errors.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import { toStorableText } from '../../../platform/json.ts'
import {
  assertStrongPassword,
  findUser,
  findUserByEmail,
  hashPassword,
  limits,
  readProof,
  takeProof,
  throttle,
  type User,
  updateUser,
} from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { resetPassword } from './jobs.ts'
import { normalizeEmail } from './login.ts'
import type { LoginContext } from './login-guard.ts'

/**
 * Sends a link to an address, if an account has it. The response does not reveal whether one does.
 * @throws ApiError 400 when mail is not configured, 429 after too many requests
 */
export async function requestReset(
  { db, sessions, mailing }: AuthenticationContext,
  request: FastifyRequest,
  email: string,
): Promise<void> {
  if (!mailing.isAvailable)
    throw errors.invalid('Cannot reset passwords because mail is not set up.', null, 'email_not_available')
  const pool = db.$client
  const network = clientNetwork(request.ip)
  const user = await findUserByEmail(db, normalizeEmail(email))
  const browser = user && sessions.knownBrowser(request, user.id)
  await throttle(pool, limits.passwordReset, `${email} ${browser ?? network}`)
  // Requests by strangers do not use up the owner's quota.
  if (!browser) {
    await throttle(pool, limits.passwordResetBy, network)
    await throttle(pool, limits.passwordResetOf, email)
  }
  // The worker looks up the account, so that neither the answer nor its timing depends on it.
  await sendJob(pool, resetPassword, { email: toStorableText(email) })
}

const invalidToken = () => errors.invalid('This reset token is invalid or has expired.', 'token', 'invalid_token')

/**
 * The user whose password a link resets.
 * @throws ApiError 400 when the link is no longer valid
 */
export async function findReset({ db }: AuthenticationContext, uuid: string, token: string | undefined): Promise<User> {
  if (!token) throw errors.invalid('This field is required.', 'token', 'required')
  const proof = await readProof(db.$client, 'password-reset', token)
  if (!proof || proof.isExpired || proof.userId === null) throw invalidToken()
  const user = await findUser(db, proof.userId)
  if (!user?.isActive || user.uuid !== uuid) throw invalidToken()
  return user
}

/**
 * Sets a new password and ends all sessions of the user.
 * @throws ApiError 400 when the link is no longer valid, or the password is weak
 */
export async function setNewPassword(
  context: LoginContext,
  uuid: string,
  { token, password }: { token: string; password: string },
): Promise<User> {
  const { db, sessions, guard } = context
  const user = await findReset(context, uuid, token)
  await assertStrongPassword(password, [user.email, user.firstName], 'invalid_input')
  const passwordHash = await hashPassword(password)
  if (!(await takeProof(db.$client, 'password-reset', token))) throw invalidToken()
  // Whoever could read the mail owns the address.
  const confirmed = user.isEmailVerified === false ? { isEmailVerified: true } : {}
  const changed = await updateUser(db, user.id, { passwordHash, ...confirmed })
  await guard.forgive(user)
  await sessions.endOthers(user.id, null)
  return changed
}
