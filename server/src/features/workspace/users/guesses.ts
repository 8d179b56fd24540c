/**
 * Slows down guessing of passwords and codes. A guess is counted before it is checked, so that concurrent guesses have no
 * advantage over sequential ones; a right guess is uncounted. Stored in PostgreSQL, so that it applies to all web processes
 * and survives restarts.
 */
import { createHash } from 'node:crypto'
import type { Pool } from '../../../platform/postgres/postgres.ts'

export interface GuessLimit {
  name: string
  /** Number of guesses without a wait. */
  free: number
  /** Wait in seconds after the last free guess; doubles with each further one. */
  waitSeconds: number
  waitSecondsMax: number
  /** Seconds without a guess after which all are forgotten. */
  forgetSeconds: number
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const guessLimits = {
  /** Logins to one account, wherever they come from. */
  account: { name: 'account', free: 5, waitSeconds: 5, waitSecondsMax: 15 * MINUTE, forgetSeconds: DAY },
  /** Logins from a browser in which the account was signed in before. */
  browser: { name: 'browser', free: 10, waitSeconds: 10, waitSecondsMax: 15 * MINUTE, forgetSeconds: DAY },
  /** Codes of an authenticator app and backup codes, from someone who already knows the password. */
  secondFactor: {
    name: 'second-factor',
    free: 6,
    waitSeconds: 20 * MINUTE,
    waitSecondsMax: 4 * HOUR,
    forgetSeconds: DAY,
  },
  /** The current password of a signed-in user who wants to change it. */
  currentPassword: { name: 'current-password', free: 5, waitSeconds: MINUTE, waitSecondsMax: HOUR, forgetSeconds: DAY },
} satisfies Record<string, GuessLimit>

const ADDRESS_WAIT_SECONDS = 10 * MINUTE
/** Logins from one address, to any account. */
export const addressLimit = (failuresMax: number): GuessLimit => ({
  name: 'address',
  free: failuresMax,
  waitSeconds: ADDRESS_WAIT_SECONDS,
  waitSecondsMax: ADDRESS_WAIT_SECONDS,
  forgetSeconds: ADDRESS_WAIT_SECONDS,
})

/** Number of doublings after which every wait has reached its maximum. */
const DOUBLINGS_MAX = 20

export interface Guess {
  /** Number of guesses so far, including this one; 0 if it is not allowed yet. */
  count: number
  /** Seconds until the next guess, if this one is not allowed or was the last free one. */
  waitSeconds: number
}

// A name and a subject of any length. The subject is hashed, since it may be an address that should not be readable in the
// table.
const keyOf = ({ name }: GuessLimit, subject: string) =>
  `${name} ${createHash('sha256').update(subject).digest('base64url')}`

/** Counts a guess if it is allowed now. A refused guess is not counted, so that waiting always ends. */
export async function countGuess(pool: Pool, limit: GuessLimit, subject: string): Promise<Guess> {
  const { free, waitSeconds, waitSecondsMax, forgetSeconds } = limit
  const wait = (count: string) =>
    `CASE WHEN ${count} < $2 THEN 0 ELSE least($3 * power(2, least(${count} - $2, ${DOUBLINGS_MAX})), $4) END`
  const next = 'CASE WHEN g.forget_at < clock_timestamp() THEN 1 ELSE g.count + 1 END'
  // Uses the clock, not the start of the statement: another guess may have been counted while this one waited for the row
  // lock.
  const later = (seconds: string) => `clock_timestamp() + make_interval(secs => ${seconds})`
  const left = 'greatest(0, extract(epoch FROM wait_until - clock_timestamp()))::float8 AS "waitSeconds"'
  const { rows } = await pool.query<Guess>(
    `INSERT INTO guesses AS g (subject, count, wait_until, forget_at) VALUES ($1, 1, ${later(wait('1'))}, ${later('$5')})
     ON CONFLICT (subject) DO UPDATE SET count = ${next}, wait_until = ${later(wait(`(${next})`))}, forget_at = ${later('$5')}
     WHERE g.wait_until <= clock_timestamp() OR g.forget_at < clock_timestamp()
     RETURNING count, ${left}`,
    [keyOf(limit, subject), free, waitSeconds, waitSecondsMax, Math.max(forgetSeconds, waitSecondsMax)],
  )
  if (rows[0]) {
    if (rows[0].count === 1) await pool.query('DELETE FROM guesses WHERE forget_at < now()')
    return { count: rows[0].count, waitSeconds: Math.ceil(rows[0].waitSeconds) }
  }
  const { rows: waiting } = await pool.query<{ waitSeconds: number }>(
    `SELECT ${left} FROM guesses WHERE subject = $1`,
    [keyOf(limit, subject)],
  )
  // No row, if a right guess deleted all guesses in between.
  return waiting[0]
    ? { count: 0, waitSeconds: Math.max(1, Math.ceil(waiting[0].waitSeconds)) }
    : countGuess(pool, limit, subject)
}

/** Uncounts a right guess: only that one, or all about the subject. */
export async function forgiveGuess(
  pool: Pool,
  limit: GuessLimit,
  subject: string,
  which: 'one' | 'all',
): Promise<void> {
  await pool.query(
    which === 'all'
      ? 'DELETE FROM guesses WHERE subject = $1'
      : 'UPDATE guesses SET count = greatest(0, count - 1), wait_until = now() WHERE subject = $1',
    [keyOf(limit, subject)],
  )
}
