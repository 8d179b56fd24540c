/** Insights with their results, in API format. */
import { z } from 'zod'
import { ApiError } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { formatTime } from '../../../platform/time.ts'
import type { ResolvedTeam, ResourceAccess, Team } from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson } from '../../workspace/users/index.ts'
import {
  applyOverrides,
  askingTeam,
  type FilterOverrides,
  type QueryRunner,
  type Refresh,
  readNode,
  unwrapNode,
} from '../query/index.ts'
import { type Insight, queryOf } from './insights.ts'
import { dashboardsOf, type InsightTile } from './places.ts'

/** 21: may view; 37: may edit. */
export const RESTRICTION_EVERYONE = 21
export const PRIVILEGE_VIEW = 21
export const PRIVILEGE_EDIT = 37

export const insightAnswer = z.looseObject({
  id: z.number(),
  short_id: z.string(),
  name: z.string().nullable(),
  derived_name: z.string().nullable(),
  description: z.string().nullable(),
  query: z.any(),
  filters: z.any(),
  order: z.number().nullable(),
  deleted: z.boolean(),
  favorited: z.boolean(),
  saved: z.boolean(),
  dashboards: z.array(z.number()),
  dashboard_tiles: z.array(z.object({ id: z.number(), dashboard_id: z.number(), deleted: z.boolean() })),
  tags: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  last_modified_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  last_modified_by: basicUserAnswer.nullable(),
  last_viewed_at: z.string().nullable().optional(),
  is_sample: z.boolean(),
  effective_restriction_level: z.number(),
  effective_privilege_level: z.number(),
  user_access_level: z.string(),
  result: z.any(),
  query_status: z.any(),
})
nameSchema(insightAnswer, 'Insight')
export type InsightAnswer = z.infer<typeof insightAnswer>

/** How fresh a result must be, and what overrides the query. */
export interface AnswerOptions {
  refresh: Refresh
  userId: number | null
  overrides?: FilterOverrides | null
  variables?: Record<string, unknown> | null
  clientQueryId?: string | undefined
  signal?: AbortSignal
  /** Nobody waits for it: the computation may take minutes. */
  isPatient?: boolean
  /** Reports errors in the result instead of throwing them, for lists and dashboards. */
  isLenient?: boolean
}

/** The fields of an answer when there is none. */
export const WITHOUT_ANSWER = {
  result: null,
  hasMore: null,
  columns: null,
  types: null,
  hogql: null,
  is_cached: false,
  last_refresh: null,
  cache_target_age: null,
  next_allowed_client_refresh: null,
  query_status: null,
  resolved_date_range: null,
}

/** The fields of an insight that come from running its query. */
export async function answerInsight(
  runner: QueryRunner,
  team: Team & Pick<ResolvedTeam, 'scopes'>,
  insight: Insight,
  { refresh, userId, overrides, variables, clientQueryId, signal, isPatient = false, isLenient = false }: AnswerOptions,
): Promise<Record<string, unknown>> {
  const empty = { ...WITHOUT_ANSWER, timezone: team.timezone, filters_hash: null, cache_key: null }
  try {
    const query = queryOf(insight)
    if (!query) return empty
    const node = readNode(applyOverrides(unwrapNode(query), overrides, variables))
    const asking = askingTeam(team)
    if (refresh === 'force_cache') {
      const cached = await runner.cached(asking, node)
      if (cached) return presentAnswer(cached)
      const key = runner.keyOf(asking, node)
      return { ...empty, cache_key: key, filters_hash: key }
    }
    const answer = await runner.answer(asking, node, refresh, {
      userId,
      isPatient,
      ...(clientQueryId && { clientQueryId }),
      ...(signal && { signal }),
    })
    if (!('status' in answer && 'stale' in answer)) return presentAnswer(answer as never)
    const { status, stale } = answer as { status: unknown; stale: Record<string, unknown> | null }
    return { ...(stale ? presentAnswer(stale) : empty), query_status: status }
  } catch (error) {
    if (!isLenient || !(error instanceof ApiError) || error.status >= 500) throw error
    return { ...empty, query_status: { complete: true, error: true, error_message: error.detail, query_async: false } }
  }
}

/** The fields of an answer in API format. */
export function presentAnswer(answer: Record<string, unknown>): Record<string, unknown> {
  const { results, is_cached, last_refresh, cache_key, cache_target_age, next_allowed_client_refresh } = answer
  return {
    result: results,
    hasMore: answer.hasMore ?? null,
    columns: answer.columns ?? null,
    types: answer.types ?? null,
    hogql: answer.hogql ?? null,
    is_cached,
    last_refresh,
    cache_key,
    filters_hash: cache_key,
    cache_target_age,
    next_allowed_client_refresh,
    timezone: answer.timezone,
    resolved_date_range: answer.resolved_date_range ?? null,
    query_status: null,
  }
}

/**
 * An insight in API format, without its result.
 * @param tiles its tiles on dashboards
 */
export function presentInsight(insight: Insight, own: ResourceAccess, tiles: readonly InsightTile[]): InsightAnswer {
  const level = own.levelOf(insight.id, insight.createdById)
  let query = insight.query
  let filters = insight.filters
  try {
    query = queryOf(insight)
    if (query) filters = {}
  } catch {
    // If the parameters cannot be converted, they are returned as stored.
  }
  return {
    id: insight.id,
    short_id: insight.shortId,
    name: insight.name,
    derived_name: insight.derivedName,
    description: insight.description,
    query,
    filters,
    order: insight.order,
    deleted: insight.deleted,
    favorited: insight.favorited,
    saved: insight.saved,
    dashboards: dashboardsOf(insight, tiles),
    dashboard_tiles: tiles.map((tile) => ({ ...tile, deleted: tile.deleted || insight.deleted })),
    tags: insight.tags.toSorted(),
    created_at: formatTime(insight.createdAt),
    updated_at: formatTime(insight.updatedAt),
    last_modified_at: formatTime(insight.lastModifiedAt),
    created_by: fromUserJson(insight.creator),
    last_modified_by: fromUserJson(insight.modifier),
    ...(insight.lastViewedAt !== undefined && {
      last_viewed_at: insight.lastViewedAt === null ? null : formatTime(insight.lastViewedAt),
    }),
    is_sample: insight.isSample,
    effective_restriction_level: RESTRICTION_EVERYONE,
    effective_privilege_level: level === 'viewer' || level === 'none' ? PRIVILEGE_VIEW : PRIVILEGE_EDIT,
    user_access_level: level,
    result: null,
    query_status: null,
  }
}
