/** Implements `InsightPlaces`: what insights need to know about the dashboards they are on. */
import { errors } from '../../../platform/http/errors.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import type { InsightPlace, InsightPlaces, InsightTile } from '../insights/index.ts'

export const insightPlaces: InsightPlaces = {
  async tilesOf(client, teamId, insights) {
    if (insights.length === 0) return new Map()
    const { rows } = await client.query<InsightTile & { insightId: number }>(
      `SELECT t.insight_id AS "insightId", t.id, t.dashboard_id, t.deleted
       FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id AND NOT d.deleted
       WHERE t.team_id = $1 AND t.insight_id = ANY($2) ORDER BY t.id`,
      [teamId, insights],
    )
    const tiles = new Map<number, InsightTile[]>(insights.map((id) => [id, []]))
    for (const { insightId, ...tile } of rows) tiles.get(insightId)!.push(tile)
    return tiles
  },

  async find(pool, teamId, insight, dashboard) {
    const { rows } = await pool.query<InsightPlace>(
      `SELECT d.filters, d.variables, t.color, t.layouts FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id
       WHERE d.team_id = $1 AND d.id = $2 AND NOT d.deleted AND NOT t.deleted AND t.insight_id = $3`,
      [teamId, /^\d{1,9}$/.test(dashboard) ? Number(dashboard) : null, insight],
    )
    return rows[0] ?? null
  },

  async place(client, teamId, insight, dashboards) {
    const wanted = [...new Set(dashboards)]
    await assertDashboards(client, teamId, wanted)
    await client.query(
      `UPDATE dashboard_tiles SET deleted = true WHERE team_id = $1 AND insight_id = $2 AND NOT (dashboard_id = ANY($3))
         AND dashboard_id IN (SELECT id FROM dashboards WHERE team_id = $1 AND NOT deleted)`,
      [teamId, insight, wanted],
    )
    await client.query(
      `INSERT INTO dashboard_tiles (team_id, dashboard_id, insight_id) SELECT $1, unnest($3::int[]), $2
       ON CONFLICT (dashboard_id, insight_id) DO UPDATE SET deleted = false`,
      [teamId, insight, wanted],
    )
  },

  standsSql: (insight) =>
    `EXISTS (SELECT 1 FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id AND NOT d.deleted
      WHERE t.insight_id = ${insight} AND NOT t.deleted)`,

  standsOnSql: (insight, dashboard) =>
    `EXISTS (SELECT 1 FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id AND NOT d.deleted
      WHERE t.insight_id = ${insight} AND NOT t.deleted AND d.id = ${dashboard})`,
}

async function assertDashboards(client: PoolClient, teamId: number, ids: readonly number[]): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM dashboards WHERE team_id = $1 AND id = ANY($2) AND NOT deleted FOR SHARE',
    [teamId, ids],
  )
  if (rows.length !== ids.length) throw errors.invalid('Dashboard not found', 'dashboards')
}
