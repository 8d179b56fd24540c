/** What an export is about, with its numbers: an insight, a dashboard, or a query. */
import type { Limit } from '@hedgerow/shared/charts/trends-data'
import { type QueryNode, type SqlVisual, unwrap, visualOf } from '@hedgerow/shared/query/nodes'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type Dashboard, findDashboard, findTiles } from '../../analytics/dashboards/index.ts'
import { answerInsight, findInsights, type Insight, readableQuery } from '../../analytics/insights/index.ts'
import { askingTeam, type FilterOverrides, type QueryRunner, readNode } from '../../analytics/query/index.ts'
import { findLimits } from '../alerts/index.ts'
import type { ExportedAsset } from './store.ts'
import type { Viewer } from './viewer.ts'

/** A question with its answer. */
export interface Answered {
  title: string
  /** As stored, for files that quote it. */
  query: JsonObject
  node: QueryNode
  visual: SqlVisual
  /** Limits of alerts that the chart shows. */
  limits?: readonly Limit[]
  answer: {
    results: unknown
    columns?: string[]
    types?: [string, string][]
    timezone: string
    lastRefresh: string | null
    dateRange: { date_from: string; date_to: string } | null
  }
}

/** A tile of a dashboard, in units of its grid of 12 columns. */
export interface DashboardTile {
  x: number
  y: number
  w: number
  h: number
  content: { answered: Answered } | { text: string } | { title: string; problem: string }
}

export interface DashboardSubject {
  title: string
  description: string
  dateRange: { date_from: string; date_to: string } | null
  tiles: DashboardTile[]
}

export interface Asking {
  db: Database
  runner: QueryRunner
  signal?: AbortSignal
}

const COLUMNS = 12
const DELETED = { insight: 'The insight was deleted.', dashboard: 'The dashboard was deleted.' }

export const titleOf = ({ name, derivedName }: Pick<Insight, 'name' | 'derivedName'>): string =>
  name || derivedName || 'Untitled'

/**
 * The insight of an export with its numbers. If the export names a dashboard too, its filters apply.
 * @throws ApiError when the viewer may not see it, it was deleted, or its question cannot be answered
 */
export async function answeredInsight(asking: Asking, viewer: Viewer, asset: ExportedAsset): Promise<Answered> {
  const [insight] = await findInsights(asking.db, viewer.team.id, [asset.insightId!])
  if (!insight || insight.deleted) throw errors.notFound(DELETED.insight)
  const access = await viewer.access('insight')
  access.assertLevelOf(insight.id, insight.createdById, 'viewer')
  const dashboard = asset.dashboardId === null ? null : await livingDashboard(asking, viewer, asset.dashboardId)
  const found = await answered(asking, viewer, insight, dashboard)
  // What every visitor of a link may see has no limits in it: alerts are for members.
  if (viewer.userId === null) return found
  const limits = await findLimits(asking.db.$client, viewer.team.id, { id: insight.id, name: found.title }, found.node)
  return { ...found, limits }
}

async function livingDashboard({ db }: Asking, viewer: Viewer, id: number): Promise<Dashboard> {
  const dashboard = await findDashboard(db.$client, viewer.team.id, id)
  if (!dashboard || dashboard.deleted) throw errors.notFound(DELETED.dashboard)
  const access = await viewer.access('dashboard')
  access.assertLevelOf(dashboard.id, dashboard.createdById, 'viewer')
  return dashboard
}

async function answered(
  { runner, signal }: Asking,
  viewer: Viewer,
  insight: Insight,
  dashboard: Pick<Dashboard, 'filters' | 'variables'> | null,
): Promise<Answered> {
  const query = readableQuery(insight)
  const node = unwrap(query)
  if (!query || !node) throw errors.invalid('The insight has no query.')
  const found = await answerInsight(runner, viewer.team, insight, {
    refresh: 'blocking',
    userId: viewer.userId,
    isPatient: true,
    ...(dashboard && { overrides: dashboard.filters as FilterOverrides, variables: dashboard.variables }),
    ...(signal && { signal }),
  })
  return { title: titleOf(insight), query, node, visual: visualOf(query), answer: answerOf(found, found.result) }
}

