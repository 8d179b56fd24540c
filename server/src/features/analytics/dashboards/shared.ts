/** A dashboard as visitors of its shared link see it: without authors, and with its own filters only. */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { SharePrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { accessOfSharer, enterShared, type Team } from '../../workspace/organizations/index.ts'
import { presentSharedInsight, readableQuery, sharedAnswer } from '../insights/index.ts'
import type { FilterOverrides, QueryRunner } from '../query/index.ts'
import { type Dashboard, EVERYONE_EDITS, findDashboard } from './dashboards.ts'
import type { dashboardAnswer, tileAnswer } from './schemas.ts'
import { findTiles, type Tile } from './tiles.ts'

interface Parts {
  db: Database
  runner: QueryRunner
}

/**
 * @param id as in the path
 * @returns null when the caller is no visitor of a shared link
 * @throws ApiError 403 for a dashboard that the link does not share
 */
export async function readSharedDashboard(
  parts: Parts,
  request: FastifyRequest,
  id: string,
): Promise<z.infer<typeof dashboardAnswer> | null> {
  const context = await enterShared(parts.db, request)
  if (!context) return null
  const { principal, team } = context
  const dashboard = id === principal.objectId ? await findDashboard(parts.db.$client, team.id, id) : null
  if (!dashboard || dashboard.deleted) throw errors.forbidden()
  return presentSharedDashboard(parts, team, dashboard, principal)
}

/** In API format. Insights that the person who shared it may not see are left out. */
export async function presentSharedDashboard(
  { db, runner }: Parts,
  team: Team,
  dashboard: Dashboard,
  { sharedById }: Pick<SharePrincipal, 'sharedById'>,
): Promise<z.infer<typeof dashboardAnswer>> {
  const own = await accessOfSharer(db, team, sharedById, 'insight')
  const tiles = await findTiles(db, team.id, dashboard.id)
  const visible = tiles.filter(({ insight }) => !insight || own.sees(insight.id, insight.createdById))
  return {
    id: dashboard.id,
    name: dashboard.name,
    description: dashboard.description,
    pinned: false,
    created_at: formatTime(dashboard.createdAt),
    created_by: null,
    last_accessed_at: null,
    is_shared: true,
    deleted: false,
    creation_mode: 'default',
    tags: [],
    restriction_level: EVERYONE_EDITS,
    effective_restriction_level: EVERYONE_EDITS,
    effective_privilege_level: EVERYONE_EDITS,
    user_access_level: 'viewer',
    team_id: dashboard.teamId,
    filters: dashboard.filters,
    persisted_filters: null,
    variables: {},
    persisted_variables: null,
    breakdown_colors: dashboard.breakdownColors ?? [],
    data_color_theme_id: null,
    tiles: await Promise.all(visible.map((tile, order) => presentSharedTile(runner, team, dashboard, tile, order))),
  }
}

async function presentSharedTile(
  runner: QueryRunner,
  team: Team,
  { filters, variables }: Dashboard,
  { id, insight, textBody, layouts, color }: Tile,
  order: number,
): Promise<z.infer<typeof tileAnswer>> {
  const answer = insight
    ? await sharedAnswer(runner, team, readableQuery(insight), { overrides: filters as FilterOverrides, variables })
    : null
  return {
    id,
    insight: insight && answer && presentSharedInsight(insight, answer),
    text: insight ? null : { id, body: textBody ?? '' },
    layouts: isJsonObject(layouts) ? layouts : {},
    color,
    order,
    last_refresh: (answer?.last_refresh as string | null | undefined) ?? null,
    is_cached: answer?.is_cached === true,
  }
}
