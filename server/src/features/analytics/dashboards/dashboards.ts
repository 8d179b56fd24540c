/** Dashboards and their tiles as they are stored. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { userJson } from '../../workspace/users/index.ts'

/** 21: whoever may edit dashboards; 37: only the creator and administrators. */
export const EVERYONE_EDITS = 21
export const ONLY_COLLABORATORS_EDIT = 37

export interface Dashboard {
  id: number
  teamId: number
  name: string | null
  description: string
  pinned: boolean
  deleted: boolean
  creationMode: string
  filters: JsonObject
  variables: JsonObject | null
  breakdownColors: unknown
  dataColorThemeId: number | null
  tags: string[]
  restrictionLevel: number
  createdAt: string
  createdById: number | null
  lastAccessedAt: string | null
  creator: unknown
}

export interface Tile {
  id: number
  dashboardId: number
  insightId: number | null
  textBody: string | null
  textModifiedAt: string | null
  textModifier: unknown
  layouts: JsonObject
  color: string | null
}

type Client = { $client: Pool | PoolClient }

export const DASHBOARD_SELECT = `SELECT d.id, d.team_id AS "teamId", d.name, d.description, d.pinned, d.deleted, d.creation_mode AS "creationMode",
  d.filters, d.variables, d.breakdown_colors AS "breakdownColors", d.data_color_theme_id AS "dataColorThemeId", d.tags,
  d.restriction_level AS "restrictionLevel", d.created_at::text AS "createdAt", d.created_by AS "createdById",
  d.last_accessed_at::text AS "lastAccessedAt", ${userJson('u')} AS creator
  FROM dashboards d LEFT JOIN users u ON u.id = d.created_by`

export async function findDashboard(db: Client, teamId: number, id: string | number): Promise<Dashboard | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await db.$client.query<Dashboard>(`${DASHBOARD_SELECT} WHERE d.team_id = $1 AND d.id = $2`, [
    teamId,
    Number(id),
  ])
  return rows[0] ?? null
}

/** What stands on a dashboard: row by row from the top, each from the left; what has no place yet comes last. */
export async function findTiles(db: Client, teamId: number, dashboardId: number): Promise<Tile[]> {
  const { rows } = await db.$client.query<Tile>(
    `SELECT t.id, t.dashboard_id AS "dashboardId", t.insight_id AS "insightId", t.text_body AS "textBody",
       t.text_modified_at::text AS "textModifiedAt", ${userJson('u')} AS "textModifier", t.layouts, t.color
     FROM dashboard_tiles t LEFT JOIN insights i ON i.id = t.insight_id LEFT JOIN users u ON u.id = t.text_modified_by
     WHERE t.team_id = $1 AND t.dashboard_id = $2 AND NOT t.deleted AND (t.insight_id IS NULL OR NOT i.deleted) ORDER BY t.id`,
    [teamId, dashboardId],
  )
  return rows
    .map((tile) => ({ tile, place: placeOf(tile) }))
    .toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x || a.tile.id - b.tile.id)
    .map(({ tile }) => tile)
}

function placeOf({ layouts }: Tile): { x: number; y: number } {
  const place = (layouts.sm ?? layouts.xs) as { x?: unknown; y?: unknown } | undefined
  const coordinate = (value: unknown) => (typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER)
  return { x: coordinate(place?.x), y: coordinate(place?.y) }
}
