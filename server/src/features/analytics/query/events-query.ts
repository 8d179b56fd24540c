/** Tables of events with selectable columns. */

import type { EventsQuery } from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import { toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import {
  alias,
  and,
  compare,
  constant,
  type Expr,
  field,
  moment,
  type OrderExpr,
  parseExpr,
  parseOrder,
  printHogQL,
  type Select,
  type SelectQuery,
  selectTemplate,
} from '../hogql/index.ts'
import { isAggregate, splitTitle } from './actors-query.ts'
import type { Asker } from './asker.ts'
import { readDate } from './dates.ts'
import { actionCondition } from './entities.ts'
import { ROWS_MAX, tableAnswer } from './hogql-query.ts'
import { actorName, findActors, readProperties } from './people.ts'

const LIMIT_DEFAULT = 100
const AFTER_DEFAULT = '-24h'
const CLOCKS_DIFFER_MS = 5_000
export const EVENT_FIELDS = [
  'uuid',
  'event',
  'properties',
  'timestamp',
  'team_id',
  'distinct_id',
  'elements_chain',
  'created_at',
  'person_mode',
]

/** Properties are returned exactly as they were sent. */
export const columnOf = (name: string): Expr => field(name === 'properties' ? '$exact_properties' : name)

export interface Column {
  title: string
  shows: 'event' | 'person' | 'name' | null
  /** More than one if the column returns a whole event. */
  exprs: Expr[]
}

export function readColumn(text: string): Column {
  const { expression } = splitTitle(text)
  if (expression === '*') return { title: text, shows: 'event', exprs: EVENT_FIELDS.map(columnOf) }
  if (expression === 'person') return { title: text, shows: 'person', exprs: [field('person_id')] }
  if (expression === 'person_display_name') return { title: text, shows: 'name', exprs: [field('person_id')] }
  return { title: text, shows: null, exprs: [parseExpr(expression)] }
}

export async function runEvents(query: EventsQuery, asker: Asker): Promise<Record<string, unknown>> {
  const columns = query.select.map(readColumn)
  const limit = Math.min(query.limit ?? LIMIT_DEFAULT, ROWS_MAX)
  const offset = query.offset ?? 0
  const tree = eventsTree(query, columns, asker)
  const rows = await asker.run({ ...tree, limit: constant(limit), offset: constant(offset) } as Select, {
    limit: { default: LIMIT_DEFAULT, max: ROWS_MAX },
  })
  const starts: number[] = []
  let width = 0
  for (const { exprs } of columns) {
    starts.push(width)
    width += exprs.length
  }
  const ids = columns.flatMap(({ shows }, index) =>
    shows === 'person' || shows === 'name' ? rows.rows.map((row) => String(row[starts[index]!])) : [],
  )
  const { actors } = await findActors(asker, ids, null)
  const results = rows.rows.map((row) =>
    columns.map(({ shows, exprs }, index) => {
      const cells = row.slice(starts[index]!, starts[index]! + exprs.length)
      if (shows === 'event') {
        const event = Object.fromEntries(EVENT_FIELDS.map((name, place) => [name, cells[place]]))
        return { ...event, properties: readProperties(event.properties) }
      }
      const id = String(cells[0])
      if (shows === 'person') return actors.get(id) ?? { id }
      if (shows === 'name') return { id, display_name: actorName(actors.get(id), id), distinct_id: null }
      return cells[0]
    }),
  )
  return {
    ...tableAnswer(rows),
    columns: columns.map(({ title }) => title),
    types: columns.map(({ shows }, index) =>
      shows === 'event' || shows === 'person' ? 'Tuple' : (rows.types[starts[index]!] ?? 'String'),
    ),
    results,
    limit,
    offset,
  }
}

/** The statement of the query. Its columns are named by their number. */
export function eventsTree(query: EventsQuery, columns: readonly Column[], asker: Asker): SelectQuery {
  const now = DateTime.fromJSDate(asker.now, { zone: asker.team.timezone })
  const conditions: Expr[] = []
  const after = query.after || AFTER_DEFAULT
  if (after !== 'all') {
    const { time, micros } = readDate(after, 'after', asker.team.timezone, now)
    conditions.push(compare('>', field('timestamp'), moment(toMicros(time) + micros)))
  }
  const before = query.before ? readDate(query.before, 'before', asker.team.timezone, now) : null
  const end = before ? toMicros(before.time) + before.micros : (asker.now.getTime() + CLOCKS_DIFFER_MS) * 1000
  conditions.push(compare('<', field('timestamp'), moment(end)))
  if (query.event) conditions.push(compare('==', field('event'), constant(query.event)))
  if (query.events?.length)
    conditions.push(compare('in', field('event'), { node: 'Tuple', exprs: query.events.map((name) => constant(name)) }))
  if (query.personId) {
    if (!isUuid(query.personId)) throw errors.invalid('personId must be a UUID.', 'personId')
    conditions.push(compare('==', field('person_id'), constant(query.personId)))
  }
  if (query.actionId !== null && query.actionId !== undefined) {
    const action = asker.actions.get(query.actionId)
    if (!action) throw errors.invalid(`Action does not exist: ${query.actionId}`, 'actionId')
    conditions.push(action.steps.length === 0 ? constant(false) : actionCondition(action, asker))
  }
  conditions.push(
    asker.globalFilters({
      properties: query.properties,
      fixedProperties: query.fixedProperties,
      ...(query.filterTestAccounts !== undefined && { filterTestAccounts: query.filterTestAccounts }),
    }),
  )
  const wheres = (query.where ?? []).map((text) => parseExpr(splitTitle(text).expression))
  const flat = columns.flatMap(({ exprs }) => exprs)
  const aggregates = flat.map(isAggregate)
  const isGrouped = aggregates.some(Boolean)
  const base = selectTemplate('SELECT {one} FROM events WHERE {where}', {
    one: constant(1),
    where: and(...conditions, ...wheres.filter((expr) => !isAggregate(expr))),
  }) as SelectQuery
  const having = wheres.filter(isAggregate)
  return {
    ...base,
    select: flat.map((expr, index) => alias(`column_${index}`, expr)),
    ...(isGrouped && { group_by: flat.filter((_expr, index) => !aggregates[index]) }),
    ...(having.length > 0 && { having: and(...having) }),
    order_by: orderOf(query, columns, flat, aggregates),
  }
}

function orderOf(
  query: EventsQuery,
  columns: readonly Column[],
  flat: readonly Expr[],
  aggregates: readonly boolean[],
): OrderExpr[] {
  if (query.orderBy?.length)
    return query.orderBy.map((text) => {
      const { expression } = splitTitle(text)
      const name = expression.replace(/\s+(ASC|DESC)$/i, '')
      const order = /\sDESC$/i.test(expression) ? ('DESC' as const) : ('ASC' as const)
      if (name === '*') return { node: 'OrderExpr', expr: field('timestamp'), order }
      if (name === 'person' || name === 'person_display_name')
        return { node: 'OrderExpr', expr: field('person_id'), order }
      return parseOrder(expression)
    })
  const texts = flat.map(printHogQL)
  const counted = texts.indexOf('count()')
  const aggregated = counted >= 0 ? counted : aggregates.indexOf(true)
  if (aggregated >= 0) return [{ node: 'OrderExpr', expr: flat[aggregated]!, order: 'DESC' }]
  if (texts.includes('timestamp') || columns.some(({ shows }) => shows === 'event'))
    return [
      { node: 'OrderExpr', expr: field('timestamp'), order: 'DESC' },
      { node: 'OrderExpr', expr: field('uuid'), order: 'DESC' },
    ]
  return [{ node: 'OrderExpr', expr: flat[0]!, order: 'ASC' }]
}
