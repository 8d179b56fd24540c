/** Operations on the roles of an organization. Every change is recorded in the activity log. */
import { validate as isUuid } from 'uuid'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { toStorableText } from '../../../platform/json.ts'
import {
  constraintOf,
  inTransaction,
  type Pool,
  type PoolClient,
  sqlState,
} from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { type ActivityChange, changesBetween } from '../activity/index.ts'
import { storedKindOf } from '../kinds/index.ts'
import { fromUserJson, joinUser, leftJoinUser, userJson } from '../users/index.ts'
import { logInOrganization, type OrganizationContext } from './enter.ts'
import { roleKind } from './kind.ts'
import { MEMBER_COLUMNS, toMember } from './members.ts'
import type { RoleBody, roleAnswer, roleMembershipAnswer } from './role-schemas.ts'

export type Role = z.infer<typeof roleAnswer>
type RoleMembership = z.infer<typeof roleMembershipAnswer>

/** SQLSTATE foreign_key_violation. */
const FOREIGN_KEY_VIOLATION = '23503'

interface RoleRow {
  id: string
  name: string
  flagLevel: number
  createdAt: Date
  createdBy: unknown
  isDefault: boolean
  flags: { id: number; key: string }[]
}

const COLUMNS = `r.id, r.name, r.feature_flags_access_level AS "flagLevel", r.created_at AS "createdAt",
  ${userJson('u')} AS "createdBy", r.id = o.default_role_id IS TRUE AS "isDefault"`
const ROLE_FROM = `FROM roles r JOIN organizations o ON o.id = r.organization_id ${leftJoinUser('u', 'r.created_by_id')}`

/** SQL expression: JSON of the feature flags that rules let a role `r` edit. The title of a flag is its key. */
function editedFlags(): string {
  const { resource, table, id, title } = storedKindOf('feature_flag')
  return `coalesce((SELECT json_agg(json_build_object('id', o.${id.column}, 'key', ${title}) ORDER BY o.${id.column})
    FROM access_controls a JOIN ${table} o ON o.${id.column}::text = a.resource_id AND o.team_id = a.team_id AND NOT o.deleted
    WHERE a.role_id = r.id AND a.resource = '${resource}' AND a.access_level IN ('editor', 'manager')), '[]')`
}
const roleColumns = () => `${COLUMNS}, ${editedFlags()} AS flags`

/**
 * A page of the roles, oldest first.
 * @param name complete name to filter by
 */
export async function listRoles(
  { db, organization }: OrganizationContext,
  { name, page }: { name: string | undefined; page: Page },
): Promise<{ count: number; roles: Role[] }> {
  const values: unknown[] = [organization.id]
  const named = name ? ` AND r.name = $${values.push(toStorableText(name))}` : ''
  const where = `WHERE r.organization_id = $1${named}`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM roles r ${where}`, values),
    db.$client.query<RoleRow>(
      `SELECT ${roleColumns()} ${ROLE_FROM} ${where} ORDER BY r.created_at, r.id LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, roles: await toRoles(db.$client, found.rows) }
}

async function loadRole({ db, organization }: OrganizationContext, id: string): Promise<Role | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.$client.query<RoleRow>(
    `SELECT ${roleColumns()} ${ROLE_FROM} WHERE r.organization_id = $1 AND r.id = $2`,
    [organization.id, id],
  )
  return rows[0] ? (await toRoles(db.$client, rows))[0]! : null
}

/** @throws ApiError 404 when the organization has no such role */
export async function findRole(context: OrganizationContext, id: string): Promise<Role> {
  const role = await loadRole(context, id)
  if (!role) throw errors.notFound()
  return role
}

