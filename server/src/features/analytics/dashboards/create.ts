/** Creates a dashboard and its tiles, in the caller's transaction. */
import { sql } from 'drizzle-orm'
import type { JsonObject } from '../../../platform/json.ts'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { insertInsight, type NewInsight } from '../insights/index.ts'

export interface NewDashboard {
  teamId: number
  /** The creator; null for the system. */
  userId: number | null
  name: string | null
  description?: string
  pinned?: boolean
  /** `default`, `template` or `duplicate`. */
  creationMode?: string
  filters?: JsonObject
  tags?: string[]
  restrictionLevel?: number
  tiles: readonly NewTile[]
}

export interface NewTile {
  /** Exactly one of the three: an existing insight, a new one, or a text. */
  insightId?: number
  insight?: NewInsight
  text?: string
  layouts?: JsonObject
  color?: string | null
}

/** @returns the ID of the dashboard */
export async function insertDashboard(db: Queryable, dashboard: NewDashboard): Promise<number> {
  const { teamId, userId, name, description = '', pinned = false, creationMode = 'default' } = dashboard
  const { filters = {}, tags = [], restrictionLevel = 21, tiles } = dashboard
  const { rows } = await db.execute<{ id: number }>(
    sql`INSERT INTO dashboards (team_id, name, description, pinned, creation_mode, filters, tags, restriction_level, created_by)
        VALUES (${teamId}, ${name}, ${description}, ${pinned}, ${creationMode}, ${JSON.stringify(filters)},
          ${sql.param(tags)}, ${restrictionLevel}, ${userId}) RETURNING id`,
  )
  const { id } = rows[0]!
  for (const { insightId: existing = null, insight, text = null, layouts = {}, color = null } of tiles) {
    const insightId = insight ? await insertInsight(db, teamId, userId, insight) : existing
    await db.execute(
      sql`INSERT INTO dashboard_tiles (team_id, dashboard_id, insight_id, text_body, text_modified_at, text_modified_by, layouts, color)
          VALUES (${teamId}, ${id}, ${insightId}, ${text}, CASE WHEN ${text}::text IS NULL THEN NULL ELSE now() END, ${userId},
            ${JSON.stringify(layouts)}, ${color})`,
    )
  }
  return id
}
