/** Making and changing dashboards. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, list, nullable, text } from '../../../platform/http/validation.ts'
import { type JsonObject, storableJsonText } from '../../../platform/json.ts'
import {
  type Database,
  drizzleOn,
  inTransaction,
  lockRow,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { createDashboard, type NewTile } from '../dashboard-templates/index.ts'
import { findInsights } from '../insights/index.ts'
import { type Dashboard, EVERYONE_EDITS, findDashboard, findTiles, ONLY_COLLABORATORS_EDIT } from './dashboards.ts'

const NAME_MAX = 400
const TEXT_MAX = 4000
const TILES_MAX = 300
const id = flexibleInteger(1, 2 ** 31 - 1)
const coordinate = z.number().min(0).max(100_000)
const place = z.looseObject({ x: coordinate, y: coordinate, w: coordinate, h: coordinate })
const layouts = z.looseObject({ sm: place.partial().nullish(), xs: place.partial().nullish() })

const tileBody = z.looseObject({
  id: id.optional(),
  layouts: layouts.nullish(),
  color: nullable(text(400)).optional(),
  deleted: flexibleBoolean.nullish(),
  text: z.looseObject({ body: nullable(text(TEXT_MAX)).optional() }).nullish(),
})

export const dashboardBody = z.object({
  name: nullable(text(NAME_MAX)).optional(),
  description: text(10_000).nullish(),
  pinned: flexibleBoolean.optional(),
  deleted: flexibleBoolean.optional(),
  filters: jsonField(
    z.looseObject({ date_from: z.string().max(100).nullish(), date_to: z.string().max(100).nullish() }),
  ).nullish(),
  variables: jsonField(z.record(z.string(), z.any())).nullish(),
  breakdown_colors: jsonField(z.any()).optional(),
  data_color_theme_id: nullable(id).optional(),
  tags: list(text(255), 100).nullish(),
  restriction_level: flexibleInteger(EVERYONE_EDITS, ONLY_COLLABORATORS_EDIT)
    .refine((level) => level === EVERYONE_EDITS || level === ONLY_COLLABORATORS_EDIT, 'restriction_level is 21 or 37.')
    .optional(),
  tiles: jsonField(z.array(tileBody).max(TILES_MAX)).optional(),
  use_template: z.string().max(200).nullish(),
  use_dashboard: nullable(id).optional(),
  duplicate_tiles: flexibleBoolean.optional(),
  delete_insights: flexibleBoolean.optional(),
})
nameSchema(dashboardBody, 'DashboardFields')
export type DashboardBody = z.output<typeof dashboardBody>

const json = (value: unknown) => storableJsonText(value as never)

export interface DashboardStart {
  tiles: NewTile[]
  creationMode: string
  name?: string | null
  description?: string
  filters?: JsonObject
  tags?: string[]
}

/** @returns the id */
export function makeDashboard(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: DashboardBody,
  start: DashboardStart,
): Promise<number> {
  return inTransaction(db.$client, async (client) => {
    const name = body.name ?? start.name ?? null
    const made = await createDashboard(drizzleOn(client), {
      teamId: team.id,
      userId: principal.userId,
      name,
      description: body.description ?? start.description ?? '',
      pinned: body.pinned ?? false,
      creationMode: start.creationMode,
      filters: (body.filters ?? start.filters ?? {}) as JsonObject,
      tags: normalizeTags(body.tags ?? start.tags ?? []),
      restrictionLevel: body.restriction_level ?? EVERYONE_EDITS,
      tiles: start.tiles,
    })
    await log(client, principal, team, { id: made, name }, 'created')
    return made
  })
}

/**
 * The tiles of a copy of a dashboard.
 * @param copiesInsights whether the copy has insights of its own, or shows the same ones
 */
export async function copiedTiles(db: Database, dashboard: Dashboard, copiesInsights: boolean): Promise<NewTile[]> {
  const tiles = await findTiles(db, dashboard.teamId, dashboard.id)
  const insights = new Map(
    (
      await findInsights(
        db,
        dashboard.teamId,
        tiles.flatMap(({ insightId }) => (insightId === null ? [] : [insightId])),
      )
    ).map((insight) => [insight.id, insight]),
  )
  return tiles.map(({ insightId, textBody, layouts: own, color }) => {
    const shared = { layouts: own, color }
    if (insightId === null) return { text: textBody ?? '', ...shared }
    const insight = insights.get(insightId)
    if (!copiesInsights || !insight?.query) return { insightId, ...shared }
    const { name, derivedName, description, query, tags } = insight
    return {
      insight: { name: name ? `${name.slice(0, NAME_MAX - 7)} (Copy)` : null, derivedName, description, query, tags },
      ...shared,
    }
  })
}

