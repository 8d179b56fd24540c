/** Lists of notebooks. Notebooks of an account appear only in the account's own list. */
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { readDate } from '../../analytics/query/index.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { containsConditions } from './contains.ts'
import {
  NOTEBOOK_ROW,
  NOTEBOOK_TABLES,
  NOTEBOOK_WHOLE,
  type Notebook,
  type NotebookRow,
  wordsCondition,
} from './store.ts'

const ORDERS: Record<string, string> = {
  created_at: 'n.created_at',
  last_modified_at: 'n.last_modified_at',
  title: 'lower(n.title)',
  short_id: 'n.short_id',
  created_by: 'lower(u.first_name)',
  last_modified_by: 'lower(m.first_name)',
}

/** Query parameters as received. */
export interface NotebookFilter {
  user?: string | undefined
  created_by?: string | undefined
  last_modified_by?: string | undefined
  date_from?: string | undefined
  date_to?: string | undefined
  search?: string | undefined
  contains?: string | undefined
  short_id?: string | undefined
  order?: string | undefined
}

type Bind = (value: unknown) => string

/**
 * A page of the notebooks that the caller may see, last changed first.
 * @throws ApiError 400 when a user, a date or `contains` cannot be parsed
 */
export async function listNotebooks(
  context: ObjectContext,
  filter: NotebookFilter,
  page: Page,
): Promise<{ count: number; rows: NotebookRow[] }> {
  const { db } = context
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const where = [...visibleConditions(context, bind), ...filterConditions(context, filter, bind)].join(' AND ')
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM ${NOTEBOOK_TABLES} WHERE ${where}`, values),
    db.$client.query<NotebookRow>(
      `${NOTEBOOK_ROW} WHERE ${where} ORDER BY ${orderBy(filter.order)}, n.id DESC LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

/** The notebooks that the caller may see and whose content contains a text, with their content. */
export async function notebooksWith(context: ObjectContext, text: string): Promise<Notebook[]> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const conditions = visibleConditions(context, bind)
  conditions.push(`n.content::text LIKE ${bind(`%${text.replace(/[\\%_]/g, '\\$&')}%`)}`)
  const { rows } = await context.db.$client.query<Notebook>(
    `${NOTEBOOK_WHOLE} WHERE ${conditions.join(' AND ')}`,
    values,
  )
  return rows
}

function visibleConditions({ team, own }: ObjectContext, bind: Bind): string[] {
  return [
    `n.team_id = ${bind(team.id)}`,
    'NOT n.deleted',
    `n.visibility = 'default'`,
    own.visibleSql('n.short_id', 'n.created_by', bind),
  ]
}

function filterConditions({ principal, team }: ObjectContext, filter: NotebookFilter, bind: Bind): string[] {
  const conditions: string[] = []
  if (filter.user !== undefined) conditions.push(`n.created_by = ${bind(principal.userId)}`)
  for (const [attr, alias] of [
    ['created_by', 'u'],
    ['last_modified_by', 'm'],
  ] as const) {
    const who = filter[attr]
    if (!who) continue
    if (!isUuid(who)) throw errors.invalid('A uuid is expected.', attr)
    conditions.push(`${alias}.uuid = ${bind(who)}`)
  }
  const now = DateTime.now()
  for (const [attr, operator] of [
    ['date_from', '>'],
    ['date_to', '<'],
  ] as const) {
    const text = filter[attr]
    if (!text) continue
    const moment = readDate(text, attr, team.timezone, now).time.toISO()
    conditions.push(`n.last_modified_at ${operator} ${bind(moment)}::timestamptz`)
  }
  if (filter.search?.trim()) conditions.push(wordsCondition(bind(filter.search.trim())))
  if (filter.contains) conditions.push(...containsConditions(filter.contains, bind))
  if (filter.short_id) conditions.push(`n.short_id = ${bind(filter.short_id)}`)
  return conditions
}

function orderBy(order = ''): string {
  const column = ORDERS[order.replace(/^-/, '')]
  return column ? `${column} ${order.startsWith('-') ? 'DESC' : 'ASC'}` : 'n.last_modified_at DESC'
}
