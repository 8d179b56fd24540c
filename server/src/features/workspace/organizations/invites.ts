/** Operations on invitations to an organization. */
import { validate as isUuid } from 'uuid'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { type Database, inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { joinUser, leftJoinUser, nameInSentence, type User, userJson } from '../users/index.ts'
import { logInOrganization, type OrganizationContext } from './enter.ts'
import { INVITE_DAYS, type Mailing, mailInvite } from './invite-mail.ts'
import type { Invite, InviteBody, InviteRow, pendingInviteAnswer } from './invite-schemas.ts'
import { inviteKind } from './kind.ts'
import { LEVEL_ADMIN } from './levels.ts'
import { featureOf, type ResolvedOrganization, visibleTeams } from './organizations.ts'

const PENDING_INVITES_MAX = 25
const PROJECT_GRANT_RANK = { member: 1, admin: 8 } as const

const COLUMNS = `i.id, i.organization_id AS "organizationId", i.target_email AS "targetEmail", i.first_name AS "firstName",
  i.emailing_attempt_made AS "emailingAttemptMade", i.level, i.created_at < now() - interval '${INVITE_DAYS} days' AS "isExpired",
  ${userJson('u')} AS "createdBy", i.created_at AS "createdAt", i.updated_at AS "updatedAt", i.message,
  i.private_project_access AS "privateProjectAccess"`
const FROM = `FROM organization_invites i ${leftJoinUser('u', 'i.created_by_id')}`
const JOIN_ORGANIZATION = 'JOIN organizations o ON o.id = i.organization_id AND NOT o.is_pending_deletion'

/** A page of the invitations, open and expired ones, newest first. */
export async function listInvites(
  { db, organization }: OrganizationContext,
  page: Page,
): Promise<{ count: number; rows: InviteRow[] }> {
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(
      'SELECT count(*) AS count FROM organization_invites WHERE organization_id = $1',
      [organization.id],
    ),
    db.$client.query<InviteRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE i.organization_id = $1 ORDER BY i.created_at DESC, i.id
       LIMIT ${page.limit} OFFSET ${page.offset}`,
      [organization.id],
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** A user's invitations that can still be accepted, newest first. */
export async function pendingInvites(
  db: Database,
  user: Pick<User, 'id' | 'email'>,
): Promise<z.infer<typeof pendingInviteAnswer>[]> {
  const { rows } = await db.$client.query<Invite>(
    `SELECT ${COLUMNS}, o.name AS "organizationName" ${FROM} ${JOIN_ORGANIZATION}
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

/**
 * Creates invitations, all or none. An earlier one to the same address is replaced by, or combined with, the new one.
 * @throws ApiError 400 or 403 for the first one that is not allowed
 */
export async function createInvites(
  context: OrganizationContext,
  mailing: Mailing,
  bodies: readonly InviteBody[],
): Promise<InviteRow[]> {
  const { db } = context
  await assertMayOffer(context, bodies)
  const ids = await inTransaction(db.$client, async (client) => {
    const made: string[] = []
    for (const body of bodies) made.push(await createInvite(client, context, mailing, body))
    return made
  })
  const { rows } = await db.$client.query<InviteRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE i.id = ANY($1) ORDER BY array_position($1::uuid[], i.id)`,
    [ids],
  )
  return rows
}

/** Nobody can grant a higher level than their own, or access to a project that they cannot open to others. */
async function assertMayOffer(
  { db, organization: { membership } }: OrganizationContext,
  bodies: readonly InviteBody[],
): Promise<void> {
  const visible = new Map((await visibleTeams(db, membership)).map((team) => [team.id, team]))
  for (const body of bodies) {
    if (body.level > membership.level)
      throw errors.forbidden('You cannot invite to a higher permission level than your own.')
    for (const { id, level } of body.private_project_access ?? []) {
      const team = visible.get(id)
      const needsAdmin = team?.accessControl || level === 'admin'
      if (!team || (needsAdmin && team.level < LEVEL_ADMIN))
        throw errors.invalid(`You cannot give access to project ${id}.`, 'private_project_access')
    }
  }
}

/** @returns the ID */
async function createInvite(
  client: PoolClient,
  context: OrganizationContext,
  mailing: Mailing,
  body: InviteBody,
): Promise<string> {
  const { organization, principal } = context
  await assertNoMember(client, organization.id, body.target_email)
  const earlier = await takeEarlier(client, organization.id, body.target_email)
  const combined = body.combine_pending_invites ? earlier.filter(({ isExpired }) => !isExpired) : []
  // A level that somebody with a higher level offered is kept.
  const level = Math.max(body.level, ...combined.map((each) => each.level))
  const grants = combineGrants([body.private_project_access ?? null, ...combined.map(({ access }) => access)])
  const sends = body.send_email && mailing.isAvailable
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
  const { id } = rows[0]!
  if (sends) {
    const inviter = await nameInSentence(client, principal.userId)
    await mailInvite(client, { id, body, inviter, organizationName: organization.name, siteUrl: mailing.siteUrl })
  }
  await logInOrganization(client, context, inviteKind, { id, activity: 'created', detail: { name: body.target_email } })
  return id
}

/** @throws ApiError 400 */
async function assertNoMember(client: PoolClient, organizationId: string, email: string): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM organization_memberships m ${joinUser('u', 'm.user_id')} WHERE m.organization_id = $1 AND u.email = $2`,
    [organizationId, email],
  )
  if (rowCount) throw errors.invalid('A user with this email address already belongs to the organization.')
}

interface EarlierInvite {
  level: number
  access: InviteRow['privateProjectAccess']
  isExpired: boolean
}

/** Deletes the invitations of an address, and returns what they offered. */
async function takeEarlier(client: PoolClient, organizationId: string, email: string): Promise<EarlierInvite[]> {
  const { rows } = await client.query<EarlierInvite>(
    `DELETE FROM organization_invites WHERE organization_id = $1 AND target_email = $2
     RETURNING level, private_project_access AS access, created_at < now() - interval '${INVITE_DAYS} days' AS "isExpired"`,
    [organizationId, email],
  )
  return rows
}

/** The highest level per project that any of the invitations grants. */
function combineGrants(lists: (InviteRow['privateProjectAccess'] | undefined)[]): InviteRow['privateProjectAccess'] {
  const highest = new Map<number, 'member' | 'admin'>()
  for (const { id, level } of lists.flatMap((list) => list ?? [])) {
    const before = highest.get(id)
    if (!before || PROJECT_GRANT_RANK[level] > PROJECT_GRANT_RANK[before]) highest.set(id, level)
  }
  return highest.size > 0 ? [...highest].map(([id, level]) => ({ id, level })) : null
}

/**
 * Revokes an invitation.
 * @throws ApiError 404 also for an invitation to a higher level than the caller's, unless they are an administrator
 */
export async function deleteInvite(context: OrganizationContext, id: string): Promise<void> {
  const { db, organization } = context
  const { level } = organization.membership
  if (!isUuid(id)) throw errors.notFound()
  await inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<{ email: string }>(
      `DELETE FROM organization_invites WHERE id = $1 AND organization_id = $2
         AND ($3 OR level <= $4) RETURNING target_email AS email`,
      [id, organization.id, level >= LEVEL_ADMIN, level],
    )
    if (!rows[0]) throw errors.notFound()
    await logInOrganization(client, context, inviteKind, { id, activity: 'deleted', detail: { name: rows[0].email } })
  })
}

/** @throws ApiError 400 when the invitation does not exist or has expired */
export async function findInvite(client: Pool | PoolClient, id: string): Promise<Invite> {
  const { rows } = isUuid(id)
    ? await client.query<Invite>(
        `SELECT ${COLUMNS}, o.name AS "organizationName" ${FROM} ${JOIN_ORGANIZATION} WHERE i.id = $1`,
        [id],
      )
    : { rows: [] }
  if (!rows[0]) throw errors.invalid('The provided invite ID is not valid.')
  if (rows[0].isExpired)
    throw errors.invalid('This invite has expired. Please ask your admin for a new one.', null, 'expired')
  return rows[0]
}
