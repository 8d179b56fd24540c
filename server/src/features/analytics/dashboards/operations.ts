/** Operations on dashboards. Each one that changes the fields of a dashboard records it in the activity log. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { jsonList } from '../../../platform/http/validation.ts'
import { type JsonObject, type JsonValue, storableJsonText } from '../../../platform/json.ts'
import { drizzleOn, inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { deleteWithDashboard, restoreWithDashboard } from '../insights/index.ts'
import { type DashboardContext, dashboardObjects } from './context.ts'
import { insertDashboard } from './create.ts'
import { DASHBOARD_SELECT, type Dashboard, EVERYONE_EDITS } from './dashboards.ts'
import { dashboardKind } from './kind.ts'
import type { DashboardBody, listQuery } from './schemas.ts'
import type { DashboardStart } from './start.ts'
import { writeTile } from './tiles.ts'

/** A page of the dashboards that the caller may see: pinned ones first, then by name. */
export async function listDashboards(
  { db, team, own }: DashboardContext,
  { search, pinned, created_by: creator, tags }: z.output<typeof listQuery>,
  page: Page,
): Promise<{ count: number; rows: Dashboard[] }> {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = ['d.team_id = $1', 'NOT d.deleted', own.visibleSql('d.id', 'd.created_by', bind)]
  if (search) {
    const part = bind(`%${search.trim().replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(
      `(d.name ILIKE ${part} OR d.description ILIKE ${part} OR EXISTS (SELECT 1 FROM unnest(d.tags) tag WHERE tag ILIKE ${part}))`,
    )
  }
  if (pinned === 'true') conditions.push('d.pinned')
  if (creator && /^\d{1,9}$/.test(creator)) conditions.push(`d.created_by = ${bind(Number(creator))}`)
  if (tags) conditions.push(`d.tags && ${bind((jsonList(tags) ?? []).map(String))}::text[]`)
  const where = conditions.join(' AND ')
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM dashboards d WHERE ${where}`, values),
    db.$client.query<Dashboard>(
      `${DASHBOARD_SELECT} WHERE ${where} ORDER BY d.pinned DESC, lower(coalesce(d.name, '')), d.id
       LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** @param start initial content; fields in the body take precedence */
export async function createDashboard(
  context: DashboardContext,
  body: DashboardBody,
  start: DashboardStart,
): Promise<Dashboard> {
  const { db, team, principal } = context
  return inTransaction(db.$client, async (client) => {
    const name = body.name ?? start.name ?? null
    const id = await insertDashboard(drizzleOn(client), {
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
    await dashboardObjects.log(client, context, { id, activity: 'created', detail: { name } })
    return dashboardObjects.current(client, context, id)
  })
}

/** Records that the dashboard was viewed. */
export async function noteAccess({ db, team }: DashboardContext, { id }: Dashboard): Promise<void> {
  await db.$client.query('UPDATE dashboards SET last_accessed_at = now() WHERE team_id = $1 AND id = $2', [team.id, id])
}

/**
 * Changes the fields in the body. `deleted: true` deletes the dashboard, `false` restores it. Tiles that the body does
 * not list stay unchanged.
 * @throws ApiError 400 for tiles of other dashboards, 404 if the dashboard is deleted and not restored
 */
export async function changeDashboard(
  context: DashboardContext,
  dashboard: Dashboard,
  body: DashboardBody,
): Promise<Dashboard> {
  const { id, teamId } = dashboard
  if (dashboard.deleted && body.deleted !== false) throw errors.notFound()
  return inTransaction(context.db.$client, async (client) => {
    await lockRow(client, 'dashboards', id)
    const before = toFields(await dashboardObjects.current(client, context, id))
    const after = changed(before, body)
    await storeFields(client, dashboard, after)
    if (after.deleted && !before.deleted && body.delete_insights)
      await deleteWithDashboard(client, teamId, await insightsOnlyOn(client, dashboard), id)
    if (!after.deleted && before.deleted) await restoreWithDashboard(client, teamId, id)
    for (const tile of body.tiles ?? []) await writeTile(client, context.principal, dashboard, tile)
    const changes = changesBetween(dashboardKind.scope, before, after)
    if (changes.length > 0) {
      const activity = after.deleted && !before.deleted ? 'deleted' : 'updated'
      await dashboardObjects.log(client, context, { id, activity, detail: { name: after.name, changes } })
    }
    return dashboardObjects.current(client, context, id)
  })
}

const toFields = (dashboard: Dashboard) => ({
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
})
type Fields = ReturnType<typeof toFields>

function changed(before: Fields, body: DashboardBody): Fields {
  const fields = Object.keys(before) as (keyof Fields)[]
  const sent = Object.fromEntries(fields.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])))
  return {
    ...before,
    ...sent,
    description: body.description ?? (body.description === null ? '' : before.description),
    filters: (body.filters ?? before.filters) as JsonObject,
    tags: body.tags ? normalizeTags(body.tags) : before.tags,
  }
}

async function storeFields(client: PoolClient, { id, teamId }: Dashboard, fields: Fields): Promise<void> {
  await client.query(
    `UPDATE dashboards SET name = $3, description = $4, pinned = $5, deleted = $6, filters = $7, variables = $8, breakdown_colors = $9,
       data_color_theme_id = $10, tags = $11, restriction_level = $12 WHERE team_id = $1 AND id = $2`,
    [
      teamId,
      id,
      fields.name,
      fields.description,
      fields.pinned,
      fields.deleted,
      storableJsonText(fields.filters),
      fields.variables && storableJsonText(fields.variables),
      fields.breakdown_colors === null ? null : storableJsonText(fields.breakdown_colors as JsonValue),
      fields.data_color_theme_id,
      fields.tags,
      fields.restriction_level,
    ],
  )
}

/** The insights that are on this dashboard and on no other. */
async function insightsOnlyOn(client: PoolClient, { id, teamId }: Dashboard): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT own.insight_id AS id FROM dashboard_tiles own
     WHERE own.team_id = $1 AND own.dashboard_id = $2 AND NOT own.deleted AND own.insight_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id AND NOT d.deleted
         WHERE t.insight_id = own.insight_id AND t.dashboard_id <> $2 AND NOT t.deleted)`,
    [teamId, id],
  )
  return rows.map((row) => row.id)
}