/** @throws ApiError 400 when the name is taken */
export async function createRole(context: OrganizationContext, name: string): Promise<Role> {
  const { db, organization, principal } = context
  const id = await uniqueName(() =>
    inTransaction(db.$client, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO roles (organization_id, name, feature_flags_access_level, created_by_id) VALUES ($1, $2, $3, $4) RETURNING id`,
        [organization.id, name, organization.featureFlagsAccessLevel, principal.userId],
      )
      await logRole(client, context, 'created', { id: rows[0]!.id, name })
      return rows[0]!.id
    }),
  )
  return findRole(context, id)
}

/** @throws ApiError 400 when the name is taken */
export async function changeRole(context: OrganizationContext, role: Role, body: Partial<RoleBody>): Promise<Role> {
  const { db, organization } = context
  // Like PostHog, this also refuses a role's own name; clients rely on sending PATCH without it.
  if (body.name !== undefined) await assertNameFree(db.$client, organization.id, body.name)
  await uniqueName(() =>
    inTransaction(db.$client, async (client) => {
      await client.query(
        'UPDATE roles SET name = coalesce($2, name), feature_flags_access_level = coalesce($3, feature_flags_access_level) WHERE id = $1',
        [role.id, body.name ?? null, body.feature_flags_access_level ?? null],
      )
      const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
      const after = { ...role, ...sent }
      const fields = ({ name, feature_flags_access_level }: Role) => ({ name, feature_flags_access_level })
      const changes = changesBetween(roleKind.scope, fields(role), fields(after))
      if (changes.length > 0) await logRole(client, context, 'updated', after, changes)
    }),
  )
  return findRole(context, role.id)
}

/** Deletes a role. Its holders keep their membership; if it was the default role, new members get none. */
export function deleteRole(context: OrganizationContext, role: Role): Promise<void> {
  const { db, organization } = context
  return inTransaction(db.$client, async (client) => {
    await client.query('UPDATE organizations SET default_role_id = NULL WHERE id = $1 AND default_role_id = $2', [
      organization.id,
      role.id,
    ])
    await client.query('DELETE FROM roles WHERE id = $1', [role.id])
    await logRole(client, context, 'deleted', role)
  })
}

/**
 * @param userUuid of a member
 * @throws ApiError 400 when there is no such role or member, or the member already has it
 */
export async function giveRole(
  context: OrganizationContext,
  roleId: string,
  userUuid: string,
): Promise<RoleMembership> {
  const { db, organization } = context
  const role = await loadRole(context, roleId)
  if (!role) throw noSuchRole()
  const give = async (client: PoolClient): Promise<string> => {
    const { rows } = await client.query<{ id: string; email: string }>(
      `SELECT m.id, u.email FROM organization_memberships m ${joinUser('u', 'm.user_id')}
       WHERE m.organization_id = $1 AND u.uuid = $2 AND u.is_active`,
      [organization.id, userUuid],
    )
    if (!rows[0]) throw noMember()
    const { rows: added } = await client.query<{ id: string }>(
      'INSERT INTO role_memberships (role_id, membership_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id',
      [role.id, rows[0].id],
    )
    if (!added[0]) throw errors.invalid('The user already has the role.')
    await logRole(client, context, 'updated', role, [memberChange('created', rows[0].email)])
    return added[0].id
  }
  const id = await inTransaction(db.$client, give).catch((error: unknown) => {
    throw refusalOf(error) ?? error
  })
  const fresh = await findRole(context, role.id)
  return fresh.members.find((member) => member.id === id)!
}

const noSuchRole = () => errors.invalid('The role does not exist.')
const noMember = () => errors.invalid('The user is not a member of the organization.')

/** The error if the role or the membership was deleted while the role was being given. */
function refusalOf(error: unknown): Error | null {
  if (sqlState(error) !== FOREIGN_KEY_VIOLATION) return null
  return constraintOf(error)?.startsWith('role_memberships_role_id') ? noSuchRole() : noMember()
}

/** @throws ApiError 404 when the role has no membership with that ID */
export async function takeRole(context: OrganizationContext, role: Role, roleMembershipId: string): Promise<void> {
  const member = role.members.find(({ id }) => id === roleMembershipId)
  if (!member) throw errors.notFound()
  await inTransaction(context.db.$client, async (client) => {
    await client.query('DELETE FROM role_memberships WHERE id = $1', [member.id])
    await logRole(client, context, 'updated', role, [memberChange('deleted', member.user.email)])
  })
}

function memberChange(action: 'created' | 'deleted', email: string): ActivityChange {
  const [before, after] = action === 'created' ? [null, email] : [email, null]
  return { type: roleKind.scope, action, field: 'members', before, after }
}

async function toRoles(pool: Pool, rows: RoleRow[]): Promise<Role[]> {
  const { rows: members } = await pool.query(
    `SELECT r.id AS "roleMembershipId", r.role_id AS "roleId", r.joined_at AS "roleJoinedAt", r.updated_at AS "roleUpdatedAt",
       ${MEMBER_COLUMNS}
     FROM role_memberships r JOIN organization_memberships m ON m.id = r.membership_id ${joinUser('u', 'm.user_id')}
     WHERE r.role_id = ANY($1) AND u.is_active ORDER BY r.joined_at, r.id`,
    [rows.map(({ id }) => id)],
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    feature_flags_access_level: row.flagLevel,
    created_at: formatDate(row.createdAt),
    created_by: fromUserJson(row.createdBy),
    is_default: row.isDefault,
    associated_flags: row.flags,
    members: members
      .filter((member) => member.roleId === row.id)
      .map((member) => ({
        id: member.roleMembershipId,
        role_id: row.id,
        organization_member: toMember(member),
        user: fromUserJson(member.user)!,
        joined_at: formatDate(member.roleJoinedAt),
        updated_at: formatDate(member.roleUpdatedAt),
      })),
  }))
}

const nameTaken = () => errors.invalid('There is already a role with this name.', 'name', 'unique')

async function assertNameFree(pool: Pool, organizationId: string, name: string): Promise<void> {
  const { rowCount } = await pool.query('SELECT 1 FROM roles WHERE organization_id = $1 AND lower(name) = lower($2)', [
    organizationId,
    name,
  ])
  if (rowCount) throw nameTaken()
}

async function uniqueName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw constraintOf(error) === 'roles_name' ? nameTaken() : error
  }
}

function logRole(
  client: PoolClient,
  context: OrganizationContext,
  activity: 'created' | 'updated' | 'deleted',
  { id, name }: { id: string; name: string },
  changes: ActivityChange[] | null = null,
): Promise<void> {
  return logInOrganization(client, context, roleKind, { id, activity, detail: { name, changes } })
}
