/** Which dashboard a user wants on which page of a project. */
import type { Pool } from '../../../platform/postgres/postgres.ts'

export interface Scene {
  scene: string
  /** ID of a dashboard. */
  dashboard: number
}

/** @param teamId null for a user without a project */
export async function scenesOf(pool: Pool, userId: number, teamId: number | null): Promise<Scene[]> {
  const { rows } = await pool.query<Scene>(
    'SELECT scene, dashboard_id AS dashboard FROM scene_personalisations WHERE user_id = $1 AND team_id = $2 ORDER BY scene',
    [userId, teamId],
  )
  return rows
}

export async function chooseScene(
  pool: Pool,
  userId: number,
  teamId: number,
  { scene, dashboard }: Scene,
): Promise<void> {
  await pool.query(
    `INSERT INTO scene_personalisations (user_id, team_id, scene, dashboard_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, team_id, scene) DO UPDATE SET dashboard_id = EXCLUDED.dashboard_id`,
    [userId, teamId, scene, dashboard],
  )
}
