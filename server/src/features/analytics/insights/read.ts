/** Reads insights with their available results. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import type { FilterOverrides } from '../query/index.ts'
import type { InsightContext } from './context.ts'
import { findInsight, INSIGHT_COLUMNS, INSIGHT_TABLES, type Insight } from './insights.ts'
import { isTrue, type ListQuery, listCondition, type oneQuery } from './list.ts'
import { jsonParameter, storedRefresh } from './parameters.ts'
import { answerInsight, type InsightAnswer, presentInsight } from './results.ts'

/** Number of insights in `my_last_viewed`. */
const VIEWED_MAX = 5
/** Number of insights on a page that include results. */
const LISTED_ANSWERS_MAX = 25

/** An insight with its cached result. */
export async function presentStored(
  { db, principal, team, own, runner, places }: InsightContext,
  id: number,
): Promise<InsightAnswer> {
  const insight = (await findInsight(db, team.id, id))!
  const tiles = await places.tilesOf(db.$client, team.id, [id])
  const { userId } = principal
  const answer = await answerInsight(runner, team, insight, { refresh: 'force_cache', userId, isLenient: true })
  return { ...presentInsight(insight, own, tiles.get(id)!), ...answer }
}

/** A page of the insights that the caller may see. The first ones include results. */
export async function listInsights(
  context: InsightContext,
  query: ListQuery,
  page: Page,
): Promise<{ count: number; results: InsightAnswer[] }> {
  const { db, principal, team, runner } = context
  const { userId } = principal
  const { where, values, order } = listCondition(context, query)
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${INSIGHT_TABLES} WHERE ${where}`, values),
    db.$client.query<Insight>(
      `SELECT ${INSIGHT_COLUMNS}, v.last_viewed_at::text AS "lastViewedAt" FROM ${INSIGHT_TABLES}
       LEFT JOIN insight_views v ON v.insight_id = i.id AND v.user_id = $${values.length + 1}
       WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
      [...values, userId],
    ),
  ])
  const refresh = storedRefresh(query.refresh)
  const listed = await presentAll(context, found.rows)
  const results = await Promise.all(
    found.rows.map(async (insight, position) => {
      const slim = listed[position]!
      if (isTrue(query.basic) || position >= LISTED_ANSWERS_MAX) return slim
      return { ...slim, ...(await answerInsight(runner, team, insight, { refresh, userId, isLenient: true })) }
    }),
  )
  return { count: counted.rows[0]!.count, results }
}

/** The insights that the caller viewed last, without results. */
export async function listLastViewed(context: InsightContext): Promise<InsightAnswer[]> {
  const { db, principal, team, own } = context
  const values: unknown[] = [team.id, principal.userId]
  const visible = own.visibleSql('i.id', 'i.created_by', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<Insight>(
    `SELECT ${INSIGHT_COLUMNS}, v.last_viewed_at::text AS "lastViewedAt" FROM ${INSIGHT_TABLES}
     JOIN insight_views v ON v.insight_id = i.id AND v.user_id = $2
     WHERE i.team_id = $1 AND NOT i.deleted AND ${visible} ORDER BY v.last_viewed_at DESC LIMIT ${VIEWED_MAX}`,
    values,
  )
  return presentAll(context, rows)
}

/** Insights without results. */
async function presentAll({ db, team, own, places }: InsightContext, insights: Insight[]): Promise<InsightAnswer[]> {
  const ids = insights.map(({ id }) => id)
  const tiles = await places.tilesOf(db.$client, team.id, ids)
  return insights.map((insight) => presentInsight(insight, own, tiles.get(insight.id)!))
}

/**
 * An insight with its result, as fresh as `refresh` requires, with the filters of a dashboard if one is given.
 * @param signal aborted when the client disconnects
 * @throws ApiError 400 for parameters that are not JSON, 404 if the insight is not on the dashboard
 */
export async function readInsight(
  { db, principal, team, own, runner, places }: InsightContext,
  insight: Insight,
  query: z.output<typeof oneQuery>,
  signal: AbortSignal,
): Promise<InsightAnswer> {
  const from = query.from_dashboard
  const place = from ? await places.find(db.$client, team.id, insight.id, from) : null
  if (from && !place) throw errors.notFound('Dashboard not found')
  const refresh = storedRefresh(query.refresh)
  const answer = await answerInsight(runner, team, insight, {
    refresh,
    userId: principal.userId,
    overrides: (jsonParameter(query.filters_override, 'filters_override') ?? place?.filters) as FilterOverrides,
    variables: jsonParameter(query.variables_override, 'variables_override') ?? place?.variables ?? null,
    clientQueryId: query.client_query_id,
    signal,
    isLenient: refresh === 'force_cache',
  })
  const tiles = await places.tilesOf(db.$client, team.id, [insight.id])
  const slim = presentInsight(insight, own, tiles.get(insight.id)!)
  return { ...slim, ...answer, ...(place && { color: place.color, layouts: place.layouts }) }
}

/** Records that the caller viewed insights. Unknown IDs are ignored. */
export async function noteViews({ db, team, principal }: ObjectContext, ids: readonly number[]): Promise<void> {
  await db.$client.query(
    `INSERT INTO insight_views (team_id, insight_id, user_id, last_viewed_at)
     SELECT team_id, id, $3, clock_timestamp() FROM insights WHERE team_id = $1 AND id = ANY($2) AND NOT deleted
     ON CONFLICT (insight_id, user_id) DO UPDATE SET last_viewed_at = EXCLUDED.last_viewed_at`,
    [team.id, ids, principal.userId],
  )
}