function answerOf(found: Record<string, unknown>, results: unknown): Answered['answer'] {
  return {
    results,
    ...(Array.isArray(found.columns) && { columns: found.columns as string[] }),
    ...(Array.isArray(found.types) && { types: found.types as [string, string][] }),
    timezone: String(found.timezone ?? 'UTC'),
    lastRefresh: (found.last_refresh as string | null | undefined) ?? null,
    dateRange: isJsonObject(found.resolved_date_range)
      ? (found.resolved_date_range as { date_from: string; date_to: string })
      : null,
  }
}

/**
 * A query that is not saved, with its answer.
 * @throws ApiError 400 when it is none, or cannot be answered
 */
export async function answeredQuery(
  { runner, signal }: Asking,
  viewer: Viewer,
  query: JsonObject,
  title: string,
): Promise<Answered> {
  const inner = unwrap(query)
  if (!inner) throw errors.invalid('The source is not a query.', 'export_context')
  const found = (await runner.answer(askingTeam(viewer.team), readNode(inner), 'blocking', {
    userId: viewer.userId,
    isPatient: true,
    ...(signal && { signal }),
  })) as unknown as Record<string, unknown>
  return { title, query, node: inner, visual: visualOf(query), answer: answerOf(found, found.results) }
}

/**
 * A dashboard with the numbers of its tiles, from top to bottom. What the viewer may not see is left out, and a tile whose
 * question fails says why.
 * @throws ApiError when the viewer may not see it, or it was deleted
 */
export async function answeredDashboard(
  asking: Asking,
  viewer: Viewer,
  asset: Pick<ExportedAsset, 'dashboardId'>,
): Promise<DashboardSubject> {
  const dashboard = await livingDashboard(asking, viewer, asset.dashboardId!)
  const access = await viewer.access('insight')
  const tiles = (await findTiles(asking.db, viewer.team.id, dashboard.id)).filter(
    ({ insight }) => !insight || access.sees(insight.id, insight.createdById),
  )
  const shown: DashboardTile[] = []
  for (const { insight, textBody, layouts } of tiles) {
    const content = insight ? await answeredTile(asking, viewer, insight, dashboard) : { text: textBody ?? '' }
    shown.push({ ...placeOf(layouts, shown), content })
  }
  const ranges = shown.flatMap(({ content }) =>
    'answered' in content ? (content.answered.answer.dateRange ?? []) : [],
  )
  return {
    title: dashboard.name || 'Untitled',
    description: dashboard.description,
    dateRange: dashboard.filters.date_from === undefined ? null : (ranges[0] ?? null),
    tiles: shown,
  }
}

async function answeredTile(
  asking: Asking,
  viewer: Viewer,
  insight: Insight,
  dashboard: Dashboard,
): Promise<DashboardTile['content']> {
  try {
    return { answered: await answered(asking, viewer, insight, dashboard) }
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    return { title: titleOf(insight), problem: error.detail }
  }
}

/** Where a tile is; one without a place goes below the others. */
function placeOf(layouts: JsonObject, above: readonly DashboardTile[]): Omit<DashboardTile, 'content'> {
  const place = (isJsonObject(layouts.sm) ? layouts.sm : {}) as Record<string, unknown>
  const whole = (value: unknown, otherwise: number, max: number) =>
    typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), max) : otherwise
  const w = Math.max(1, whole(place.w, 6, COLUMNS))
  const below = Math.max(0, ...above.map((tile) => tile.y + tile.h))
  return {
    w,
    x: whole(place.x, 0, COLUMNS - w),
    y: whole(place.y, below, 10_000),
    h: Math.max(1, whole(place.h, 5, 60)),
  }
}
