/** Where people work: the organization and the project that they see when they come back. */
import { eq } from 'drizzle-orm'
import type { PoolClient, Queryable } from '../../../platform/postgres/postgres.ts'
import { users } from './tables.ts'

/** @param teamId null for whichever project of the organization comes first */
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
 * Nobody works in an organization any more, or one person does not. Where they work next is decided when they come back.
 * @param userId null for everybody
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
 * @param exceptUserId who stays; null for nobody
 */
export async function leaveTeam(client: PoolClient, teamId: number, exceptUserId: number | null): Promise<void> {
  await client.query('UPDATE users SET current_team_id = NULL WHERE current_team_id = $1 AND id IS DISTINCT FROM $2', [
    teamId,
    exceptUserId,
  ])
}
