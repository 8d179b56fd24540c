/** The current organization and project of users: where they continue when they come back. */
import { eq } from 'drizzle-orm'
import type { PoolClient, Queryable } from '../../../platform/postgres/postgres.ts'
import { users } from './tables.ts'

/** @param teamId null for the organization's first project */
export async function setCurrent(
  db: Queryable,
  userId: number,
  organizationId: string | null,
  teamId: number | null,
): Promise<void> {
  await db
    .update(users)
    .set({ currentOrganizationId: organizationId, currentTeamId: teamId })
    .where(eq(users.id, userId))
}

/**
 * Unsets an organization as the current one, for one user or for all. The next one is chosen when they come back.
 * @param userId null for all
 */
export async function leaveOrganization(
  client: PoolClient,
  organizationId: string,
  userId: number | null,
): Promise<void> {
  await client.query(
    `UPDATE users SET current_organization_id = NULL, current_team_id = NULL
     WHERE current_organization_id = $1 AND ($2::int IS NULL OR id = $2)`,
    [organizationId, userId],
  )
}

/**
 * The same for a project.
 * @param exceptUserId the user who stays; null for none
 */
export async function leaveTeam(client: PoolClient, teamId: number, exceptUserId: number | null): Promise<void> {
  await client.query('UPDATE users SET current_team_id = NULL WHERE current_team_id = $1 AND id IS DISTINCT FROM $2', [
    teamId,
    exceptUserId,
  ])
}
