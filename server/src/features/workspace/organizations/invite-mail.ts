/** Mail about invitations. */
import { queueMail } from '../../../platform/mail/jobs.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { joinUser, type User } from '../users/index.ts'
import type { InviteBody } from './invite-schemas.ts'

/** How long an invitation can be accepted. */
export const INVITE_DAYS = 3

export interface Mailing {
  /** Whether mail can be sent. */
  isAvailable: boolean
  /** Base URL of links in mails. */
  siteUrl: string
}

interface InviteMail {
  id: string
  body: Pick<InviteBody, 'target_email' | 'first_name' | 'message'>
  inviter: string
  organizationName: string
  siteUrl: string
}

export async function mailInvite(client: PoolClient, invite: InviteMail): Promise<void> {
  const { id, body, inviter, organizationName, siteUrl } = invite
  await queueMail(client, {
    to: body.target_email,
    subject: `${inviter} invites you to ${organizationName} on Hedgerow`,
    text: [
      `Hello${body.first_name ? ` ${body.first_name}` : ''},`,
      `${inviter} invites you to work in the organization "${organizationName}".`,
      ...(body.message ? [body.message] : []),
      `Accept here within ${INVITE_DAYS} days:`,
      `${siteUrl}/signup/${id}`,
      'If you did not expect this, you can ignore it.',
    ].join('\n\n'),
  })
}

/** Tells existing members that somebody joined, unless the organization or the member has turned this off. */
export async function mailMembers(
  client: PoolClient,
  organization: { id: string; name: string },
  user: Pick<User, 'id' | 'email' | 'firstName'>,
  { isAvailable, siteUrl }: Mailing,
): Promise<void> {
  if (!isAvailable) return
  const { rows } = await client.query<{ email: string }>(
    `SELECT u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')} JOIN organizations o ON o.id = m.organization_id
     WHERE o.id = $1 AND o.is_member_join_email_enabled AND u.is_active AND u.id <> $2
       AND u.notification_settings->'organization_member_join_email_disabled'->>($1::text) IS DISTINCT FROM 'true'`,
    [organization.id, user.id],
  )
  for (const { email } of rows)
    await queueMail(client, {
      to: email,
      subject: `${user.firstName || user.email} joined ${organization.name}`,
      text: `${user.firstName} (${user.email}) joined "${organization.name}" on Hedgerow.\n\n${siteUrl}/settings/members`,
    })
}
