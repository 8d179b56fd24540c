/** The members of an organization: who may change and remove whom, and what is deleted with a membership. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { toStorableText } from '../../../platform/json.ts'
import { type Database, inTransaction, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import {
  basicUserAnswer,
  fromUserJson,
  hasSecondFactorSql,
  joinUser,
  keysReaching,
  leaveOrganization,
  type ReachingKey,
  userJson,
} from '../users/index.ts'
import { logInOrganization, type OrganizationContext } from './enter.ts'
import { membershipKind } from './kind.ts'
import { LEVEL_ADMIN, LEVEL_OWNER } from './levels.ts'
import { findOrganization, findTeam } from './organizations.ts'

const SEARCH_CHARACTERS_MAX = 200
/** Minimum similarity for finding a misspelled name (trigrams, 0 to 1). */
const SIMILARITY = 0.4

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

/** Tables of a FROM clause: memberships `m`, each with its user `u`. */
export const MEMBERS = `organization_memberships m ${joinUser('u', 'm.user_id')}`

/** Columns of a MemberRow, from MEMBERS. */
export const MEMBER_COLUMNS = `m.id, m.user_id AS "userId", ${userJson('u')} AS user, m.level, m.joined_at AS "joinedAt",
  m.updated_at AS "updatedAt", ${hasSecondFactorSql('u')} AS "hasSecondFactor", u.last_login_at AS "lastLoginAt"`

/** The addresses of an organization's members, in lower case. */
export async function memberAddresses(client: Pool | PoolClient, organizationId: string): Promise<Set<string>> {
  const { rows } = await client.query<{ email: string }>(
    `SELECT lower(u.email) AS email FROM ${MEMBERS} WHERE m.organization_id = $1`,
    [organizationId],
  )
  return new Set(rows.map(({ email }) => email))
}

/** The addresses that a project may send reports to, in lower case; null for any. */
export async function allowedAddresses(db: Database, teamId: number): Promise<ReadonlySet<string> | null> {
  const team = await findTeam(db, String(teamId))
  const organization = team && (await findOrganization(db, team.organizationId))
  if (!organization) return new Set()
  return organization.allowExternalRecipients ? null : memberAddresses(db.$client, organization.id)
}

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

export interface MemberFilter {
  /** The complete address. */
  email?: string
  /** ISO 8601; an invalid time counts as absent. */
  updatedAfter?: string
  /** Part of a name or address. */
  search?: string
}

/**
 * A page of the members.
 * @throws ApiError 400 when the search text is too long
 */
