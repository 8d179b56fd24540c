import type { Pool } from '../../platform/postgres/postgres.ts'
import type { ActionStep } from './tables.ts'

/** An action as queries use it. */
export interface Action {
  id: number
  name: string | null
  steps: ActionStep[]
}

/** The actions of a project among some ids; those that are not there are left out. */
export async function findActions(pool: Pool, teamId: number, ids: readonly number[]): Promise<Map<number, Action>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<Action>(
    'SELECT id, name, steps FROM actions WHERE team_id = $1 AND id = ANY($2) AND NOT deleted',
    [teamId, ids.filter((id) => id > 0 && id < 2 ** 31)],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
