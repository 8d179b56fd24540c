/** Confirms that an address belongs to a user, with a six-digit code by mail. */
import { errors } from '../../../platform/http/errors.ts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { confirmEmail, createCode, findUserByUuid, limits, takeCode, throttle, type User } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'

const CODE_S = 60 * 60

/** Sends a code to the address that a user gave. */
export async function sendCode(
  client: PoolClient,
  secretKey: string,
  user: Pick<User, 'id' | 'firstName'>,
  email: string,
): Promise<void> {
  const code = await createCode(client, secretKey, user.id, CODE_S, { email })
  await queueMail(client, {
    to: email,
    subject: `${code} is your Hedgerow code`,
    text: [
      `Hello${user.firstName ? ` ${user.firstName}` : ''},`,
      `this is the code that confirms your address: ${code}`,
      'It works for an hour. If you did not ask for it, you can ignore it.',
    ].join('\n\n'),
  })
}

/** Normalizes a code: six digits without spaces and hyphens; null if it is malformed. */
function normalizeCode(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/**
 * Confirms an address with the code that was sent to it; a pending address becomes the user's address.
 * @returns the user; null if there was nothing to confirm
 * @throws ApiError 400 when the code is wrong
 */
export async function verifyEmail(
  { db, sessions }: AuthenticationContext,
  uuid: string,
  given: string | undefined,
): Promise<User | null> {
  if (given === undefined) throw errors.invalid('This field is required.', 'code', 'required')
  const code = normalizeCode(given)
  if (code === null) throw errors.invalid('The code has six digits.', 'code')
  const user = await findUserByUuid(db, uuid)
  if (user?.isEmailVerified && !user.pendingEmail) return null
  const problem = user?.isActive ? await takeGivenCode(db.$client, sessions.secretKey, user.id, code) : 'wrong'
  if (problem === 'too-many')
    throw errors.invalid('Too many wrong codes. Ask for a new one.', 'code', 'too_many_attempts')
  if (problem) throw errors.invalid('This code is invalid or has expired.', 'code', 'invalid_code')
  return user!
}

/** @returns what is wrong with the code, or null */
async function takeGivenCode(
  pool: Pool,
  secretKey: string,
  userId: number,
  code: string,
): Promise<'wrong' | 'too-many' | null> {
  const proof = await takeCode(pool, secretKey, userId, code)
  if (typeof proof === 'string') return proof
  // Fails if the user asked for another address meanwhile, or if another account took it.
  return inTransaction(pool, async (client) =>
    (await confirmEmail(client, userId, proof.payload.email)) ? null : 'wrong',
  )
}

/**
 * Sends a new code, if an account is waiting for one.
 * @param network from which the request came
 * @throws ApiError 400 when mail is not configured or there is nothing to confirm, 429 after too many requests
 */
export async function requestCode(
  { db, sessions, mailing }: AuthenticationContext,
  uuid: string,
  network: string,
): Promise<void> {
  if (!mailing.isAvailable)
    throw errors.invalid('Cannot verify addresses because mail is not set up.', null, 'email_not_available')
  const pool = db.$client
  const user = await findUserByUuid(db, uuid)
  await throttle(pool, limits.emailVerification, `${uuid.slice(0, 100)} ${network}`)
  await throttle(pool, limits.emailVerificationOf, uuid.slice(0, 100))
  if (!user?.isActive) return
  if (user.isEmailVerified && !user.pendingEmail)
    throw errors.invalid('The address is already verified.', null, 'already_verified')
  await inTransaction(pool, (client) => sendCode(client, sessions.secretKey, user, user.pendingEmail ?? user.email))
}
