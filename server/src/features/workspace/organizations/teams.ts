/** Projects, for features that work on those of everybody. */
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

/** Part of a FROM clause: the project that a column names; rows of one that is gone are left out. */
export const joinTeam = (alias: string, column: string): string => `JOIN teams ${alias} ON ${alias}.id = ${column}`

/**
 * A project and its public token.
 * @param id as it came; null for the oldest project
 */
export async function findTeamToken(pool: Pool, id: string | null): Promise<{ name: string; token: string } | null> {
  const { rows } = await pool.query<{ name: string; token: string }>(
    'SELECT name, api_token AS token FROM teams WHERE $1::text IS NULL OR id::text = $1 ORDER BY id LIMIT 1',
    [id],
  )
  return rows[0] ?? null
}

/** Those of some projects that exist and are not being deleted. */
export async function livingTeams(client: Pool | PoolClient, ids: readonly number[]): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM teams WHERE id = ANY($1) AND NOT is_pending_deletion',
    [ids],
  )
  return new Set(rows.map(({ id }) => id))
}
