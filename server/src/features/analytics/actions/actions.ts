import { toStorableText } from '../../../platform/json.ts'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import type { ActionStep } from './tables.ts'

/** An action as used in queries. */
export interface Action {
  id: number
  name: string | null
  steps: ActionStep[]
}

/** The project's actions that have one of the given IDs or names. */
export async function findActionsBy(
  pool: Pool,
  teamId: number,
  wanted: readonly (number | string)[],
): Promise<Action[]> {
  const ids = wanted.filter((each) => Number.isInteger(each) && Number(each) > 0 && Number(each) < 2 ** 31)
  const names = wanted.filter((each) => typeof each === 'string')
  const { rows } = await pool.query<Action>(
    'SELECT id, name, steps FROM actions WHERE team_id = $1 AND NOT deleted AND (id = ANY($2::int[]) OR name = ANY($3::text[]))',
    [teamId, ids, names.map(toStorableText)],
  )
  return rows
}

/** The project's actions with the given IDs. Unknown IDs are left out. */
export async function findActions(pool: Pool, teamId: number, ids: readonly number[]): Promise<Map<number, Action>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<Action>(
    'SELECT id, name, steps FROM actions WHERE team_id = $1 AND id = ANY($2) AND NOT deleted',
    [teamId, ids.filter((id) => id > 0 && id < 2 ** 31)],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The event names in the steps of each action; null for a step that matches any event. */
export async function eventsOfActions(
  pool: Pool,
  teamIds: readonly number[],
): Promise<Map<number, readonly (string | null)[]>> {
  const { rows } = await pool.query<{ id: number; events: (string | null)[] | null }>(
    `SELECT id, (SELECT array_agg(step->>'event') FROM jsonb_array_elements(steps) step) AS events FROM actions WHERE team_id = ANY($1) AND NOT deleted`,
    [teamIds],
  )
  return new Map(rows.map(({ id, events }) => [id, events ?? []]))
}
