/** The people of an organization: who may change and remove whom, and what goes with somebody who leaves. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { type Database, inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { logActivity } from '../activity/index.ts'
import { basicUserAnswer, fromUserJson, hasSecondFactorSql, userJson } from '../users/index.ts'
import { LEVEL_ADMIN, LEVEL_OWNER } from './levels.ts'

export const memberAnswer = z.object({
  id: z.string(),
  user: basicUserAnswer,
  level: z.number().int(),
  joined_at: z.string(),
  updated_at: z.string(),
  is_2fa_enabled: z.boolean(),
  has_social_auth: z.boolean(),
  last_login: z.string().nullable(),
})
nameSchema(memberAnswer, 'OrganizationMember')

export interface MemberRow {
  id: string
  userId: number
  user: unknown
  level: number
  joinedAt: Date
  updatedAt: Date
  hasSecondFactor: boolean
  lastLoginAt: Date | null
}

/** Columns of a MemberRow, from `organization_memberships m JOIN users u`. */
export const MEMBER_COLUMNS = `m.id, m.user_id AS "userId", ${userJson('u')} AS user, m.level, m.joined_at AS "joinedAt",
  m.updated_at AS "updatedAt", ${hasSecondFactorSql('u')} AS "hasSecondFactor", u.last_login_at AS "lastLoginAt"`

export function toMember(row: MemberRow): z.infer<typeof memberAnswer> {
  return {
    id: row.id,
    user: fromUserJson(row.user)!,
    level: row.level,
    joined_at: formatDate(row.joinedAt),
    updated_at: formatDate(row.updatedAt),
    is_2fa_enabled: row.hasSecondFactor,
    has_social_auth: false,
    last_login: row.lastLoginAt && formatDate(row.lastLoginAt),
  }
}

interface Actor {
  userId: number
  level: number
}

/**
 * Whether somebody may change or remove a member.
 * @param level the level to be given; undefined for a removal
 * @throws ApiError 403 with the first rule that is broken
 */
export function assertMayChange(actor: Actor, target: Actor, level?: number): void {
  const isSelf = actor.userId === target.userId
  if (level !== undefined && isSelf) throw errors.forbidden("You can't change your own access level.")
  if (level === LEVEL_OWNER && actor.level < LEVEL_OWNER)
    throw errors.forbidden('You can only make another member owner if you are an owner.')
  if (level !== undefined && level > actor.level)
    throw errors.forbidden('You can only change access level of others to lower or equal to your current one.')
  if (actor.level < LEVEL_ADMIN && !isSelf)
    throw errors.forbidden("You can't edit others without being an administrator.")
  if (target.level > actor.level) throw errors.forbidden('You can only edit others with level lower or equal to you.')
}

/** Gives a member another level. */
export function changeLevel(
  pool: Pool,
  principal: Principal,
  organizationId: string,
  userId: number,
  assertAllowed: (target: Actor) => void,
  level: number,
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const target = await lockMember(client, organizationId, userId)
    // Again on the row as it is now: two changes at once must not add up to something that neither may.
    assertAllowed({ userId, level: target.level })
    if (target.level === level) return
    await client.query('UPDATE organization_memberships SET level = $2, updated_at = now() WHERE id = $1', [
      target.id,
      level,
    ])
    await logActivity(client, {
      organizationId,
      teamId: null,
      principal,
      activity: 'updated',
      scope: 'OrganizationMembership',
      itemId: target.id,
      detail: {
        name: target.email,
        changes: [
          { type: 'OrganizationMembership', action: 'changed', field: 'level', before: target.level, after: level },
        ],
      },
    })
  })
}

async function lockMember(client: PoolClient, organizationId: string, userId: number) {
  const { rows } = await client.query<{ id: string; level: number; email: string }>(
    `SELECT m.id, m.level, u.email FROM organization_memberships m JOIN users u ON u.id = m.user_id
     WHERE m.organization_id = $1 AND m.user_id = $2 FOR UPDATE OF m`,
    [organizationId, userId],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/**
 * Takes somebody out of an organization, with their roles and grants there.
 * @throws ApiError 400 for an owner
 */
export function removeMember(
  pool: Pool,
  principal: Principal,
  organizationId: string,
  userId: number,
  assertAllowed: (target: Actor) => void,
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const target = await lockMember(client, organizationId, userId)
    assertAllowed({ userId, level: target.level })
    if (target.level === LEVEL_OWNER)
      throw errors.invalid('An owner cannot leave or be removed. Give them another level first.')
    await client.query('DELETE FROM organization_memberships WHERE id = $1', [target.id])
    // Where they work next is decided when they come back.
    await client.query(
      `UPDATE users SET current_organization_id = NULL, current_team_id = NULL WHERE id = $1 AND current_organization_id = $2`,
      [userId, organizationId],
    )
    await logActivity(client, {
      organizationId,
      teamId: null,
      principal,
      activity: principal.userId === userId ? 'left' : 'deleted',
      scope: 'OrganizationMembership',
      itemId: target.id,
      detail: { name: target.email },
    })
  })
}

/** Whether a member came without an invitation; null for somebody who is no member. */
export async function foundedOrganization(
  db: Database,
  userId: number,
  organizationId: string | null,
): Promise<boolean | null> {
  const { rows } = await db.$client.query<{ isFirst: boolean }>(
    'SELECT NOT is_invited AS "isFirst" FROM organization_memberships WHERE organization_id = $1 AND user_id = $2',
    [organizationId, userId],
  )
  return rows[0]?.isFirst ?? null
}

/** Takes in somebody who was invited, with the role that everybody gets. Nothing happens when they are in already. */
export async function addInvitedMember(
  client: PoolClient,
  organizationId: string,
  userId: number,
  level: number,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO organization_memberships (organization_id, user_id, level, is_invited) VALUES ($1, $2, $3, true)
     ON CONFLICT DO NOTHING RETURNING id`,
    [organizationId, userId, level],
  )
  if (!rows[0]) return null
  await client.query(
    `INSERT INTO role_memberships (role_id, membership_id)
     SELECT r.id, $2 FROM organizations o JOIN roles r ON r.id = o.default_role_id AND r.organization_id = o.id WHERE o.id = $1`,
    [organizationId, rows[0].id],
  )
  return rows[0].id
}
