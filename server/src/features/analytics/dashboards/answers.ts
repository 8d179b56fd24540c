/** Dashboards in API format, with the results of their insights. */
import type { z } from 'zod'
import { isJsonObject } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import { sharedAmong } from '../../delivery/sharing/index.ts'
import { type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import { answerInsight, jsonParameter, presentInsight, storedRefresh } from '../insights/index.ts'
import type { FilterOverrides } from '../query/index.ts'
import type { DashboardContext } from './context.ts'
import { type Dashboard, privilegeOf } from './dashboards.ts'
import { insightPlaces } from './places.ts'
import type { basicDashboardAnswer, dashboardAnswer, OneQuery, tileAnswer } from './schemas.ts'
import { findTiles, type Tile } from './tiles.ts'

type TileAnswer = z.infer<typeof tileAnswer>

/**
 * A dashboard with its tiles. Unless `query` asks for fresher ones, results come from the cache.
 * @param signal aborted when the client disconnects
 * @throws ApiError 400 for parameters that are not JSON
 */
export async function presentDashboard(
  context: DashboardContext,
  dashboard: Dashboard,
  query: OneQuery = {},
  signal?: AbortSignal,
): Promise<z.infer<typeof dashboardAnswer>> {
  const { db, team, own } = context
  const shared = await sharedAmong(db.$client, team.id, 'dashboard', [dashboard.id])
  return {
    ...presentBasic(dashboard, own, shared.size > 0),
    filters: jsonParameter(query.filters_override, 'filters_override') ?? dashboard.filters,
    persisted_filters: dashboard.filters,
    variables: dashboard.variables ?? {},
    persisted_variables: dashboard.variables,
    breakdown_colors: dashboard.breakdownColors ?? [],
    data_color_theme_id: dashboard.dataColorThemeId,
    tiles: await presentTiles(context, dashboard, query, signal),
  }
}

/** @param isShared whether a link that works shares it */
export function presentBasic(
  dashboard: Dashboard,
  own: ResourceAccess,
  isShared: boolean,
): z.infer<typeof basicDashboardAnswer> {
  return {
    id: dashboard.id,
    name: dashboard.name,
    description: dashboard.description,
    pinned: dashboard.pinned,
    created_at: formatTime(dashboard.createdAt),
    created_by: fromUserJson(dashboard.creator),
    last_accessed_at: dashboard.lastAccessedAt === null ? null : formatTime(dashboard.lastAccessedAt),
    is_shared: isShared,
    deleted: dashboard.deleted,
    creation_mode: dashboard.creationMode,
    tags: dashboard.tags.toSorted(),
    restriction_level: dashboard.restrictionLevel,
    effective_restriction_level: dashboard.restrictionLevel,
    effective_privilege_level: privilegeOf(dashboard, own),
    user_access_level: own.levelOf(dashboard.id, dashboard.createdById),
    team_id: dashboard.teamId,
  }
}

/** Tiles of insights that the caller may not see are returned empty. */
async function presentTiles(
  { db, principal, team, runner }: DashboardContext,
  dashboard: Dashboard,
  query: OneQuery,
  signal: AbortSignal | undefined,
): Promise<TileAnswer[]> {
  const tiles = await findTiles(db, team.id, dashboard.id)
  const ids = tiles.flatMap(({ insightId }) => insightId ?? [])
  const [own, places] = await Promise.all([
    resourceAccess(db, principal, team, 'insight'),
    insightPlaces.tilesOf(db.$client, team.id, ids),
  ])
  const overrides = jsonParameter(query.filters_override, 'filters_override') ?? dashboard.filters
  const variables = jsonParameter(query.variables_override, 'variables_override') ?? dashboard.variables
  const refresh = storedRefresh(query.refresh)
  return Promise.all(
    tiles.map(async (tile, order) => {
      const { insight } = tile
      if (!insight || own.levelOf(insight.id, insight.createdById) === 'none') return presentTile(tile, order, null)
      const result = await answerInsight(runner, team, insight, {
        refresh,
        userId: principal.userId,
        overrides: overrides as FilterOverrides,
        variables,
        isLenient: true,
        ...(signal && { signal }),
      })
      return presentTile(tile, order, { ...presentInsight(insight, own, places.get(insight.id)!), ...result })
    }),
  )
}

function presentTile(tile: Tile, order: number, insight: TileAnswer['insight']): TileAnswer {
  return {
    id: tile.id,
    insight,
    text: tile.insightId === null ? presentText(tile) : null,
    layouts: isJsonObject(tile.layouts) ? tile.layouts : {},
    color: tile.color,
    order,
    last_refresh: (insight?.last_refresh as string | undefined) ?? null,
    is_cached: insight?.is_cached === true,
  }
}

const presentText = ({ id, textBody, textModifiedAt, textModifier }: Tile) => ({
  id,
  body: textBody ?? '',
  last_modified_at: textModifiedAt === null ? null : formatTime(textModifiedAt),
  last_modified_by: fromUserJson(textModifier),
})
