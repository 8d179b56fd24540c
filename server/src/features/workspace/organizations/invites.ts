/** Invitations into an organization: made, combined, accepted. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, nullable, text } from '../../../platform/http/validation.ts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import { type Database, inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { logActivity } from '../activity/index.ts'
import { basicUserAnswer, fromUserJson, joinUser, leftJoinUser, type User, userJson } from '../users/index.ts'
import { LEVEL_ADMIN, LEVEL_MEMBER, levelField } from './levels.ts'
import { addInvitedMember } from './members.ts'
import { featureOf, type ResolvedOrganization, visibleTeams } from './organizations.ts'

export const INVITE_DAYS = 3
const PROJECT_GRANT_RANK = { member: 1, admin: 8 } as const

const grant = z.object({
  id: flexibleInteger(1, 2 ** 31 - 1),
  level: z.preprocess(
    (level) => (level === 1 || level === '1' ? 'member' : level === 8 || level === '8' ? 'admin' : level),
    z.enum(['member', 'admin']),
  ),
})

export const inviteBody = z.object({
  target_email: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .pipe(z.email('Enter a valid email address.'))
    .transform((email) => email.toLowerCase()),
  first_name: text(30).default(''),
  level: levelField.default(LEVEL_MEMBER),
  message: nullable(text(10_000)).optional(),
  private_project_access: nullable(jsonField(z.array(grant).max(1000))).optional(),
  send_email: flexibleBoolean.default(true),
  combine_pending_invites: flexibleBoolean.default(false),
})
export type InviteBody = z.output<typeof inviteBody>

export const inviteAnswer = z.object({
  id: z.string(),
  target_email: z.string(),
  first_name: z.string(),
  emailing_attempt_made: z.boolean(),
  level: z.number().int(),
  is_expired: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  message: z.string().nullable(),
  private_project_access: z.array(z.object({ id: z.number(), level: z.string() })).nullable(),
})
nameSchema(inviteAnswer, 'OrganizationInvite')

export interface InviteRow {
  id: string
  organizationId: string
  targetEmail: string
  firstName: string
  emailingAttemptMade: boolean
  level: number
  isExpired: boolean
  createdBy: unknown
  createdAt: Date
  updatedAt: Date
  message: string | null
  privateProjectAccess: { id: number; level: 'member' | 'admin' }[] | null
}

export const INVITE_COLUMNS = `i.id, i.organization_id AS "organizationId", i.target_email AS "targetEmail", i.first_name AS "firstName",
  i.emailing_attempt_made AS "emailingAttemptMade", i.level, i.created_at < now() - interval '${INVITE_DAYS} days' AS "isExpired",
  ${userJson('u')} AS "createdBy", i.created_at AS "createdAt", i.updated_at AS "updatedAt", i.message,
  i.private_project_access AS "privateProjectAccess"`

export function toInvite(row: InviteRow): z.infer<typeof inviteAnswer> {
  return {
    id: row.id,
    target_email: row.targetEmail,
    first_name: row.firstName,
    emailing_attempt_made: row.emailingAttemptMade,
    level: row.level,
    is_expired: row.isExpired,
    created_by: fromUserJson(row.createdBy),
    created_at: formatDate(row.createdAt),
    updated_at: formatDate(row.updatedAt),
    message: row.message,
    private_project_access: row.privateProjectAccess,
  }
}

export const pendingInviteAnswer = z.object({
  id: z.string(),
  target_email: z.string(),
  organization_id: z.string(),
  organization_name: z.string(),
  created_at: z.string(),
})
const PENDING_INVITES_MAX = 25

/** Invitations that somebody can still accept, newest first. */
export async function pendingInvites(
  db: Database,
  user: Pick<User, 'id' | 'email'>,
): Promise<z.infer<typeof pendingInviteAnswer>[]> {
  const { rows } = await db.$client.query<InviteRow & { organizationName: string }>(
    `SELECT ${INVITE_COLUMNS}, o.name AS "organizationName" FROM organization_invites i ${leftJoinUser('u', 'i.created_by_id')}
       JOIN organizations o ON o.id = i.organization_id AND NOT o.is_pending_deletion
     WHERE i.target_email = $2 AND i.created_at >= now() - interval '${INVITE_DAYS} days'
       AND NOT EXISTS (SELECT 1 FROM organization_memberships m WHERE m.organization_id = i.organization_id AND m.user_id = $1)
     ORDER BY i.created_at DESC, i.id LIMIT ${PENDING_INVITES_MAX}`,
    [user.id, user.email],
  )
  return rows.map((row) => ({
    id: row.id,
    target_email: row.targetEmail,
    organization_id: row.organizationId,
    organization_name: row.organizationName,
    created_at: formatDate(row.createdAt),
  }))
}

