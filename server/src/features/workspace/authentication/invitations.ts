/** Joining by invitation, with an account or without one. */
import { inTransaction } from '../../../platform/postgres/postgres.ts'
import { acceptInvite, assertMayAccept, findInvite, type Invite, wrongRecipient } from '../organizations/index.ts'
import { findUserByEmail, type User } from '../users/index.ts'
import type { AuthenticationContext } from './context.ts'
import { accountExists } from './signup.ts'

/**
 * An invitation, for anyone who has its link.
 * @param visitor the signed-in user, if any
 * @param email the address that a visitor without an account wants to use
 * @throws ApiError 400 when it cannot be accepted, or not by this visitor
 */
export async function previewInvite(
  { db }: AuthenticationContext,
  id: string,
  visitor: User | undefined,
  email: string | undefined,
): Promise<Invite> {
  const invite = await findInvite(db.$client, id)
  if (visitor) await assertMayAccept(db, visitor, invite)
  else {
    if (email && email.trim().toLowerCase() !== invite.targetEmail) throw wrongRecipient()
    if (await findUserByEmail(db, invite.targetEmail)) throw accountExists()
  }
  return invite
}

/**
 * An existing user joins.
 * @throws ApiError 400 when the invitation is not for them
 */
export async function joinByInvite({ db, mailing }: AuthenticationContext, user: User, id: string): Promise<void> {
  const invite = await findInvite(db.$client, id)
  await assertMayAccept(db, user, invite)
  await inTransaction(db.$client, (client) => acceptInvite(client, user, invite, mailing))
}

/**
 * Checks that an invitation is for somebody who has no account yet.
 * @throws ApiError 400
 */
export async function assertNeedsAccount({ db }: AuthenticationContext, id: string): Promise<void> {
  const invite = await findInvite(db.$client, id)
  if (await findUserByEmail(db, invite.targetEmail)) throw accountExists()
}

/** `ada@example.com` as `a*a@example.com`: enough to recognize, too little to use. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  if (local.length <= 1) return `*@${domain}`
  return `${local[0]}${'*'.repeat(Math.max(1, local.length - 2))}${local.at(-1)}@${domain}`
}
