/** HogQL queries and their placeholders. */

import type { HogQLQuery } from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import { toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber, type JsonValue, stringifyJson } from '../../../platform/json.ts'
import { endOfLocal } from '../../../platform/local-time.ts'
import {
  and,
  compare,
  constant,
  type Expr,
  field,
  moment,
  parseSelect,
  placeholderName,
  QueryError,
  type QueryRows,
  replace,
  type Select,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { readDate, resolveRange } from './dates.ts'

export const ROWS_DEFAULT = 100
export const ROWS_MAX = 50_000
const LIST_MAX = 10_000

/** @throws QueryError 400 for invalid queries and placeholders without a value */
export async function prepareHogQL(query: HogQLQuery, asker: Asker): Promise<{ tree: Select }> {
  const parsed = parseSelect(query.query)
  const tree = replace(parsed, (node) => {
    if (node.node !== 'Placeholder') return undefined
    const name = placeholderName(node.expr as Expr)
    if (name === null) throw new QueryError('A placeholder must be a name in braces.', node as never)
    if (name === 'filters') return filterCondition(query, asker)
    const variable = /^variables\.(.+)$/.exec(name)?.[1]
    const found = variable !== undefined ? variableValue(query, variable) : query.values?.[name]
    if (found === undefined) throw new QueryError(`Unresolved placeholder: {${name.slice(0, 100)}}`, node as never)
    return toExpr(found, name)
  })
  return { tree }
}

function variableValue({ variables }: HogQLQuery, code: string): unknown {
  const found = Object.values(variables ?? {}).find(
    (each) => (each as { code_name?: unknown } | null)?.code_name === code,
  )
  return (found as { value?: unknown } | undefined)?.value ?? variables?.[code]
}

/** Turns a user-supplied value into a constant, so it is never parsed as HogQL. */
function toExpr(value: unknown, name: string): Expr {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return constant(value)
  if (value instanceof ExactNumber) return { node: 'Constant', value: value.text, value_type: 'number' }
  if (Array.isArray(value)) {
    if (value.length > LIST_MAX) throw errors.invalid(`The value of ${name} has more than ${LIST_MAX} items.`, 'values')
    return { node: 'Array', exprs: value.map((each) => toExpr(each, name)) }
  }
  return constant(stringifyJson(value as JsonValue))
}

/** The condition that replaces `{filters}`: date range and properties of events. */
function filterCondition({ filters }: HogQLQuery, asker: Asker): Expr {
  const { dateRange, properties, filterTestAccounts } = filters ?? {}
  const now = DateTime.fromJSDate(asker.now, { zone: asker.team.timezone })
  const conditions: Expr[] = []
  if (dateRange?.date_from && dateRange.date_from !== 'all') {
    const range = resolveRange(dateRange, 'day', asker.team, asker.now, null)
    conditions.push(compare('>=', field('timestamp'), moment(range.from)))
  }
  if (dateRange?.date_to) {
    const { time, micros } = readDate(dateRange.date_to, 'date_to', asker.team.timezone, now)
    const isWholeDay = !dateRange.explicitDate
    const end = isWholeDay ? toMicros(endOfLocal(time, 'day')) + 999 : toMicros(time) + micros
    conditions.push(compare('<=', field('timestamp'), moment(end)))
  }
  return and(
    ...conditions,
    asker.globalFilters({ properties, ...(filterTestAccounts !== undefined && { filterTestAccounts }) }),
  )
}

export async function runHogQL(query: HogQLQuery, asker: Asker): Promise<Record<string, unknown>> {
  const { tree } = await prepareHogQL(query, asker)
  const rows = await asker.run(tree, { limit: { default: ROWS_DEFAULT, max: ROWS_MAX } })
  const explain = query.explain
    ? (await asker.run(tree, { limit: { default: ROWS_DEFAULT, max: ROWS_MAX }, explain: true })).rows.map(
        ([line]) => line,
      )
    : null
  return { ...tableAnswer(rows), query: query.query, clickhouse: rows.clickhouse, explain, metadata: null, error: null }
}

/** Fields shared by all answers that are tables. */
export function tableAnswer(rows: QueryRows): Record<string, unknown> {
  return {
    results: rows.rows,
    columns: rows.columns,
    types: rows.columns.map((name, index) => [name, rows.types[index] ?? 'String']),
    hasMore: rows.hasMore,
    limit: rows.limit,
    offset: rows.offset,
    hogql: rows.hogql,
    timings: rows.timings,
  }
}
