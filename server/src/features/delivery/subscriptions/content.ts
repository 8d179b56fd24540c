/** Prepares what a report shows: its insights with their numbers, pictures, and what has changed since the last one. */

import type { QueryNode } from '@hedgerow/shared/query/nodes'
import { unwrap } from '@hedgerow/shared/query/nodes'
import { ApiError } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject, storableJsonText } from '../../../platform/json.ts'
import type { Database, Pool } from '../../../platform/postgres/postgres.ts'
import { findDashboard, findTiles } from '../../analytics/dashboards/index.ts'
import { answerInsight, findInsights, type Insight, readableQuery } from '../../analytics/insights/index.ts'
import type { FilterOverrides, QueryRunner } from '../../analytics/query/index.ts'
import { accessOfMember, accessOfSharer, type Team } from '../../workspace/organizations/index.ts'
import type { Exports } from '../exports/index.ts'
import { type Compared, compare, describeChange, summarizeChanges } from './changes.ts'
import { INSIGHTS_MAX } from './checks.ts'
import { type Delivery, findPreviousReport, type Problem } from './deliveries.ts'
import { type Headline, headlinesOf } from './headlines.ts'
import type { Subscription } from './store.ts'

/** A query may take this long; then the report goes out without it. */
const ANSWER_MS_MAX = 2 * 60_000
/** Results that are kept in the history and sent to webhooks; larger ones are left out. */
const RESULT_BYTES_MAX = 32 * 1024

export interface ReportedInsight {
  id: number
  short_id: string
  name: string
  query_hash: string | null
  cache_key: string | null
  query_results: unknown
  query_error: Problem | null
  headlines: Headline[]
  /** What has changed since the last report; one line for each number. */
  changes: string[]
  /** `2026-01-01 – 2026-01-07`; null if the question has no dates. */
  date_range: { date_from: string; date_to: string } | null
  asset_id: number | null
}

export interface Snapshot {
  dashboard: { id: number; name: string | null } | null
  /** How many insights the dashboard or subscription has; more than there are in `insights` if some were left out. */
  total_insight_count: number
  insights: ReportedInsight[]
}

export interface Content {
  snapshot: Snapshot
  assetIds: number[]
  changeSummary: string | null
}

export interface ContentParts {
  db: Database
  runner: QueryRunner
  exports: Exports
}

/**
 * @param last the numbers of the last report, by insight
 * @returns null if there is nothing that may be sent
 */
export async function prepareContent(
  parts: ContentParts,
  team: Team,
  subscription: Subscription,
  last: ReadonlyMap<number, Headline[]>,
  signal: AbortSignal,
): Promise<Content | null> {
  const { db } = parts
  const dashboard =
    subscription.dashboardId === null ? null : await findDashboard(db.$client, team.id, subscription.dashboardId)
  const chosen = await insightsOf(db, team, subscription)
  if (chosen.length === 0) return null
  const reported: ReportedInsight[] = []
  const compared: Compared[] = []
  for (const insight of chosen.slice(0, INSIGHTS_MAX)) {
    const overrides = dashboard && { filters: dashboard.filters as FilterOverrides, variables: dashboard.variables }
    const report = await reportOn(parts, team, subscription, insight, overrides, signal)
    const changes = compare(report.name, report.headlines, last.get(report.id) ?? [])
    compared.push(...changes)
    const lines = changes.flatMap((each) => {
      const text = describeChange(each)
      return text === null ? [] : [`${each.label} ${text}`]
    })
    reported.push({ ...report, changes: lines })
  }
  return {
    snapshot: {
      dashboard: dashboard && { id: dashboard.id, name: dashboard.name },
      total_insight_count: chosen.length,
      insights: reported,
    },
    assetIds: reported.flatMap(({ asset_id: id }) => id ?? []),
    changeSummary: summarizeChanges(compared),
  }
}

/**
 * The insights of a subscription as far as its author may see them now, a dashboard's from top to bottom. After the author
 * has left, it is what every member may see.
 */