/** @throws ApiError 403 */
export function assertMayInvite(organization: ResolvedOrganization): void {
  const isRestricted =
    organization.membersCanInvite === false && featureOf(organization, 'organization_invite_settings') !== undefined
  if (isRestricted && organization.membership.level < LEVEL_ADMIN)
    throw errors.forbidden('Only administrators can invite to this organization.')
}

interface Mailing {
  isAvailable: boolean
  siteUrl: string
}

/**
 * Makes invitations, all or none. An earlier one to the same address goes, or is combined with the new one.
 * @throws ApiError 400 or 403 for the first that may not be made
 */
export async function createInvites(
  db: Database,
  principal: Principal,
  organization: ResolvedOrganization,
  bodies: readonly InviteBody[],
  mailing: Mailing,
): Promise<string[]> {
  const visible = new Map((await visibleTeams(db, organization.membership)).map((team) => [team.id, team]))
  for (const body of bodies) {
    if (body.level > organization.membership.level)
      throw errors.forbidden('You cannot invite to a higher permission level than your own.')
    for (const { id, level } of body.private_project_access ?? []) {
      const team = visible.get(id)
      // Nobody gives more than they have, nor a way into what is not theirs to open.
      const needsAdmin = team?.accessControl || level === 'admin'
      if (!team || (needsAdmin && team.level < LEVEL_ADMIN))
        throw errors.invalid(`You cannot give access to project ${id}.`, 'private_project_access')
    }
  }
  return inTransaction(db.$client, async (client) => {
    const ids: string[] = []
    for (const body of bodies) ids.push(await createInvite(client, principal, organization, body, mailing))
    return ids
  })
}

async function createInvite(
  client: PoolClient,
  principal: Principal,
  organization: ResolvedOrganization,
  body: InviteBody,
  { isAvailable, siteUrl }: Mailing,
): Promise<string> {
  const { rowCount: members } = await client.query(
    `SELECT 1 FROM organization_memberships m ${joinUser('u', 'm.user_id')} WHERE m.organization_id = $1 AND u.email = $2`,
    [organization.id, body.target_email],
  )
  if (members) throw errors.invalid('A user with this email address already belongs to the organization.')
  const { rows: earlier } = await client.query<{
    level: number
    access: InviteRow['privateProjectAccess']
    isExpired: boolean
  }>(
    `DELETE FROM organization_invites WHERE organization_id = $1 AND target_email = $2
     RETURNING level, private_project_access AS access, created_at < now() - interval '${INVITE_DAYS} days' AS "isExpired"`,
    [organization.id, body.target_email],
  )
  const combined = body.combine_pending_invites ? earlier.filter(({ isExpired }) => !isExpired) : []
  // What somebody with a higher level offered stays theirs to offer.
  const level = Math.max(body.level, ...combined.map((each) => each.level))
  const grants = combineGrants([body.private_project_access ?? null, ...combined.map(({ access }) => access)])
  const sends = body.send_email && isAvailable
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO organization_invites
       (organization_id, target_email, first_name, level, message, private_project_access, emailing_attempt_made, created_by_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      organization.id,
      body.target_email,
      body.first_name,
      level,
      body.message ?? null,
      grants && JSON.stringify(grants),
      sends,
      principal.userId,
    ],
  )
  const id = rows[0]!.id
  if (sends) {
    const { rows: inviters } = await client.query<{ name: string }>(
      `SELECT coalesce(nullif(concat_ws(' ', nullif(first_name, ''), nullif(last_name, '')), ''), email) AS name FROM users WHERE id = $1`,
      [principal.userId],
    )
    await queueMail(client, {
      to: body.target_email,
      subject: `${inviters[0]!.name} invites you to ${organization.name} on Hedgerow`,
      text: [
        `Hello${body.first_name ? ` ${body.first_name}` : ''},`,
        `${inviters[0]!.name} invites you to work in the organization "${organization.name}".`,
        ...(body.message ? [body.message] : []),
        `Accept here within ${INVITE_DAYS} days:`,
        `${siteUrl}/signup/${id}`,
        'If you did not expect this, you can ignore it.',
      ].join('\n\n'),
    })
  }
  await logActivity(client, {
    organizationId: organization.id,
    teamId: null,
    principal,
    activity: 'created',
    scope: 'OrganizationInvite',
    itemId: id,
    detail: { name: body.target_email },
  })
  return id
}

