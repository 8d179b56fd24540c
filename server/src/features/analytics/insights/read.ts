/** Insights read, with their results as far as there are some. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { FilterOverrides, QueryRunner } from '../query/index.ts'
import { findInsight, INSIGHT_COLUMNS, INSIGHT_TABLES, type Insight } from './insights.ts'
import { insightKind } from './kind.ts'
import { isTrue, type ListQuery, listCondition, type oneQuery } from './list.ts'
import { jsonParameter, storedRefresh } from './parameters.ts'
import { answerInsight, type InsightAnswer, presentInsight } from './results.ts'

/** How many insights `my_last_viewed` tells of. */
const VIEWED_MAX = 5
/** How many insights of a page of the list come with their results. */
const LISTED_ANSWERS_MAX = 25

/** A project, who asks, and who answers questions. */
export interface InsightContext extends ObjectContext {
  runner: QueryRunner
}

export const insightObjects = new ProjectObjects<Insight>(insightKind, (client, teamId, id) =>
  findInsight({ $client: client }, teamId, id),
)

/** An insight with the result that there is for it. */
export async function presentStored(
  { db, principal, team, own, runner }: InsightContext,
  id: number,
): Promise<InsightAnswer> {
  const insight = (await findInsight(db, team.id, id))!
  const { userId } = principal
  const answer = await answerInsight(runner, team, insight, { refresh: 'force_cache', userId, isLenient: true })
  return { ...presentInsight(insight, own), ...answer }
}

/** A page of the insights that the caller may see, the first of them with results. */
export async function listInsights(
  { db, principal: { userId }, team, own, runner }: InsightContext,
  query: ListQuery,
  page: Page,
): Promise<{ count: number; results: InsightAnswer[] }> {
  const { where, values, order } = listCondition(team, own, userId, query)
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
  const results = await Promise.all(
    found.rows.map(async (insight, position) => {
      const slim = presentInsight(insight, own)
      if (isTrue(query.basic) || position >= LISTED_ANSWERS_MAX) return slim
      return { ...slim, ...(await answerInsight(runner, team, insight, { refresh, userId, isLenient: true })) }
    }),
  )
  return { count: counted.rows[0]!.count, results }
}

/** The insights that the caller looked at last, without results. */
export async function listLastViewed({ db, principal, team, own }: InsightContext): Promise<InsightAnswer[]> {
  const values: unknown[] = [team.id, principal.userId]
  const visible = own.visibleSql('i.id', 'i.created_by', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<Insight>(
    `SELECT ${INSIGHT_COLUMNS}, v.last_viewed_at::text AS "lastViewedAt" FROM ${INSIGHT_TABLES}
     JOIN insight_views v ON v.insight_id = i.id AND v.user_id = $2
     WHERE i.team_id = $1 AND NOT i.deleted AND ${visible} ORDER BY v.last_viewed_at DESC LIMIT ${VIEWED_MAX}`,
    values,
  )
  return rows.map((insight) => presentInsight(insight, own))
}

/**
 * An insight with its result, as fresh as `refresh` says, on a dashboard if one is named.
 * @param signal aborted when nobody waits for the answer any more
 * @throws ApiError 400 for parameters that are not JSON, 404 for a dashboard that it does not stand on
 */
export async function readInsight(
  { db, principal, team, own, runner }: InsightContext,
  insight: Insight,
  query: z.output<typeof oneQuery>,
  signal: AbortSignal,
): Promise<InsightAnswer> {
  const place = query.from_dashboard ? await placeOn(db, team.id, query.from_dashboard, insight.id) : null
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
  return { ...presentInsight(insight, own), ...answer, ...(place && { color: place.color, layouts: place.layouts }) }
}

/** Notes that the caller looked at insights; ids that the project does not have are left out. */
export async function noteViews({ db, team, principal }: ObjectContext, ids: readonly number[]): Promise<void> {
  await db.$client.query(
    `INSERT INTO insight_views (team_id, insight_id, user_id, last_viewed_at)
     SELECT team_id, id, $3, clock_timestamp() FROM insights WHERE team_id = $1 AND id = ANY($2) AND NOT deleted
     ON CONFLICT (insight_id, user_id) DO UPDATE SET last_viewed_at = EXCLUDED.last_viewed_at`,
    [team.id, ids, principal.userId],
  )
}

interface Place {
  filters: Record<string, unknown>
  variables: Record<string, unknown> | null
  color: string | null
  layouts: unknown
}

/** What a dashboard says about an insight on it. @throws ApiError 404 when it does not stand there */
async function placeOn(db: Database, teamId: number, dashboard: string, insightId: number): Promise<Place> {
  const { rows } = await db.$client.query<Place>(
    `SELECT d.filters, d.variables, t.color, t.layouts FROM dashboard_tiles t JOIN dashboards d ON d.id = t.dashboard_id
     WHERE d.team_id = $1 AND d.id = $2 AND NOT d.deleted AND NOT t.deleted AND t.insight_id = $3`,
    [teamId, /^\d{1,9}$/.test(dashboard) ? Number(dashboard) : null, insightId],
  )
  if (!rows[0]) throw errors.notFound('Dashboard not found')
  return rows[0]
}
