/** Insights as visitors of shared links see them: without authors, and without a way to ask anything else. */

import { drawAnswer } from '@hedgerow/shared/charts/svg/draw-answer'
import { isInsightNode, type QueryNode, unwrap } from '@hedgerow/shared/query/nodes'
import { LRUCache } from 'lru-cache'
import { ApiError } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { formatTime } from '../../../platform/time.ts'
import type { SharePreview } from '../../delivery/sharing/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'
import {
  applyOverrides,
  askingTeam,
  type FilterOverrides,
  type QueryRunner,
  readNode,
  unwrapNode,
} from '../query/index.ts'
import { type Insight, queryOf } from './insights.ts'
import { type InsightAnswer, PRIVILEGE_VIEW, presentAnswer, RESTRICTION_EVERYONE, WITHOUT_ANSWER } from './results.ts'

/** A question of a shared page is computed at most once in this time, however many visitors look. */
const FRESH_MS = 5 * 60 * 1000
/** Questions whose answers are remembered here, because the cache of answers does not keep them. */
const RECENT_MAX = 100
/** Previews are shown small. */
const PREVIEW_FONT_PX = 22

interface Attempt {
  /** Null once the cache holds the answer. */
  answer: Promise<Record<string, unknown>> | null
}

/** By the same clock as the age of answers. */
const attempts = new LRUCache<string, Attempt>({ max: RECENT_MAX, ttl: FRESH_MS, perf: { now: () => Date.now() } })

/** What a dashboard puts over the queries of its insights. */
export interface SharedOverrides {
  overrides?: FilterOverrides | null
  variables?: Record<string, unknown> | null
}

/**
 * The answer of a question for visitors: the cached one. An old one is computed anew meanwhile, and a missing one first.
 * @param query as stored; null if there is none
 * @returns the fields of an answer; if it cannot be computed or is not for visitors, `query_status` says so without details
 */
export async function sharedAnswer(
  runner: QueryRunner,
  team: Team,
  query: JsonObject | null,
  { overrides, variables }: SharedOverrides = {},
): Promise<Record<string, unknown>> {
  const empty = { ...WITHOUT_ANSWER, timezone: team.timezone, filters_hash: null, cache_key: null }
  if (!query) return empty
  try {
    const asking = askingTeam(team)
    const node = readNode(applyOverrides(unwrapNode(query), overrides, variables))
    if (!isForVisitors(node)) return { ...empty, query_status: failure('Lists are not shown to visitors.') }
    const cached = (await runner.cached(asking, node)) as Record<string, unknown> | null
    if (cached && Date.now() - Date.parse(String(cached.last_refresh)) < FRESH_MS) return publicAnswer(cached)
    const key = `${team.id} ${runner.keyOf(asking, node)}`
    const compute = async () => {
      const answer = await runner.answer(asking, node, 'force_blocking', { userId: null })
      if (await runner.cached(asking, node)) attempts.set(key, { answer: null }, { noUpdateTTL: true })
      return answer as unknown as Record<string, unknown>
    }
    const attempt = attempts.get(key)
    if (cached && attempt) return publicAnswer(cached)
    const answer = attempt?.answer ?? compute()
    if (answer !== attempt?.answer) attempts.set(key, { answer })
    // Whoever waits for it gets the error.
    answer.catch(() => {})
    return publicAnswer(cached ?? (await answer))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...empty, query_status: failure('This cannot be computed at the moment.') }
  }
}

/** Numbers, and what SQL names. Lists of events and persons would tell all their properties and IDs. */
const isForVisitors = (node: { kind: string }): boolean =>
  isInsightNode(node as QueryNode) || node.kind === 'HogQLQuery'

const failure = (message: string) => ({ complete: true, error: true, error_message: message, query_async: false })

/** The fields of an answer that a chart needs. */
function publicAnswer(answer: Record<string, unknown>): Record<string, unknown> {
  return { ...presentAnswer(answer), hogql: null, cache_key: null, filters_hash: null }
}

/**
 * An insight with its answer, in API format.
 * @param answer of `sharedAnswer`
 */
export function presentSharedInsight(insight: Insight, answer: Record<string, unknown>): InsightAnswer {
  return {
    id: insight.id,
    short_id: insight.shortId,
    name: insight.name,
    derived_name: insight.derivedName,
    description: insight.description,
    query: readableQuery(insight),
    filters: {},
    order: insight.order,
    deleted: false,
    favorited: false,
    saved: insight.saved,
    dashboards: [],
    dashboard_tiles: [],
    tags: [],
    created_at: formatTime(insight.createdAt),
    updated_at: formatTime(insight.updatedAt),
    last_modified_at: formatTime(insight.lastModifiedAt),
    created_by: null,
    last_modified_by: null,
    is_sample: insight.isSample,
    effective_restriction_level: RESTRICTION_EVERYONE,
    effective_privilege_level: PRIVILEGE_VIEW,
    user_access_level: 'viewer',
    result: null,
    query_status: null,
    ...answer,
  }
}

/** The query of an insight; null if it cannot be read. */
export function readableQuery(insight: Insight): JsonObject | null {
  try {
    return queryOf(insight)
  } catch {
    return null
  }
}

/** Draws the answer of a presented insight as SVG, for previews of links; null if there is none. */
export function drawingOf({ query, result, columns, timezone }: Record<string, unknown>): SharePreview['draw'] {
  const node = unwrap(query as QueryNode | null)
  if (!node || result === null || result === undefined) return null
  const answer = { results: result, ...(Array.isArray(columns) && { columns }) }
  return (box) => drawAnswer(node, answer, box, { fontSize: PREVIEW_FONT_PX, timeZone: String(timezone ?? 'UTC') })
}
