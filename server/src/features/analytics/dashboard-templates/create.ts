/** Makes a dashboard with everything on it, in the transaction of the caller. */
import { sql } from 'drizzle-orm'
import type { JsonObject } from '../../../platform/json.ts'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { randomText } from '../../../platform/random-text.ts'

const SHORT_ID_LENGTH = 8

export interface NewDashboard {
  teamId: number
  /** Who makes it; null for the system. */
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
  /** One of the three: an insight that exists, one to be made, or a text. */
  insightId?: number
  insight?: {
    name: string | null
    derivedName?: string | null
    description?: string | null
    query: JsonObject
    tags?: string[]
  }
  text?: string
  layouts?: JsonObject
  color?: string | null
}

export const newShortId = () => randomText(SHORT_ID_LENGTH)

/** @returns the id of the dashboard */
export async function insertDashboard(db: Queryable, dashboard: NewDashboard): Promise<number> {
  const { teamId, userId, name, description = '', pinned = false, creationMode = 'default' } = dashboard
  const { filters = {}, tags = [], restrictionLevel = 21, tiles } = dashboard
  const idOf = ({ rows }: { rows: Record<string, unknown>[] }) => rows[0]!.id as number
  const dashboardId = idOf(
    await db.execute(
      sql`INSERT INTO dashboards (team_id, name, description, pinned, creation_mode, filters, tags, restriction_level, created_by)
          VALUES (${teamId}, ${name}, ${description}, ${pinned}, ${creationMode}, ${JSON.stringify(filters)},
            ${sql.param(tags)}, ${restrictionLevel}, ${userId}) RETURNING id`,
    ),
  )
  for (const { insightId: existing, insight, text = null, layouts = {}, color = null } of tiles) {
    const insightId = insight
      ? idOf(
          await db.execute(
            sql`INSERT INTO insights (team_id, short_id, name, derived_name, description, query, saved, tags, created_by, last_modified_by)
                VALUES (${teamId}, ${newShortId()}, ${insight.name}, ${insight.derivedName ?? null}, ${insight.description ?? null},
                  ${JSON.stringify(insight.query)}, true, ${sql.param(insight.tags ?? [])}, ${userId}, ${userId}) RETURNING id`,
          ),
        )
      : (existing ?? null)
    await db.execute(
      sql`INSERT INTO dashboard_tiles (team_id, dashboard_id, insight_id, text_body, text_modified_at, text_modified_by, layouts, color)
          VALUES (${teamId}, ${dashboardId}, ${insightId}, ${text}, CASE WHEN ${text}::text IS NULL THEN NULL ELSE now() END, ${userId},
            ${JSON.stringify(layouts)}, ${color})`,
    )
  }
  return dashboardId
}
