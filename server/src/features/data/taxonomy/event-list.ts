/** The event names that a project has seen. */
import { z } from 'zod'
import type { Page } from '../../../platform/http/pagination.ts'
import { pageQuery } from '../../../platform/http/validation.ts'
import type { ProjectContext } from '../../workspace/organizations/index.ts'
import { COLUMNS, FROM, type Row } from './definitions.ts'
import { EVENT_LABELS } from './labels.ts'
import { isFalse, isTrue, readNames, searchCondition, wordsOf } from './search.ts'

export const eventListQuery = pageQuery.extend({
  search: z.string().optional().describe('Words of the name.'),
  event_type: z.string().optional().describe('`all`, `event`, `event_custom` or `event_posthog`.'),
  verified: z.string().optional(),
  exclude_hidden: z.string().optional(),
  tags: z.string().optional().describe('JSON list: events with one of these tags.'),
  ordering: z.string().optional().describe('`name` or `last_seen_at`, with `-` for the reverse order.'),
})
export type EventListQuery = z.output<typeof eventListQuery>

const ORDERS: Record<string, string> = {
  name: 'p.name COLLATE "C"',
  '-name': 'p.name COLLATE "C" DESC',
  last_seen_at: 'p.last_seen_at NULLS FIRST, p.name',
}
const ORDER_DEFAULT = 'p.last_seen_at DESC NULLS LAST, p.name'

/**
 * A page of the event names, last seen first.
 * @throws ApiError 400 when the tags are not a list
 */
export async function listEvents(
  { db, team }: ProjectContext,
  query: EventListQuery,
  page: Page,
): Promise<{ count: number; rows: Row[] }> {
  const values: unknown[] = [team.id]
  const where = conditionsOf(query, (value) => `$${values.push(value)}`).join(' AND ')
  const order = ORDERS[query.ordering ?? ''] ?? ORDER_DEFAULT
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM event_definitions p WHERE ${where}`, values),
    db.$client.query<Row>(
      `SELECT ${COLUMNS.event} FROM ${FROM.event} WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** SQL conditions on definitions `p`; `$1` is the project. */
function conditionsOf(query: EventListQuery, bind: (value: unknown) => string): string[] {
  const conditions = ['p.team_id = $1']
  const words = wordsOf(query.search)
  if (words.length > 0) conditions.push(searchCondition(words, EVENT_LABELS, bind))
  if (query.event_type === 'event_custom') conditions.push(`p.name NOT LIKE '$%'`)
  if (query.event_type === 'event_posthog') conditions.push(`p.name LIKE '$%'`)
  if (isTrue(query.verified)) conditions.push('p.verified')
  if (isFalse(query.verified)) conditions.push('NOT p.verified')
  if (isTrue(query.exclude_hidden)) conditions.push('p.hidden IS NOT TRUE')
  const wanted = readNames(query.tags, 'tags')
  if (wanted.length > 0) conditions.push(`p.tags && ${bind(wanted)}::text[]`)
  return conditions
}