async function insightsOf(db: Database, team: Team, subscription: Subscription): Promise<Insight[]> {
  const { insightId, dashboardId, exportInsights, createdById } = subscription
  const own = await accessOfSharer(db, team, createdById, 'insight')
  const found =
    dashboardId === null
      ? await findInsights(db, team.id, [insightId!])
      : (await findTiles(db, team.id, dashboardId)).flatMap(({ insight }) => insight ?? [])
  return found.filter(
    (insight) =>
      !insight.deleted &&
      own.sees(insight.id, insight.createdById) &&
      (dashboardId === null || exportInsights.includes(insight.id)),
  )
}

/** The author, whose permissions decide what pictures show; null after they have left. */
async function presentAuthor(db: Database, team: Team, { createdById }: Subscription): Promise<number | null> {
  const access = createdById === null ? null : await accessOfMember(db, team, createdById, 'insight')
  return access && createdById
}

/** The numbers of the last report, by insight. */
export async function lastHeadlines(pool: Pool, delivery: Delivery): Promise<Map<number, Headline[]>> {
  const last = await findPreviousReport(pool, delivery)
  const snapshot = last?.contentSnapshot as unknown as Partial<Snapshot> | null | undefined
  return new Map((snapshot?.insights ?? []).map(({ id, headlines }) => [id, headlines ?? []]))
}

interface Overrides {
  filters: FilterOverrides
  variables: JsonObject | null
}

/** A failure of the question or of its picture becomes part of the report. */
async function reportOn(
  { db, runner, exports }: ContentParts,
  team: Team,
  subscription: Subscription,
  insight: Insight,
  overrides: Overrides | null,
  stop: AbortSignal,
): Promise<ReportedInsight> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS_MAX)])
  const named = {
    id: insight.id,
    short_id: insight.shortId,
    name: insight.name || insight.derivedName || 'Untitled',
    changes: [],
  }
  const nothing = { query_hash: null, cache_key: null, query_results: null, date_range: null, headlines: [] }
  const node = unwrap(readableQuery(insight) as QueryNode | null)
  try {
    if (!node) throw new ApiError(400, 'validation_error', 'no_query', 'The insight has no query.')
    const found = (await answerInsight(runner, team, insight, {
      refresh: 'blocking',
      userId: null,
      isPatient: true,
      signal,
      ...(overrides && { overrides: overrides.filters, variables: overrides.variables }),
    })) as Record<string, unknown>
    const asset = await exports.create(db.$client, {
      teamId: team.id,
      createdById: await presentAuthor(db, team, subscription),
      format: 'image/png',
      insightId: insight.id,
      dashboardId: subscription.dashboardId,
    })
    const drawn = await exports.render(team.id, asset.id, { signal })
    return {
      ...named,
      query_hash: stringOf(found.filters_hash ?? found.cache_key),
      cache_key: stringOf(found.cache_key),
      query_results: fitting(found.result),
      date_range: isJsonObject(found.resolved_date_range)
        ? (found.resolved_date_range as unknown as ReportedInsight['date_range'])
        : null,
      headlines: headlinesOf(node, found.result, team.timezone),
      query_error: drawn?.exception ? { message: drawn.exception, type: 'render_failed' } : null,
      asset_id: drawn?.blobKey ? drawn.id : null,
    }
  } catch (error) {
    stop.throwIfAborted()
    if (signal.aborted)
      return {
        ...named,
        ...nothing,
        asset_id: null,
        query_error: { message: 'The query took too long.', type: 'timeout' },
      }
    if (!(error instanceof ApiError)) throw error
    return { ...named, ...nothing, asset_id: null, query_error: { message: error.detail, type: error.code } }
  }
}

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const fitting = (results: unknown): unknown => {
  const text = storableJsonText((results ?? null) as JsonObject)
  return text.length <= RESULT_BYTES_MAX ? results : null
}
