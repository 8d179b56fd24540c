/** Lists of subscriptions. */
import { validate as isUuid } from 'uuid'
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { userIdOf } from '../../workspace/users/index.ts'
import type { SubscriptionContext } from './context.ts'
import { type listQuery, TARGET_TYPES } from './schemas.ts'
import { SUBSCRIPTION_COLUMNS, SUBSCRIPTION_TABLES, type Subscription } from './store.ts'

const SEARCH_WORDS_MAX = 20
const ORDERINGS: Record<string, string> = {
  created_at: 's.created_at',
  next_delivery_date: 's.next_delivery_date',
  title: 's.title',
  created_by__email: 'u.email',
}

type Filters = z.output<typeof listQuery>

/**
 * A page of the subscriptions whose insight or dashboard the caller may see too, newest first unless ordered otherwise.
 * @throws ApiError 400 for a filter that cannot be read
 */
export async function listSubscriptions(
  context: SubscriptionContext,
  filters: Filters,
  page: Page,
): Promise<{ count: number; rows: Subscription[] }> {
  const { db, team, own, insights, dashboards } = context
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const where = [
    's.team_id = $1',
    own.visibleSql('s.id', 's.created_by', bind),
    `(s.insight_id IS NULL OR ${insights.visibleSql('i.id', 'i.created_by', bind)})`,
    `(s.dashboard_id IS NULL OR ${dashboards.visibleSql('d.id', 'd.created_by', bind)})`,
    ...conditionsOf(filters, bind),
  ].join(' AND ')
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${SUBSCRIPTION_TABLES} WHERE ${where}`, values),
    db.$client.query<Subscription>(
      `SELECT ${SUBSCRIPTION_COLUMNS} FROM ${SUBSCRIPTION_TABLES} WHERE ${where} ORDER BY ${orderOf(filters.ordering)}, s.id DESC
       LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function conditionsOf(filters: Filters, bind: (value: unknown) => string): string[] {
  const { created_by: author, resource_type: resource, target_type: target, search } = filters
  const conditions = [filters.deleted === 'true' ? 's.deleted' : 'NOT s.deleted']
  if (author) {
    if (!isUuid(author)) throw errors.invalid('Not a valid UUID.', 'created_by')
    conditions.push(`s.created_by = ${userIdOf(`${bind(author)}::uuid`)}`)
  }
  for (const [attr, column] of [
    ['dashboard', 's.dashboard_id'],
    ['insight', 's.insight_id'],
  ] as const) {
    const value = filters[attr]
    if (!value) continue
    if (!/^\d{1,9}$/.test(value.trim())) throw errors.invalid('A valid integer is required.', attr)
    conditions.push(`${column} = ${bind(Number(value))}::int`)
  }
  if (resource === 'insight' || resource === 'dashboard') conditions.push(`s.${resource}_id IS NOT NULL`)
  if (target) {
    if (!(TARGET_TYPES as readonly string[]).includes(target))
      throw errors.invalid('Must be one of: email, slack, webhook.', 'target_type')
    conditions.push(`s.target_type = ${bind(target)}`)
  }
  const words = (search ?? '').split(/[\s,]+/).filter((word) => word !== '')
  for (const word of words.slice(0, SEARCH_WORDS_MAX)) {
    const text = bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(`concat_ws(' ', s.title, i.name, i.derived_name, d.name) ILIKE ${text}`)
  }
  return conditions
}

function orderOf(ordering: string | undefined): string {
  const isReversed = ordering?.startsWith('-') ?? true
  const column = ORDERINGS[ordering?.replace(/^-/, '') ?? '']
  if (!column) return 's.created_at DESC'
  return `${column} ${isReversed ? 'DESC' : 'ASC'} NULLS LAST`
}
