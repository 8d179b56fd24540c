/** Confirming that an address belongs to a person: a code of six digits by mail. */

import { queueMail } from '../../../platform/mail/jobs.ts'
import { inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { createCode, takeCode, type User } from '../users/index.ts'

const CODE_S = 60 * 60

/** Sends a code to an address that a person says is theirs. */
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

/** The code as it is compared: six digits, spaces and hyphens left out; null when it cannot be one. */
export function normalizeCode(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/**
 * Confirms an address with the code that was sent to it; a pending address becomes the person's address.
 * @returns what is wrong with the code, or null
 */
export async function confirmCode(
  pool: Pool,
  secretKey: string,
  userId: number,
  code: string,
): Promise<'wrong' | 'too-many' | null> {
  const proof = await takeCode(pool, secretKey, userId, code)
  if (typeof proof === 'string') return proof
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE users SET is_email_verified = true, email = $2, pending_email = NULL WHERE id = $1
         AND (email = $2 OR pending_email = $2) AND NOT EXISTS (SELECT 1 FROM users WHERE email = $2 AND id <> $1)`,
      [userId, proof.payload.email],
    )
    // Asked for another address meanwhile, or somebody else took it.
    return rowCount === 1 ? null : 'wrong'
  })
}
