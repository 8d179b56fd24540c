/** Accepting an invitation: who may do it, and what a new member gets. */
import { errors } from '../../../platform/http/errors.ts'
import { type Database, drizzleOn, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { joinUser, setCurrent, type User } from '../users/index.ts'
import { logInOrganization } from './enter.ts'
import { type Mailing, mailMembers } from './invite-mail.ts'
import type { Invite } from './invite-schemas.ts'
import { membershipKind } from './kind.ts'
import { addInvitedMember } from './members.ts'

export const wrongRecipient = () =>
  errors.invalid('This invite is intended for another email address.', null, 'invalid_recipient')
const memberAlready = () =>
  errors.invalid('You already are a member of this organization.', null, 'user_already_member')

/**
 * Checks whether an existing user may accept an invitation.
 * @throws ApiError 400 when it is for another address, or when they are already in the organization
 */
export async function assertMayAccept(db: Database, user: User, invite: Invite): Promise<void> {
  const { rows } = await db.$client.query<{ userId: number; email: string }>(
    `SELECT u.id AS "userId", u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')}
     WHERE m.organization_id = $1 AND (u.id = $2 OR u.email = $3)`,
    [invite.organizationId, user.id, invite.targetEmail],
  )
  if (user.email !== invite.targetEmail) {
    if (rows.some(({ email }) => email === invite.targetEmail))
      throw errors.invalid('A member of the organization has that address.', null, 'existing_email_address')
    throw wrongRecipient()
  }
  if (rows.some(({ userId }) => userId === user.id)) throw memberAlready()
}

/**
 * Adds a user to the organization by invitation, with the access to projects that it grants. Then all invitations of the
 * address to that organization are used up. Pass the transaction that created the account, if there is one.
 * @throws ApiError 400 when the user is already a member, or the invitation was used meanwhile
 */
export async function acceptInvite(
  client: PoolClient,
  user: Pick<User, 'id' | 'email' | 'firstName'>,
  invite: Invite,
  mailing: Mailing,
): Promise<void> {
  const { organizationId, targetEmail, organizationName: name } = invite
  const { rowCount } = await client.query(
    'DELETE FROM organization_invites WHERE organization_id = $1 AND target_email = $2',
    [organizationId, targetEmail],
  )
  if (!rowCount) throw errors.invalid('The provided invite ID is not valid.')
  const membershipId = await addInvitedMember(client, organizationId, user.id, invite.level)
  if (!membershipId) throw memberAlready()
  await openProjects(client, membershipId, invite)
  // Makes this the user's current organization, so that the next page shows it.
  await setCurrent(drizzleOn(client), user.id, organizationId, null)
  const organization = { id: organizationId, name }
  const joined = { id: membershipId, activity: 'joined', detail: { name: user.email } }
  await logInOrganization(client, { principal: { userId: user.id }, organization }, membershipKind, joined)
  await mailMembers(client, organization, user, mailing)
}

/** Gives a new member access to the projects that their invitation names. */
async function openProjects(
  client: PoolClient,
  membershipId: string,
  { organizationId, privateProjectAccess }: Invite,
): Promise<void> {
  for (const { id, level } of privateProjectAccess ?? [])
    await client.query(
      `INSERT INTO access_controls (team_id, resource, membership_id, access_level)
       SELECT id, 'project', $2, $3 FROM teams WHERE id = $1 AND organization_id = $4 ON CONFLICT DO NOTHING`,
      [id, membershipId, level, organizationId],
    )
}