export async function listMembers(
  { db, organization }: OrganizationContext,
  { filter, isOldestFirst, page }: { filter: MemberFilter; isOldestFirst: boolean; page: Page },
): Promise<{ count: number; rows: MemberRow[] }> {
  const values: unknown[] = [organization.id]
  const conditions = memberConditions(filter, (value) => `$${values.push(value)}`)
  const where = ['m.organization_id = $1', 'u.is_active', ...conditions].join(' AND ')
  const direction = isOldestFirst ? 'ASC' : 'DESC'
  const from = `FROM ${MEMBERS} WHERE ${where}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
    db.$client.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} ${from} ORDER BY m.joined_at ${direction}, m.id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function memberConditions(filter: MemberFilter, bind: (value: unknown) => string): string[] {
  const search = toStorableText((filter.search ?? '').trim())
  if (search.length > SEARCH_CHARACTERS_MAX)
    throw errors.invalid(
      `Ensure this field has no more than ${SEARCH_CHARACTERS_MAX} characters.`,
      'search',
      'max_length',
    )
  const conditions: string[] = []
  if (filter.email) conditions.push(`u.email = ${bind(toStorableText(filter.email).toLowerCase())}`)
  const after = filter.updatedAfter ? new Date(filter.updatedAfter) : null
  if (after && !Number.isNaN(after.getTime())) conditions.push(`m.updated_at > ${bind(after)}`)
  if (search) {
    const [text, pattern] = [bind(search), bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)]
    const name = `concat_ws(' ', u.first_name, u.last_name, u.email)`
    conditions.push(`(${name} ILIKE ${pattern} OR word_similarity(${text}::text, ${name}) >= ${SIMILARITY})`)
  }
  return conditions
}

/**
 * @param who a user's uuid or `@me`
 * @throws ApiError 404
 */
export async function findMember(
  { db, principal, organization }: OrganizationContext,
  who: string,
): Promise<MemberRow> {
  if (who !== '@me' && !isUuid(who)) throw errors.notFound()
  const { rows } = await db.$client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM ${MEMBERS}
     WHERE m.organization_id = $1 AND u.is_active AND ${who === '@me' ? 'u.id = $2' : 'u.uuid = $2'}`,
    [organization.id, who === '@me' ? principal.userId : who],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** The member's personal keys that reach the organization, newest first. */
export async function keysOfMember(
  { db, organization: { id } }: OrganizationContext,
  member: MemberRow,
): Promise<ReachingKey[]> {
  const { rows } = await db.$client.query<{ id: number }>('SELECT id FROM teams WHERE organization_id = $1', [id])
  return keysReaching(db.$client, member.userId, { id, teamIds: rows.map((team) => team.id) })
}

interface Actor {
  userId: number
  level: number
}

/**
 * Checks whether somebody may change or remove a member.
 * @param level the new level; undefined for a removal
 * @throws ApiError 403 for the first rule that is violated
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

/** Changes a member's level. */
export function changeLevel(
  context: OrganizationContext,
  userId: number,
  assertAllowed: (target: Actor) => void,
  level: number,
): Promise<void> {
  const { db, organization } = context
  return inTransaction(db.$client, async (client) => {
    const target = await lockMember(client, organization.id, userId)
    // Checks again on the locked row: two concurrent changes must not combine to one that neither caller may make.
    assertAllowed({ userId, level: target.level })
    if (target.level === level) return
    await client.query('UPDATE organization_memberships SET level = $2, updated_at = now() WHERE id = $1', [
      target.id,
      level,
    ])
    const { scope } = membershipKind
    const change = { type: scope, action: 'changed', field: 'level', before: target.level, after: level } as const
    const detail = { name: target.email, changes: [change] }
    await logInOrganization(client, context, membershipKind, { id: target.id, activity: 'updated', detail })
  })
}

async function lockMember(client: PoolClient, organizationId: string, userId: number) {
  const { rows } = await client.query<{ id: string; level: number; email: string }>(
    `SELECT m.id, m.level, u.email FROM ${MEMBERS}
     WHERE m.organization_id = $1 AND m.user_id = $2 FOR UPDATE OF m`,
    [organizationId, userId],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/**
 * Removes a user from an organization, with their roles and grants there.
 * @throws ApiError 400 for an owner
 */
export function removeMember(
  context: OrganizationContext,
  userId: number,
  assertAllowed: (target: Actor) => void,
): Promise<void> {
  const { db, organization } = context
  return inTransaction(db.$client, async (client) => {
    const target = await lockMember(client, organization.id, userId)
    assertAllowed({ userId, level: target.level })
    if (target.level === LEVEL_OWNER)
      throw errors.invalid('An owner cannot leave or be removed. Give them another level first.')
    await client.query('DELETE FROM organization_memberships WHERE id = $1', [target.id])
    await leaveOrganization(client, organization.id, userId)
    const activity = context.principal.userId === userId ? 'left' : 'deleted'
    const detail = { name: target.email }
    await logInOrganization(client, context, membershipKind, { id: target.id, activity, detail })
  })
}

/** Whether a member came without an invitation; null for a user who is not a member. */
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

/** Adds an invited user, with the default role. Does nothing if they are already a member. */
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

/** The organizations that a user belongs to. */
export async function organizationIdsOf(client: Pool | PoolClient, userId: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT organization_id AS id FROM organization_memberships WHERE user_id = $1',
    [userId],
  )
  return rows.map(({ id }) => id)
}

/** Those of them that a personal key reaches. Empty lists mean no restriction. */
export async function organizationIdsReachedBy(
  client: Pool | PoolClient,
  userId: number,
  { scopedOrganizations, scopedTeams }: { scopedOrganizations: readonly string[]; scopedTeams: readonly number[] },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT organization_id AS id FROM organization_memberships WHERE user_id = $1
       AND ($2::text[] = '{}' OR organization_id::text = ANY($2))
       AND ($3::int[] = '{}' OR organization_id IN (SELECT organization_id FROM teams WHERE id = ANY($3)))`,
    [userId, scopedOrganizations, scopedTeams],
  )
  return rows.map(({ id }) => id)
}