/** @throws ApiError 400 for tiles that are not the dashboard's */
export function updateDashboard(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  id: number,
  body: DashboardBody,
): Promise<void> {
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'dashboards', id)
    const dashboard = await findDashboard({ $client: client }, team.id, id)
    if (!dashboard) throw errors.notFound()
    const before = {
      name: dashboard.name,
      description: dashboard.description,
      pinned: dashboard.pinned,
      deleted: dashboard.deleted,
      filters: dashboard.filters,
      variables: dashboard.variables,
      breakdown_colors: dashboard.breakdownColors,
      data_color_theme_id: dashboard.dataColorThemeId,
      tags: dashboard.tags.toSorted(),
      restriction_level: dashboard.restrictionLevel,
    }
    const fields = Object.keys(before) as (keyof typeof before)[]
    const sent = Object.fromEntries(
      fields.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])),
    )
    const after = {
      ...before,
      ...sent,
      description: body.description ?? (body.description === null ? '' : before.description),
      filters: (body.filters ?? before.filters) as JsonObject,
      tags: body.tags ? normalizeTags(body.tags) : before.tags,
    } as typeof before
    await client.query(
      `UPDATE dashboards SET name = $3, description = $4, pinned = $5, deleted = $6, filters = $7, variables = $8, breakdown_colors = $9,
         data_color_theme_id = $10, tags = $11, restriction_level = $12 WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        dashboard.id,
        after.name,
        after.description,
        after.pinned,
        after.deleted,
        json(after.filters),
        after.variables && json(after.variables),
        after.breakdown_colors === null ? null : json(after.breakdown_colors),
        after.data_color_theme_id,
        after.tags,
        after.restriction_level,
      ],
    )
    if (after.deleted && !before.deleted && body.delete_insights) await deleteInsightsWith(client, dashboard)
    if (!after.deleted && before.deleted) await restoreInsightsOf(client, dashboard)
    for (const tile of body.tiles ?? []) await writeTile(client, principal, dashboard, tile)
    const changes = changesBetween('Dashboard', before, after)
    if (changes.length === 0) return
    const activity = after.deleted && !before.deleted ? 'deleted' : 'updated'
    await log(client, principal, team, { id: dashboard.id, name: after.name }, activity, changes)
  })
}

/** Insights that stand on no other dashboard go with theirs. */
async function deleteInsightsWith(client: PoolClient, { id: own, teamId }: Dashboard): Promise<void> {
  await client.query(
    `UPDATE insights i SET deleted = true, deleted_with_dashboard = $2 WHERE i.team_id = $1 AND NOT i.deleted
       AND EXISTS (SELECT 1 FROM dashboard_tiles t WHERE t.insight_id = i.id AND t.dashboard_id = $2 AND NOT t.deleted)
       AND NOT EXISTS (SELECT 1 FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id AND NOT d.deleted
         WHERE t.insight_id = i.id AND t.dashboard_id <> $2 AND NOT t.deleted)`,
    [teamId, own],
  )
}

async function restoreInsightsOf(client: PoolClient, { id: own, teamId }: Dashboard): Promise<void> {
  await client.query(
    'UPDATE insights SET deleted = false, deleted_with_dashboard = NULL WHERE team_id = $1 AND deleted_with_dashboard = $2',
    [teamId, own],
  )
}

async function writeTile(
  client: PoolClient,
  { userId }: Principal,
  { id: dashboardId, teamId }: Dashboard,
  tile: z.output<typeof tileBody>,
): Promise<void> {
  const own = tile.layouts ? json(tile.layouts) : null
  if (tile.id === undefined) {
    if (!tile.text) throw errors.invalid('A new tile has a text; insights are added by their dashboards.', 'tiles')
    if (!tile.text.body) throw errors.invalid('A text tile needs a text.', 'tiles')
    await client.query(
      `INSERT INTO dashboard_tiles (team_id, dashboard_id, text_body, text_modified_at, text_modified_by, layouts, color)
       VALUES ($1, $2, $3, now(), $4, coalesce($5::jsonb, '{}'), $6)`,
      [teamId, dashboardId, tile.text.body, userId, own, tile.color ?? null],
    )
    return
  }
  const body = tile.text?.body ?? null
  const { rowCount } = await client.query(
    `UPDATE dashboard_tiles SET layouts = layouts || coalesce($4::jsonb, '{}'), color = CASE WHEN $5 THEN $6 ELSE color END,
       deleted = coalesce($7, deleted), text_body = CASE WHEN insight_id IS NULL THEN coalesce($8, text_body) END,
       text_modified_at = CASE WHEN $8::text IS DISTINCT FROM text_body AND $8 IS NOT NULL THEN now() ELSE text_modified_at END,
       text_modified_by = CASE WHEN $8::text IS DISTINCT FROM text_body AND $8 IS NOT NULL THEN $9 ELSE text_modified_by END
     WHERE team_id = $1 AND dashboard_id = $2 AND id = $3`,
    [
      teamId,
      dashboardId,
      tile.id,
      own,
      tile.color !== undefined,
      tile.color ?? null,
      tile.deleted ?? null,
      body,
      userId,
    ],
  )
  if (rowCount === 0) throw errors.invalid(`There is no tile ${tile.id} on this dashboard.`, 'tiles')
}

/**
 * Moves a tile to another dashboard. Where the insight stands there already, only the tile that moved goes.
 * @throws ApiError 404 when the tile is not on the first one
 */
export async function moveTile(db: Database, from: Dashboard, tileId: number, to: Dashboard): Promise<void> {
  await inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<{ insightId: number | null }>(
      'SELECT insight_id AS "insightId" FROM dashboard_tiles WHERE team_id = $1 AND dashboard_id = $2 AND id = $3 AND NOT deleted FOR UPDATE',
      [from.teamId, from.id, tileId],
    )
    if (!rows[0]) throw errors.notFound('Tile not found')
    const { rowCount } = await client.query(
      'UPDATE dashboard_tiles SET deleted = false WHERE dashboard_id = $1 AND insight_id = $2',
      [to.id, rows[0].insightId],
    )
    // At its old place it could lie over another one.
    if (rowCount) await client.query('UPDATE dashboard_tiles SET deleted = true WHERE id = $1', [tileId])
    else
      await client.query(`UPDATE dashboard_tiles SET dashboard_id = $2, layouts = '{}' WHERE id = $1`, [tileId, to.id])
  })
}

function log(
  client: PoolClient,
  principal: Principal,
  team: ResolvedTeam,
  { id: own, name }: { id: number; name: string | null },
  activity: string,
  changes: ReturnType<typeof changesBetween> | null = null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: 'Dashboard',
    itemId: String(own),
    detail: { name, changes },
  })
}
