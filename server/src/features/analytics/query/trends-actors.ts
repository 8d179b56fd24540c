/** The actors behind the points of trends, lifecycle, stickiness and retention. */
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Interval } from '@hedgerow/shared/query/options'
import type {
  EntityNode,
  InsightActorsQuery,
  LifecycleQuery,
  RetentionQuery,
  StickinessActorsQuery,
  TrendsQuery,
} from '@hedgerow/shared/query/schemas'
import { DateTime } from 'luxon'
import { toMicros } from '../../../platform/date-text.ts'
import { errors } from '../../../platform/http/errors.ts'
import { addLocal } from '../../../platform/local-time.ts'
import {
  and,
  call,
  compare,
  constant,
  type Expr,
  exprTemplate,
  field,
  moment,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import type { Asker } from './asker.ts'
import { type Breakdown, dimensionNumber, dimensionValue, parseBin, readBreakdown } from './breakdowns.ts'
import { bucketStart, type DateRange, keyOf, nextBucket, previousRange, readDate } from './dates.ts'
import { entityCondition, entityMatch, needsProperty } from './entities.ts'
import { cohortCondition } from './funnels.ts'
import { lifecycleActors, lifecycleEvents } from './lifecycle.ts'
import type { CountedEvents } from './matched-events.ts'
import { openRetention, retentionActors, retentionEvents } from './retention.ts'
import { stickinessActors, stickinessEvents, stickinessRanges } from './stickiness.ts'
import {
  aggregateOf,
  effectiveMath,
  hasTrendsActor,
  isCumulative,
  isTotalDisplay,
  mathValue,
  trendsActor,
} from './trends.ts'

type Wanted = Pick<InsightActorsQuery, 'day' | 'breakdown' | 'compare' | 'series'>

/** Time span; `from` is inclusive, `to` exclusive. */
interface Span {
  from: number
  to: number
}

function seriesOf(query: { series: EntityNode[] }, index: number | null | undefined): EntityNode {
  const node = query.series[index ?? 0]
  if (!node) throw errors.invalid(`There is no series ${index}.`, 'series')
  return node
}

export function readDay(day: string | number, asker: Asker): DateTime {
  const now = DateTime.fromJSDate(asker.now, { zone: asker.team.timezone })
  return readDate(String(day), 'day', asker.team.timezone, now).time
}

/** `actor_id, event_count, value, last_seen, event_distinct_ids, matched_events` of a point. */
export async function trendsActors(query: TrendsQuery, wanted: Wanted, asker: Asker): Promise<Select> {
  const interval = query.interval ?? 'day'
  const node = seriesOf(query, wanted.series)
  const span = await pointSpan(query, interval, wanted, asker)
  const isTotal = isTotalDisplay(query)
  const math = effectiveMath(node, interval, isTotal, asker)
  const filters = and(
    entityCondition(node, asker),
    asker.globalFilters(query),
    breakdownCondition(query, wanted.breakdown, asker),
    hasTrendsActor(node),
  )
  const isWide = math === 'weekly_active' || math === 'monthly_active'
  const where = and(
    compare(isWide ? '>' : '>=', field('timestamp'), moment(span.from)),
    compare(isWide ? '<=' : '<', field('timestamp'), moment(span.to)),
    filters,
  )
  const isPersonal = !(node.math === 'unique_group' || trendsActorIsGroup(node))
  const actor = isPersonal ? field('person_id') : trendsActor(node, asker)
  const columns = `count() AS event_count, max(timestamp) AS last_seen, groupUniqArray(100)(distinct_id) AS event_distinct_ids, groupArray(100)(tuple(timestamp, uuid, $session_id, $window_id)) AS matched_events`
  if (math === 'first_time_for_user' || math === 'first_matching_event_for_user') {
    const isFirstEver = math === 'first_time_for_user'
    return selectTemplate(
      `SELECT person_id AS actor_id, 1 AS event_count, toFloat64(1) AS value, min(timestamp) AS last_seen, groupUniqArray(100)(distinct_id) AS event_distinct_ids, groupArray(100)(tuple(timestamp, uuid, $session_id, $window_id)) AS matched_events
       FROM events WHERE {match} GROUP BY actor_id HAVING min(timestamp) >= {from} AND min(timestamp) < {to} AND argMin({fits}, (timestamp, uuid)) = 1`,
      {
        match: isFirstEver ? entityMatch(node, asker) : filters,
        fits: isFirstEver ? call('if', filters, constant(1), constant(0)) : constant(1),
        from: moment(span.from),
        to: moment(span.to),
      },
    )
  }
  if (math === 'unique_session') {
    return selectTemplate(
      `SELECT {actor} AS actor_id, ${columns}, toFloat64(count()) AS value FROM events WHERE {where} AND $session_id != '' GROUP BY actor_id`,
      { actor, where },
    )
  }
  const value =
    needsProperty(math) && node.math_property !== '$session_duration'
      ? aggregateOf(math, mathValue(node))
      : exprTemplate('toFloat64(count())')
  return selectTemplate(
    `SELECT {actor} AS actor_id, ${columns}, {value} AS value FROM events WHERE {where} GROUP BY actor_id`,
    { actor, value, where },
  )
}

export const trendsActorIsGroup = (node: EntityNode) =>
  node.math === 'unique_group' ||
  (/_count_per_actor$/.test(node.math ?? '') &&
    node.math_group_type_index !== null &&
    node.math_group_type_index !== undefined)

async function pointSpan(
  query: TrendsQuery,
  interval: Interval,
  { day, series, compare: period }: Wanted,
  asker: Asker,
): Promise<Span> {
  const isTotal = isTotalDisplay(query)
  const given = await asker.range(query.dateRange, interval)
  const range =
    period === 'previous'
      ? previousRange(given, query.compareFilter?.compare_to, query.dateRange ?? {}, asker.team)
      : given
  const math = effectiveMath(seriesOf(query, series), interval, isTotal, asker)
  const days = math === 'weekly_active' ? 7 : math === 'monthly_active' ? 30 : null
  const hasDay = day !== null && day !== undefined && day !== ''
  if (isTotal) {
    if (hasDay) throw errors.invalid('A `day` is forbidden for trends actors queries with total value aggregation')
    if (days === null) return { from: range.from, to: range.to + 1 }
    return activeSpan(range.dateTo, days, range)
  }
  if (!hasDay) throw errors.invalid('A `day` is required for trends actors queries without total value aggregation')
  let start = bucketStart(readDay(day, asker), interval, asker.team)
  if (period === 'previous') {
    // The point at the same position in the previous period.
    const place = given.buckets.findIndex((bucket) => keyOf(bucket, interval) === keyOf(start, interval))
    start = range.buckets[place] ?? start
  }
  if (days !== null) return activeSpan(start, days, range)
  const end = nextBucket(start, interval)
  const from = isCumulative(query) ? range.from : toMicros(start)
  if (!range.isExplicit) return { from, to: toMicros(end) }
  return { from: Math.max(from, range.from), to: Math.min(toMicros(end), range.to + 1) }
}

/** The `days` days that end with the day of `last`. */
function activeSpan(last: DateTime, days: number, range: DateRange): Span {
  return {
    from: toMicros(addLocal(last, 1 - days, 'day')),
    to: Math.min(toMicros(addLocal(last, 1, 'day')), range.to),
  }
}

/** Condition for a breakdown value. `Other` matches everybody, because the values it stands for are not listed. */
function breakdownCondition(query: TrendsQuery, wanted: Wanted['breakdown'], asker: Asker): Expr {
  const breakdown = readBreakdown(query.breakdownFilter, query.trendsFilter?.display)
  if (!breakdown || wanted === null || wanted === undefined) return constant(true)
  if (breakdown.cohorts)
    return cohortCondition(wanted === 'all' ? 'all' : Number(Array.isArray(wanted) ? wanted[0] : wanted), asker)
  const values = (Array.isArray(wanted) ? wanted : [wanted]).map(String)
  if (values.length !== breakdown.dimensions.length)
    throw errors.invalid(`The breakdown has ${breakdown.dimensions.length} values.`, 'breakdown')
  return and(...values.map((value, index) => valueCondition(breakdown, index, value)))
}

function valueCondition({ dimensions }: Breakdown, index: number, value: string): Expr {
  const dimension = dimensions[index]!
  if (value === BREAKDOWN_OTHER) return constant(true)
  const bin = dimension.bins === null ? null : parseBin(value)
  if (bin) {
    const number = dimensionNumber(dimension)
    return and(compare('>=', number, constant(bin[0])), compare('<', number, constant(bin[1])))
  }
  if (dimension.bins !== null) return call('isNull', dimensionNumber(dimension))
  return compare('==', dimensionValue(dimension, null), constant(value === '' ? BREAKDOWN_NULL : value))
}

/** The actors of a point, and the events that made them count. */
interface CountedActors {
  tree: Select
  counted: CountedEvents
}

export async function lifecycleActorsOf(
  query: LifecycleQuery,
  { day, status }: Pick<InsightActorsQuery, 'day' | 'status'>,
  asker: Asker,
): Promise<CountedActors> {
  const interval = query.interval ?? 'day'
  const range = await asker.range(query.dateRange, interval)
  let period: number | null = null
  const conditions: Expr[] = []
  if (day !== null && day !== undefined && day !== '') {
    const start = bucketStart(readDay(day, asker), interval, asker.team)
    period = range.buckets.findIndex((bucket) => keyOf(bucket, interval) === keyOf(start, interval))
    conditions.push(compare('==', field('period'), constant(period)))
  }
  if (status) conditions.push(compare('==', field('status'), constant(status)))
  const tree = selectTemplate('SELECT DISTINCT actor AS actor_id FROM {source} WHERE {where}', {
    source: lifecycleActors(query, range, asker),
    where: and(...conditions),
  })
  // Dormant are those who did nothing in the period, so there is nothing to watch.
  return { tree, counted: lifecycleEvents(query, range, period, asker) }
}

const OPERATORS = { exact: '==', gte: '>=', lte: '<=', gt: '>', lt: '<' } as const

export async function stickinessActorsOf(
  {
    source: query,
    day,
    series,
    operator,
    compare: period,
  }: Pick<StickinessActorsQuery, 'source' | 'day' | 'series' | 'operator' | 'compare'>,
  asker: Asker,
): Promise<CountedActors> {
  const ranges = await stickinessRanges(query, asker)
  const range = (period === 'previous' ? ranges[1] : ranges[0]) ?? ranges[0]!
  const count = day === null || day === undefined ? null : Number(day)
  if (count !== null && !Number.isInteger(count)) throw errors.invalid('day is a number of periods.', 'day')
  const isCumulative = query.stickinessFilter?.computedAs === 'cumulative'
  const op = OPERATORS[operator ?? (isCumulative ? 'gte' : 'exact')]
  const node = seriesOf(query, series)
  const tree = selectTemplate('SELECT actor AS actor_id FROM {source} WHERE {where}', {
    source: stickinessActors(query, node, range, asker),
    where: count === null ? constant(true) : compare(op, field('periods'), constant(count)),
  })
  return { tree, counted: stickinessEvents(query, node, range, asker) }
}

type RetentionPoint = Pick<InsightActorsQuery, 'interval' | 'breakdown' | 'returningInterval'>

export async function retentionActorsOf(
  query: RetentionQuery,
  { interval: row, breakdown: wanted, returningInterval: column }: RetentionPoint,
  asker: Asker,
): Promise<CountedActors & { columns: number; period: string }> {
  const retention = await openRetention(query, asker)
  const breakdown = readBreakdown(query.breakdownFilter)
  const hasWanted = breakdown !== null && wanted !== null && wanted !== undefined
  const cohort = hasWanted && breakdown.cohorts ? (Array.isArray(wanted) ? wanted[0] : wanted) : null
  const condition =
    cohort === null || cohort === undefined || String(cohort) === '0' || cohort === 'all'
      ? constant(true)
      : cohortCondition(Number(cohort), asker)
  const tree = selectTemplate(
    'SELECT actor AS actor_id, arraySort(arrayDistinct(arrayFlatten(groupArray(columns)))) AS appearances FROM {source} WHERE {where} GROUP BY actor_id',
    {
      source: retentionActors(retention, asker, condition),
      where: and(
        compare('==', field('row'), constant(row ?? 0)),
        hasWanted && !breakdown.cohorts
          ? compare(
              '==',
              call('toString', field('value')),
              call('toString', {
                node: 'Array',
                exprs: (Array.isArray(wanted) ? wanted : [wanted]).map((each) => constant(String(each))),
              }),
            )
          : constant(true),
      ),
    },
  )
  const counted = retentionEvents(retention, row ?? 0, column ?? null, asker)
  return { tree, counted, columns: retention.columns, period: retention.period.toLowerCase() }
}