/** For each project the highest level that any of the invitations grants. */
function combineGrants(lists: (InviteRow['privateProjectAccess'] | undefined)[]): InviteRow['privateProjectAccess'] {
  const highest = new Map<number, 'member' | 'admin'>()
  for (const { id, level } of lists.flatMap((list) => list ?? [])) {
    const before = highest.get(id)
    if (!before || PROJECT_GRANT_RANK[level] > PROJECT_GRANT_RANK[before]) highest.set(id, level)
  }
  return highest.size > 0 ? [...highest].map(([id, level]) => ({ id, level })) : null
}

/** @throws ApiError 400 when the invitation does not exist or is too old */
export async function findInvite(
  client: Pool | PoolClient,
  id: string,
): Promise<InviteRow & { organizationName: string }> {
  const { rows } = isUuid(id)
    ? await client.query<InviteRow & { organizationName: string }>(
        `SELECT ${INVITE_COLUMNS}, o.name AS "organizationName" FROM organization_invites i
         JOIN organizations o ON o.id = i.organization_id AND NOT o.is_pending_deletion
         ${leftJoinUser('u', 'i.created_by_id')} WHERE i.id = $1`,
        [id],
      )
    : { rows: [] }
  if (!rows[0]) throw errors.invalid('The provided invite ID is not valid.')
  if (rows[0].isExpired)
    throw errors.invalid('This invite has expired. Please ask your admin for a new one.', null, 'expired')
  return rows[0]
}

/**
 * Takes somebody in by invitation: the membership, what it grants in projects; then all invitations of the address in
 * that organization are used up. Give it the transaction that made the account, if one was made.
 * @throws ApiError 400 when the person is in already, or the invitation was used meanwhile
 */
export async function acceptInvite(
  client: PoolClient,
  user: Pick<User, 'id' | 'email' | 'firstName'>,
  invite: InviteRow & { organizationName: string },
  mailing: Mailing,
): Promise<void> {
  const { organizationId } = invite
  const { rowCount } = await client.query(
    'DELETE FROM organization_invites WHERE organization_id = $1 AND target_email = $2',
    [organizationId, invite.targetEmail],
  )
  if (!rowCount) throw errors.invalid('The provided invite ID is not valid.')
  const membershipId = await addInvitedMember(client, organizationId, user.id, invite.level)
  if (!membershipId) throw errors.invalid('You already are a member of this organization.', null, 'user_already_member')
  for (const { id, level } of invite.privateProjectAccess ?? []) {
    await client.query(
      `INSERT INTO access_controls (team_id, resource, membership_id, access_level)
       SELECT id, 'project', $2, $3 FROM teams WHERE id = $1 AND organization_id = $4 ON CONFLICT DO NOTHING`,
      [id, membershipId, level, organizationId],
    )
  }
  // Their first project there, so that the next page shows the organization that they just joined.
  await client.query('UPDATE users SET current_organization_id = $2, current_team_id = NULL WHERE id = $1', [
    user.id,
    organizationId,
  ])
  await logActivity(client, {
    organizationId,
    teamId: null,
    principal: { userId: user.id },
    activity: 'joined',
    scope: 'OrganizationMembership',
    itemId: membershipId,
    detail: { name: user.email },
  })
  await tellMembers(client, organizationId, invite.organizationName, user, mailing)
}

/** Mail to those who were there before, unless the organization or they themselves do not want it. */
async function tellMembers(
  client: PoolClient,
  organizationId: string,
  organizationName: string,
  user: Pick<User, 'id' | 'email' | 'firstName'>,
  { isAvailable, siteUrl }: Mailing,
): Promise<void> {
  if (!isAvailable) return
  const { rows } = await client.query<{ email: string }>(
    `SELECT u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')} JOIN organizations o ON o.id = m.organization_id
     WHERE o.id = $1 AND o.is_member_join_email_enabled AND u.is_active AND u.id <> $2
       AND u.notification_settings->'organization_member_join_email_disabled'->>($1::text) IS DISTINCT FROM 'true'`,
    [organizationId, user.id],
  )
  for (const { email } of rows)
    await queueMail(client, {
      to: email,
      subject: `${user.firstName || user.email} joined ${organizationName}`,
      text: `${user.firstName} (${user.email}) joined "${organizationName}" on Hedgerow.\n\n${siteUrl}/settings/members`,
    })
}
