/** Query parameters of the insight routes, and the filtering and sorting of lists. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { jsonList, pageQuery } from '../../../platform/http/validation.ts'
import { readDate } from '../query/index.ts'
import type { InsightContext } from './context.ts'

export const listQuery = pageQuery.extend({
  saved: z.string().optional().describe('`true`: saved, or on a dashboard; `false`: the others.'),
  favorited: z.string().optional().describe('`true`: only favorites.'),
  user: z.string().optional().describe('If present: only the caller’s own.'),
  created_by: z.string().optional().describe('ID of a user, or a JSON list of IDs.'),
  short_id: z.string().optional(),
  date_from: z.string().optional().describe('Changed after this time.'),
  date_to: z.string().optional().describe('Changed before this time.'),
  insight: z
    .string()
    .optional()
    .describe('`TRENDS`, `FUNNELS`, `RETENTION`, `PATHS`, `LIFECYCLE`, `STICKINESS`, `SQL` or `JSON`.'),
  search: z.string().optional().describe('Part of the name, the description or a tag.'),
  tags: z.string().optional().describe('JSON list: insights with one of these tags.'),
  dashboards: z.string().optional().describe('JSON list of IDs: insights that are on all of these dashboards.'),
  order: z
    .string()
    .optional()
    .describe(
      '`name`, `created_at`, `last_modified_at`, `last_viewed_at`, `created_by`; prefix with `-` for descending order.',
    ),
  basic: z.string().optional().describe('`true`: without results.'),
  refresh: z.string().optional(),
})
export type ListQuery = z.output<typeof listQuery>

/** The kind of the innermost query, inside nodes that describe how to display it. */
const KIND = `coalesce(i.query->'source'->'source'->>'kind', i.query->'source'->>'kind', i.query->>'kind')`
const OUTER = `i.query->>'kind'`
const KINDS: Record<string, string> = {
  TRENDS: `(${KIND} = 'TrendsQuery' OR (i.query IS NULL AND coalesce(i.filters->>'insight', 'TRENDS') = 'TRENDS'))`,
  FUNNELS: `(${KIND} = 'FunnelsQuery' OR i.filters->>'insight' = 'FUNNELS')`,
  RETENTION: `(${KIND} = 'RetentionQuery' OR i.filters->>'insight' = 'RETENTION')`,
  PATHS: `(${KIND} = 'PathsQuery' OR i.filters->>'insight' = 'PATHS')`,
  LIFECYCLE: `(${KIND} = 'LifecycleQuery' OR i.filters->>'insight' = 'LIFECYCLE')`,
  STICKINESS: `(${KIND} = 'StickinessQuery' OR i.filters->>'insight' = 'STICKINESS')`,
  SQL: `${KIND} = 'HogQLQuery'`,
  JSON: `(${OUTER} IN ('DataTableNode', 'DataVisualizationNode', 'EventsQuery', 'ActorsQuery') AND ${KIND} <> 'HogQLQuery')`,
}
const ORDERS: Record<string, string> = {
  order: 'i."order"',
  id: 'i.id',
  name: `lower(coalesce(nullif(i.name, ''), i.derived_name, ''))`,
  created_at: 'i.created_at',
  last_modified_at: 'i.last_modified_at',
  updated_at: 'i.updated_at',
  last_viewed_at: 'v.last_viewed_at',
  created_by: 'lower(u.first_name)',
  created_by__first_name: 'lower(u.first_name)',
}

/**
 * WHERE condition and sort order of a list.
 * @throws ApiError 400 for invalid values
 */
export function listCondition(
  { team, own, principal: { userId }, places }: InsightContext,
  query: ListQuery,
): { where: string; values: unknown[]; order: string } {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = ['i.team_id = $1', 'NOT i.deleted', own.visibleSql('i.id', 'i.created_by', bind)]
  const onDashboard = places.standsSql('i.id')
  if (isTrue(query.saved)) conditions.push(`(i.saved OR ${onDashboard})`)
  if (query.saved !== undefined && query.saved !== '' && !isTrue(query.saved))
    conditions.push(`NOT (i.saved OR ${onDashboard})`)
  if (isTrue(query.favorited)) conditions.push('i.favorited')
  if (query.user !== undefined) conditions.push(`i.created_by = ${bind(userId)}`)
  if (query.created_by) conditions.push(`i.created_by = ANY(${bind(readIds(query.created_by, 'created_by'))}::int[])`)
  if (query.short_id) conditions.push(`i.short_id = ${bind(query.short_id)}`)
  if (query.insight) conditions.push(KINDS[query.insight.toUpperCase()] ?? 'true')
  const now = DateTime.now()
  const moment = (text: string, attr: string) => readDate(text, attr, team.timezone, now).time.toISO()
  if (query.date_from && query.date_from !== 'all')
    conditions.push(`i.last_modified_at > ${bind(moment(query.date_from, 'date_from'))}::timestamptz`)
  if (query.date_to) conditions.push(`i.last_modified_at < ${bind(moment(query.date_to, 'date_to'))}::timestamptz`)
  if (query.search) {
    const part = bind(`%${query.search.trim().replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(
      `(i.name ILIKE ${part} OR i.derived_name ILIKE ${part} OR i.description ILIKE ${part} OR EXISTS (SELECT 1 FROM unnest(i.tags) tag WHERE tag ILIKE ${part}))`,
    )
  }
  if (query.tags) {
    const tags = (jsonList(query.tags) ?? []).map(String)
    if (tags.length > 0) conditions.push(`i.tags && ${bind(tags)}::text[]`)
  }
  if (query.dashboards)
    for (const id of readIds(query.dashboards, 'dashboards')) conditions.push(places.standsOnSql('i.id', bind(id)))
  return { where: conditions.join(' AND '), values, order: orderOf(query.order) }
}

function orderOf(order: string | undefined): string {
  const column = ORDERS[(order ?? 'order').replace(/^-/, '')] ?? ORDERS.order
  return `${column} ${order?.startsWith('-') ? 'DESC' : 'ASC'} NULLS LAST, i.id DESC`
}

export const isTrue = (value: string | undefined) => value !== undefined && /^(true|1)$/i.test(value)

function readIds(text: string, attr: string): number[] {
  const ids = (jsonList(text) ?? []).map(Number)
  if (ids.some((id) => !Number.isInteger(id) || id < 0 || id > 2 ** 31 - 1))
    throw errors.invalid('A list of IDs is expected.', attr)
  return ids
}

export const oneQuery = z.looseObject({
  refresh: z.string().optional().describe('How fresh the result must be; by default it comes from the cache.'),
  from_dashboard: z.string().optional().describe('ID of a dashboard whose filters apply.'),
  filters_override: z.string().optional().describe('JSON: filters that replace those of the dashboard.'),
  variables_override: z.string().optional().describe('JSON: values of variables.'),
  client_query_id: z.string().max(200).optional(),
})
