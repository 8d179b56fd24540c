/** Reads, changes and moves the tiles of dashboards. */
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import { type Database, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { findInsights, type Insight } from '../insights/index.ts'
import type { Dashboard } from './dashboards.ts'
import type { TileBody } from './schemas.ts'

/** An insight tile, or a text tile if `insightId` is null. */
export interface Tile {
  id: number
  insightId: number | null
  insight: Insight | null
  textBody: string | null
  textModifiedAt: string | null
  textModifier: unknown
  layouts: JsonObject
  color: string | null
}

/**
 * The tiles of a dashboard, ordered by row and then column. Tiles without a position come last. Tiles of deleted
 * insights are left out.
 */
export async function findTiles(db: Database, teamId: number, dashboardId: number): Promise<Tile[]> {
  const { rows } = await db.$client.query<Omit<Tile, 'insight'>>(
    `SELECT t.id, t.insight_id AS "insightId", t.text_body AS "textBody", t.text_modified_at::text AS "textModifiedAt",
       ${userJson('u')} AS "textModifier", t.layouts, t.color
     FROM dashboard_tiles t ${leftJoinUser('u', 't.text_modified_by')}
     WHERE t.team_id = $1 AND t.dashboard_id = $2 AND NOT t.deleted`,
    [teamId, dashboardId],
  )
  const ids = rows.flatMap(({ insightId }) => insightId ?? [])
  const insights = new Map((await findInsights(db, teamId, ids)).map((insight) => [insight.id, insight]))
  return rows
    .map((row) => ({ ...row, insight: row.insightId === null ? null : (insights.get(row.insightId) ?? null) }))
    .filter(({ insightId, insight }) => insightId === null || (insight && !insight.deleted))
    .map((tile) => ({ tile, place: placeOf(tile) }))
    .toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x || a.tile.id - b.tile.id)
    .map(({ tile }) => tile)
}

function placeOf({ layouts }: Pick<Tile, 'layouts'>): { x: number; y: number } {
  const place = (layouts.sm ?? layouts.xs) as { x?: unknown; y?: unknown } | undefined
  const coordinate = (value: unknown) => (typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER)
  return { x: coordinate(place?.x), y: coordinate(place?.y) }
}

/**
 * Changes a tile, or adds a text if the tile has no ID.
 * @throws ApiError 400 if the dashboard has no such tile, or a new tile has no text
 */
export async function writeTile(
  client: PoolClient,
  principal: Principal,
  dashboard: Dashboard,
  tile: TileBody,
): Promise<void> {
  if (tile.id === undefined) await addText(client, principal, dashboard, tile)
  else await changeTile(client, principal, dashboard, tile)
}

async function addText(
  client: PoolClient,
  { userId }: Principal,
  { id, teamId }: Dashboard,
  { text, layouts, color }: TileBody,
): Promise<void> {
  if (!text) throw errors.invalid('A new tile needs a text. To add an insight, set its `dashboards`.', 'tiles')
  if (!text.body) throw errors.invalid('A text tile needs a text.', 'tiles')
  await client.query(
    `INSERT INTO dashboard_tiles (team_id, dashboard_id, text_body, text_modified_at, text_modified_by, layouts, color)
     VALUES ($1, $2, $3, now(), $4, coalesce($5::jsonb, '{}'), $6)`,
    [teamId, id, text.body, userId, toJson(layouts), color ?? null],
  )
}

async function changeTile(
  client: PoolClient,
  { userId }: Principal,
  dashboard: Dashboard,
  { id, layouts, color, deleted, text }: TileBody,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE dashboard_tiles SET layouts = layouts || coalesce($4::jsonb, '{}'), color = CASE WHEN $5 THEN $6 ELSE color END,
       deleted = coalesce($7, deleted), text_body = CASE WHEN insight_id IS NULL THEN coalesce($8, text_body) END,
       text_modified_at = CASE WHEN $8::text IS DISTINCT FROM text_body AND $8 IS NOT NULL THEN now() ELSE text_modified_at END,
       text_modified_by = CASE WHEN $8::text IS DISTINCT FROM text_body AND $8 IS NOT NULL THEN $9 ELSE text_modified_by END
     WHERE team_id = $1 AND dashboard_id = $2 AND id = $3`,
    [
      dashboard.teamId,
      dashboard.id,
      id,
      toJson(layouts),
      color !== undefined,
      color ?? null,
      deleted ?? null,
      text?.body ?? null,
      userId,
    ],
  )
  if (rowCount === 0) throw errors.invalid(`There is no tile ${id} on this dashboard.`, 'tiles')
}

const toJson = (layouts: TileBody['layouts']) => (layouts ? storableJsonText(layouts as JsonObject) : null)

/**
 * Moves a tile to another dashboard. If its insight is already there, the moved tile is only removed.
 * @throws ApiError 404 if the tile is not on the first dashboard
 */
export async function moveTile(db: Database, from: Dashboard, tileId: number, to: Dashboard): Promise<void> {
  await inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<{ insightId: number | null }>(
      'SELECT insight_id AS "insightId" FROM dashboard_tiles WHERE team_id = $1 AND dashboard_id = $2 AND id = $3 AND NOT deleted FOR UPDATE',
      [from.teamId, from.id, tileId],
    )
    if (!rows[0]) throw errors.notFound('Tile not found')
    const { rowCount } = await client.query(
      'UPDATE dashboard_tiles SET deleted = false WHERE team_id = $1 AND dashboard_id = $2 AND insight_id = $3',
      [to.teamId, to.id, rows[0].insightId],
    )
    // At its old position, it could overlap another tile.
    const own = [from.teamId, tileId]
    if (rowCount) await client.query('UPDATE dashboard_tiles SET deleted = true WHERE team_id = $1 AND id = $2', own)
    else
      await client.query(
        `UPDATE dashboard_tiles SET dashboard_id = $3, layouts = '{}' WHERE team_id = $1 AND id = $2`,
        [...own, to.id],
      )
  })
}
