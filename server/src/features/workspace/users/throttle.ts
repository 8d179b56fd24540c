/**
 * Limits on actions that could be used to guess secrets or to annoy people, stored in PostgreSQL so that a restart does not
 * reset them.
 */
import { type ApiError, errors } from '../../../platform/http/errors.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'

export interface Limit {
  name: string
  calls: number
  seconds: number
}

const DAY = 24 * 60 * 60

export const limits = {
  /** Mails to one address that one requester may cause. */
  passwordReset: { name: 'password-reset', calls: 6, seconds: DAY },
  /** Mails to one address that strangers together may cause. */
  passwordResetOf: { name: 'password-reset-of', calls: 30, seconds: DAY },
  /** Mails that one requester may cause, to any address. */
  passwordResetBy: { name: 'password-reset-by', calls: 60, seconds: DAY },
  emailVerification: { name: 'email-verification', calls: 6, seconds: DAY },
  emailVerificationOf: { name: 'email-verification-of', calls: 20, seconds: DAY },
  secondFactor: { name: 'second-factor', calls: 6, seconds: 20 * 60 },
  precheck: { name: 'precheck', calls: 30, seconds: 60 },
  /** Lookups of invitations and links by their secret. */
  secretLink: { name: 'secret-link', calls: 60, seconds: 60 },
  signup: { name: 'signup', calls: 30, seconds: 60 },
} satisfies Record<string, Limit>

/**
 * Counts a call.
 * @param subject the target or origin: an account's ID, an address
 * @returns seconds until the next call is allowed, if this one exceeds the limit; otherwise null
 */
export async function countCall(pool: Pool, limit: Limit, subject: string): Promise<number | null> {
  const window = Math.floor(Date.now() / 1000 / limit.seconds)
  const endsAt = (window + 1) * limit.seconds
  const { rows } = await pool.query<{ calls: number }>(
    `INSERT INTO throttle_windows (name, calls, ends_at) VALUES ($1, 1, to_timestamp($2))
     ON CONFLICT (name) DO UPDATE SET calls = throttle_windows.calls + 1 RETURNING calls`,
    [`${limit.name} ${subject} ${window}`, endsAt],
  )
  if (rows[0]!.calls === 1) await pool.query('DELETE FROM throttle_windows WHERE ends_at < now()')
  return rows[0]!.calls > limit.calls ? Math.max(1, Math.ceil(endsAt - Date.now() / 1000)) : null
}

/** @throws ApiError 429 when the call exceeds the limit */
export async function throttle(pool: Pool, limit: Limit, subject: string): Promise<void> {
  const seconds = await countCall(pool, limit, subject)
  if (seconds !== null) throw errors.throttled(seconds)
}

export function tooManyAttempts(code: string): ApiError {
  return errors.invalid('Too many wrong codes. Try again in 20 minutes.', null, code)
}
