/** Stickiness: in how many periods of a range actors were active. */
import type { StickinessResult } from '@hedgerow/shared/query/results'
import type { EntityNode, StickinessQuery } from '@hedgerow/shared/query/schemas'
import {
  and,
  call,
  constant,
  type Expr,
  exprTemplate,
  field,
  parseExpr,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import { type Asker, within } from './asker.ts'
import { type DateRange, previousRange } from './dates.ts'
import { describeEntity, entityCondition, entityExists, entityName } from './entities.ts'
import type { CountedEvents } from './matched-events.ts'
import { periodIndex } from './periods.ts'
import { hasTrendsActor } from './trends.ts'

export function stickinessPeriods(query: StickinessQuery, range: DateRange): number {
  return Math.ceil(range.buckets.length / (query.intervalCount ?? 1))
}

/** The date range of a query, followed by the previous range if it compares. */
export async function stickinessRanges(query: StickinessQuery, asker: Asker): Promise<DateRange[]> {
  const range = await asker.range(query.dateRange, query.interval ?? 'day')
  const { compare, compare_to: compareTo } = query.compareFilter ?? {}
  return compare ? [range, previousRange(range, compareTo, query.dateRange ?? {}, asker.team)] : [range]
}

/** The events of a series: those that make a period count for an actor. */
export function stickinessEvents(
  query: StickinessQuery,
  node: EntityNode,
  range: DateRange,
  asker: Asker,
): CountedEvents {
  const actor: Expr =
    node.math === 'hogql' && node.math_hogql
      ? call('toString', parseExpr(node.math_hogql))
      : node.math === 'unique_group'
        ? field(`$group_${node.math_group_type_index ?? 0}`)
        : field('person_id')
  const where = and(
    within(range),
    entityCondition(node, asker),
    asker.globalFilters(query),
    node.math === 'unique_group'
      ? hasTrendsActor(node)
      : node.math === 'hogql'
        ? call('notEmpty', call('ifNull', actor, constant('')))
        : constant(true),
  )
  return { actor, where }
}

/** `actor, periods`: the number of periods in which each actor was active. */
export function stickinessActors(query: StickinessQuery, node: EntityNode, range: DateRange, asker: Asker): Select {
  const { interval, buckets } = range
  const count = query.intervalCount ?? 1
  const index = periodIndex(buckets[0] ?? range.dateFrom, interval)
  // Grouped periods are counted from the end, so that the last group is complete.
  const period =
    count === 1 ? index : exprTemplate(`intDiv(minus(${buckets.length - 1}, {index}), ${count})`, { index })
  const { operator, value } = query.stickinessFilter?.stickinessCriteria ?? {}
  const having =
    value === undefined ? '' : `HAVING count() ${operator === 'gte' ? '>=' : operator === 'lte' ? '<=' : '='} ${value}`
  const { actor, where } = stickinessEvents(query, node, range, asker)
  return selectTemplate(
    `SELECT actor, count() AS periods FROM (SELECT {actor} AS actor, {period} AS period FROM events WHERE {where} GROUP BY actor, period ${having}) GROUP BY actor`,
    { actor, period, where },
  )
}

export async function runStickiness(
  query: StickinessQuery,
  asker: Asker,
): Promise<{ results: StickinessResult[]; range: DateRange }> {
  const ranges = await stickinessRanges(query, asker)
  const isCumulative = query.stickinessFilter?.computedAs === 'cumulative'
  const unit = query.interval ?? 'day'
  const jobs = query.series.flatMap((node, order) =>
    entityExists(node, asker) ? ranges.map((range, period) => ({ node, order, range, isPrevious: period === 1 })) : [],
  )
  const results = await Promise.all(
    jobs.map(async ({ node, order, range, isPrevious }): Promise<StickinessResult> => {
      const { rows } = await asker.run(
        selectTemplate('SELECT periods, count() FROM {source} GROUP BY periods', {
          source: stickinessActors(query, node, range, asker),
        }),
      )
      const counts = new Map(rows.map(([periods, count]) => [Number(periods), Number(count)]))
      const days = Array.from({ length: stickinessPeriods(query, range) }, (_, index) => index + 1)
      const exact = days.map((day) => counts.get(day) ?? 0)
      const data = isCumulative
        ? exact.map((_each, index) => exact.slice(index).reduce((sum, each) => sum + each, 0))
        : exact
      const { math: _math, properties: _properties, ...action } = describeEntity(node, order, asker)
      return {
        label: entityName(node, asker),
        count: exact.reduce((sum, each) => sum + each, 0),
        data,
        days,
        labels: days.map((day) => `${day} ${unit}${day === 1 ? '' : 's'}${isCumulative ? ' or more' : ''}`),
        action,
        ...(ranges.length > 1 && { compare: true, compare_label: isPrevious ? 'previous' : 'current' }),
      }
    }),
  )
  return { results, range: ranges[0]! }
}
