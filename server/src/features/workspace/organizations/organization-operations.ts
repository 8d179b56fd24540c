/** Operations on an organization as a whole. Every change is recorded in the activity log. */
import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { keyOf, type UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { type Database, drizzleOn, inTransaction } from '../../../platform/postgres/postgres.ts'
import { changesBetween } from '../activity/index.ts'
import { joinUser, leaveOrganization } from '../users/index.ts'
import { findMembership } from './access-control.ts'
import { logInOrganization, type OrganizationContext } from './enter.ts'
import { organizationKind } from './kind.ts'
import { LEVEL_OWNER } from './levels.ts'
import {
  ORGANIZATION_FIELD_NAMES,
  type OrganizationBody,
  type organizationAnswer,
  toOrganizationAnswer,
  toOrganizationColumns,
  toOrganizationSettings,
} from './organization-fields.ts'
import { createOrganization, featureOf, type Organization, organizationsOf, visibleTeams } from './organizations.ts'
import { deleteProject } from './projects.ts'
import { organizations, roles, teams } from './tables.ts'

type OrganizationAnswer = z.infer<typeof organizationAnswer>

/** An organization as a member sees it, with the projects that they may enter. */
export async function describeOrganization(
  db: Database,
  organization: Organization,
  userId: number,
): Promise<OrganizationAnswer> {
  const membership = await findMembership(db.$client, userId, organization.id)
  const [visible, counted] = await Promise.all([
    membership ? visibleTeams(db, membership) : [],
    db.$client.query<{ members: number }>(
      `SELECT count(*) AS members FROM organization_memberships m ${joinUser('u', 'm.user_id')}
       WHERE m.organization_id = $1 AND u.is_active`,
      [organization.id],
    ),
  ])
  return toOrganizationAnswer(organization, membership?.level ?? null, visible, counted.rows[0]!.members)
}

/** A page of the user's organizations that their key reaches. */
export async function listOwnOrganizations(
  db: Database,
  principal: UserPrincipal,
  page: Page,
): Promise<{ count: number; rows: OrganizationAnswer[] }> {
  assertReachesOrganizations(principal)
  const scoped = keyOf(principal)?.scopedOrganizations ?? []
  const own = (await organizationsOf(db, principal.userId)).filter(
    ({ id }) => scoped.length === 0 || scoped.includes(id),
  )
  const shown = own.slice(page.offset, page.offset + page.limit)
  const rows = await Promise.all(shown.map((each) => describeOrganization(db, each, principal.userId)))
  return { count: own.length, rows }
}

/** @throws ApiError 403 for a key that is limited to projects */
function assertReachesOrganizations(principal: UserPrincipal): void {
  if (keyOf(principal)?.scopedTeams.length)
    throw errors.forbidden('API keys with scoped projects are only supported on project-based endpoints.')
}

/**
 * Checks whether a user may create another organization.
 * @throws ApiError 403
 */
export async function assertMayCreateOrganization(db: Database, principal: UserPrincipal): Promise<void> {
  assertReachesOrganizations(principal)
  if (keyOf(principal)?.scopedOrganizations.length)
    throw errors.forbidden('API keys with scoped organizations cannot create another.')
  const own = await organizationsOf(db, principal.userId)
  if (own.length > 0 && !own.some((each) => featureOf(each, 'organizations_projects')))
    throw errors.forbidden('Your plan does not include further organizations.')
}

/** Creates an organization with a first project, and makes both current for its owner. */
export function createOwnOrganization(
  db: Database,
  principal: UserPrincipal,
  { default_role_id: _role, ...settings }: OrganizationBody & { name: string },
): Promise<Organization> {
  return inTransaction(db.$client, async (client) => {
    const { organization } = await createOrganization(client, {
      ...toOrganizationColumns(settings),
      name: settings.name,
      ownerId: principal.userId,
    })
    const { id } = organization
    const change = { id, activity: 'created', detail: { name: settings.name } }
    await logInOrganization(client, { principal, organization }, organizationKind, change)
    return organization
  })
}

/**
 * Changes the settings that the body has.
 * @throws ApiError 400 when the default role does not belong to the organization
 */
export function changeOrganization(context: OrganizationContext, body: OrganizationBody): Promise<Organization> {
  const { db, organization } = context
  return inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const [stored] = await tx.select().from(organizations).where(eq(organizations.id, organization.id)).for('update')
    if (body.default_role_id) await assertRoleExists(tx, organization.id, body.default_role_id)
    const columns = toOrganizationColumns(body)
    if (Object.keys(columns).length === 0) return stored!
    const [after] = await tx
      .update(organizations)
      .set({ ...columns, updatedAt: sql`now()` })
      .where(eq(organizations.id, organization.id))
      .returning()
    const [was, is] = [toOrganizationSettings(stored!), toOrganizationSettings(after!)]
    const changes = changesBetween(organizationKind.scope, was, is, { names: ORGANIZATION_FIELD_NAMES })
    const change = { id: organization.id, activity: 'updated', detail: { name: after!.name, changes } }
    if (changes.length > 0) await logInOrganization(client, context, organizationKind, change)
    return after!
  })
}

/**
 * Deletes an organization: it disappears for everyone at once, and jobs delete the data of its projects.
 * @throws ApiError 403 unless the caller is an owner
 */
export async function deleteOrganization(context: OrganizationContext): Promise<void> {
  const { db, organization, principal } = context
  if (organization.membership.level < LEVEL_OWNER) throw errors.forbidden('Only an owner can delete the organization.')
  await inTransaction(db.$client, async (client) => {
    const tx = drizzleOn(client)
    const { id, name } = organization
    await tx.update(organizations).set({ isPendingDeletion: true }).where(eq(organizations.id, id))
    const own = await tx.select().from(teams).where(eq(teams.organizationId, id))
    for (const team of own) if (!team.isPendingDeletion) await deleteProject(client, principal, team, true)
    await client.query('UPDATE project_deletions SET deletes_organization = true WHERE organization_id = $1', [id])
    await leaveOrganization(client, id, null)
    // Without projects, there is no data whose deletion must finish first.
    if (own.length === 0) await client.query('DELETE FROM organizations WHERE id = $1', [id])
    await logInOrganization(client, context, organizationKind, { id, activity: 'deleted', detail: { name } })
  })
}

export interface ProjectDeletion {
  teamId: number
  name: string
  createdAt: Date
  /** null until the rows are counted. */
  rowsTotal: number | null
  rowsDeleted: number
  verifiedAt: Date | null
}

/** Progress of project deletions, newest first. */
export async function listProjectDeletions({ db, organization }: OrganizationContext): Promise<ProjectDeletion[]> {
  const { rows } = await db.$client.query<ProjectDeletion>(
    `SELECT team_id AS "teamId", name, created_at AS "createdAt", rows_total AS "rowsTotal", rows_deleted AS "rowsDeleted",
       verified_at AS "verifiedAt" FROM project_deletions WHERE organization_id = $1 ORDER BY created_at DESC, team_id DESC`,
    [organization.id],
  )
  return rows
}

async function assertRoleExists(
  tx: ReturnType<typeof drizzleOn>,
  organizationId: string,
  roleId: string,
): Promise<void> {
  const found = await tx
    .select({ id: roles.id })
    .from(roles)
    .where(sql`${roles.organizationId} = ${organizationId} AND ${roles.id}::text = ${roleId}`)
  if (found.length === 0)
    throw errors.invalid(
      `Invalid pk "${roleId.slice(0, 100)}" - object does not exist.`,
      'default_role_id',
      'does_not_exist',
    )
}
