/** Login: with a password, and with a second factor if one is set up. */
import type { FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import { toStorableText } from '../../../platform/json.ts'
import { createProof, findUser, findUserByEmail, isPassword, readProof, takeProof } from '../users/index.ts'
import type { LoginContext } from './login-guard.ts'

/** How long after the password the second factor is accepted. */
const SECOND_FACTOR_S = 10 * 60

/** An address in the form in which accounts store it. */
export const normalizeEmail = (email: string): string => toStorableText(email).trim().toLowerCase()

export interface FirstStep {
  userId: number
  /** Token that the browser sends together with the second factor; null if none is needed. */
  proof: string | null
}

/**
 * Checks an address and a password.
 * @throws ApiError 400 when they are wrong or the address is not confirmed, 403 after too many guesses
 */
export async function checkPassword(
  { db, guard, mailing, secondFactor }: LoginContext,
  request: FastifyRequest,
  { email: typed, password }: { email: string; password: string },
): Promise<FirstStep> {
  const email = normalizeEmail(typed)
  const user = await findUserByEmail(db, email)
  const attempt = await guard.begin(request, email, user)
  const matches = await isPassword(user?.isActive ? user.passwordHash : null, password)
  if (!user || !matches) throw await attempt.failed()
  await attempt.succeeded()
  if (mailing.isAvailable && user.isEmailVerified === false)
    throw errors.invalid('Your account is awaiting verification. Check your mail.', null, 'not_verified')
  const { isEnabled } = await secondFactor.state(user.id)
  const needsMore = isEnabled && !(await secondFactor.isRemembered(user.id, request))
  const proof = needsMore ? await createProof(db.$client, 'second-factor', user.id, SECOND_FACTOR_S) : null
  return { userId: user.id, proof }
}

const attemptExpired = () => errors.invalid('Login attempt has expired. Re-enter your password.', null, '2fa_expired')

/**
 * Checks the second factor.
 * @param proof token of the first step
 * @param code of the authenticator app, or a backup code
 * @returns the user
 * @throws ApiError 400 when the code is wrong, the first step is too long ago, or after too many guesses
 */
export async function checkSecondFactor(
  { db, guard, secondFactor }: LoginContext,
  request: FastifyRequest,
  proof: string | undefined,
  code: string,
): Promise<number> {
  const pool = db.$client
  const proven = proof ? await readProof(pool, 'second-factor', proof) : null
  if (!proven || proven.isExpired || proven.userId === null) throw attemptExpired()
  const { userId } = proven
  const attempt = await guard.beginSecondStep(request, (await findUser(db, userId))!)
  if (!(await secondFactor.verify(userId, code)))
    throw errors.invalid('Invalid authentication code.', null, '2fa_invalid')
  // Of two concurrent requests with valid codes, only one succeeds.
  if (!(await takeProof(pool, 'second-factor', proof!))) throw attemptExpired()
  await attempt.succeeded()
  return userId
}
