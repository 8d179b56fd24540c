/** Trends: one number per period, for each series and breakdown value. */

import { formulaName, formulasOf, type NamedFormula } from '@hedgerow/shared/query/formulas'
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Interval } from '@hedgerow/shared/query/options'
import type { TrendsResult } from '@hedgerow/shared/query/results'
import type { EntityNode, TrendsQuery } from '@hedgerow/shared/query/schemas'
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
  parseExpr,
  propertyValue,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import { type Asker, within } from './asker.ts'
import {
  type Breakdown,
  breakdownValue,
  dimensionNumber,
  dimensionValue,
  histogramBounds,
  readBreakdown,
} from './breakdowns.ts'
import { bucketKeyText, type DateRange, formatDay, formatLabel, keyOf, previousRange } from './dates.ts'
import {
  describeEntity,
  entityCondition,
  entityExists,
  entityMatch,
  entityName,
  needsProperty,
  requireMath,
} from './entities.ts'
import { parseFormula } from './formula.ts'

export interface TrendsAnswer {
  results: TrendsResult[]
  hasMore: boolean
  range: DateRange
}

const TOTAL_DISPLAYS = new Set(['BoldNumber', 'ActionsPie', 'ActionsBarValue', 'ActionsTable', 'WorldMap'])
/** Maximum number of points in one answer, over all breakdown values and periods. */
const POINTS_MAX = 2_000_000
/** Up to this many rows, values are ranked here instead of in the engine. */
const FEW_ROWS = 20_000

export const isTotalDisplay = (query: TrendsQuery) => TOTAL_DISPLAYS.has(query.trendsFilter?.display ?? '')
export const isCumulative = (query: TrendsQuery) => query.trendsFilter?.display === 'ActionsLineGraphCumulative'

export async function runTrends(query: TrendsQuery, asker: Asker): Promise<TrendsAnswer> {
  const interval = query.interval ?? 'day'
  query.series.forEach(requireMath)
  const formulas = formulasOf(query.trendsFilter)
  const range = await asker.range(query.dateRange, interval)
  const ranges = [range]
  if (query.compareFilter?.compare)
    ranges.push(previousRange(range, query.compareFilter.compare_to, query.dateRange ?? {}, asker.team))
  const breakdown = readBreakdown(query.breakdownFilter, query.trendsFilter?.display)
  const jobs = ranges.flatMap((each, period) =>
    query.series.map((node, index) => ({ node, index, range: each, isPrevious: period === 1 })),
  )
  const answers = await Promise.all(
    jobs.map(async (job) => {
      if (!entityExists(job.node, asker)) return null
      const points = await askSeries(query, job.node, job.range, breakdown, asker)
      return { ...job, points }
    }),
  )
  const found = answers.filter((each) => each !== null)
  const isCompared = ranges.length > 1
  const several = query.series.length > 1
  let hasMore = false
  let results = found.flatMap(({ node, index, range: own, isPrevious, points }) => {
    const shown = points.filter((each) => {
      const isOther = breakdown !== null && isOtherValue(each.value)
      hasMore ||= isOther
      return !(isOther && breakdown.hidesOther)
    })
    return shown.map((each) => ({
      ...seriesResult(query, node, index, own, each, breakdown, several, asker),
      ...(isCompared && { compare: true, compare_label: isPrevious ? ('previous' as const) : ('current' as const) }),
    }))
  })
  if (formulas.length > 0) results = applyFormulas(query, formulas, results, breakdown !== null, isCompared)
  return { results, hasMore, range }
}

interface Points {
  value: string[] | number | 'all' | null
  byKey: Map<string, number>
}

const isOtherValue = (value: Points['value']) =>
  Array.isArray(value) && value.length > 0 && value.every((each) => each === BREAKDOWN_OTHER)

async function askSeries(
  query: TrendsQuery,
  node: EntityNode,
  range: DateRange,
  breakdown: Breakdown | null,
  asker: Asker,
): Promise<Points[]> {
  if (breakdown?.cohorts) {
    return Promise.all(
      breakdown.cohorts.map(async (cohort) => {
        if (cohort !== 'all' && !asker.cohorts.has(cohort))
          throw errors.invalid(`Cohort ${cohort} does not exist.`, 'breakdown')
        const member = cohort === 'all' ? constant(true) : compare('in cohort', field('person_id'), constant(cohort))
        const [points] = await askPoints(query, node, range, null, member, asker)
        return { value: cohort, byKey: points?.byKey ?? new Map() }
      }),
    )
  }
  const points = await askPoints(query, node, range, breakdown, constant(true), asker)
  return points.length === 0 && !breakdown ? [{ value: null, byKey: new Map() }] : points
}

async function askPoints(
  query: TrendsQuery,
  node: EntityNode,
  range: DateRange,
  breakdown: Breakdown | null,
  condition: Expr,
  asker: Asker,
): Promise<Points[]> {
  const bounds = breakdown ? await findBounds(query, node, range, breakdown, asker) : []
  const source = pointsQuery(query, node, range, breakdown ? breakdownValue(breakdown, bounds) : null, condition, asker)
  if (!breakdown) {
    const { rows } = await asker.run(source)
    return rows.length === 0
      ? []
      : [{ value: null, byKey: new Map(rows.map(([key, number]) => [String(key), Number(number ?? 0)])) }]
  }
  const few = await rankFew(query, node, range, breakdown, bounds, condition, asker)
  if (few) return few
  const others = constant(BREAKDOWN_OTHER)
  const tree = selectTemplate(
    `SELECT if(place <= {limit}, value, arrayMap(each -> {other}, value)) AS shown, key, sum(number) AS number, min(place) AS place_shown
     FROM (
       SELECT value, key, number, dense_rank() OVER (ORDER BY has(value, {missing}) ASC, total DESC, value ASC) AS place
       FROM (SELECT value, key, number, sum(number) OVER (PARTITION BY value) AS total FROM {source})
     ) GROUP BY shown, key ORDER BY shown = arrayMap(each -> {other}, shown) ASC, place_shown ASC`,
    { limit: constant(breakdown.limit), other: others, missing: constant(BREAKDOWN_NULL), source },
  )
  const { rows } = await asker.run(tree)
  if (rows.length > POINTS_MAX)
    throw errors.invalid('The answer has too many points. Choose a longer interval or fewer values.', 'breakdown_limit')
  const byValue = new Map<string, Points & { place: number }>()
  for (const [value, key, number, place] of rows as [string[], unknown, unknown, unknown][]) {
    const id = JSON.stringify(value)
    const points = byValue.get(id) ?? { value, byKey: new Map<string, number>(), place: Number.POSITIVE_INFINITY }
    byValue.set(id, points)
    points.byKey.set(String(key), Number(number ?? 0))
    points.place = Math.min(points.place, Number(place))
  }
  return [...byValue.values()].sort(
    (a, b) => Number(isOtherValue(a.value)) - Number(isOtherValue(b.value)) || a.place - b.place,
  )
}

/** Ranks the values here, which is faster than in the engine while there are few. Null if there are too many. */
async function rankFew(
  query: TrendsQuery,
  node: EntityNode,
  range: DateRange,
  breakdown: Breakdown,
  bounds: readonly (number[] | null)[],
  condition: Expr,
  asker: Asker,
): Promise<Points[] | null> {
  const [dimension, ...more] = breakdown.dimensions
  // Grouping by a string is faster than grouping by a list with one item.
  const isSingle = more.length === 0
  const value = isSingle ? dimensionValue(dimension!, bounds[0] ?? null) : breakdownValue(breakdown, bounds)
  const source = pointsQuery(query, node, range, value, condition, asker)
  const { rows, hasMore } = await asker.run(selectTemplate('SELECT value, key, number FROM {source}', { source }), {
    limit: { default: FEW_ROWS, max: FEW_ROWS },
  })
  if (hasMore) return null
  const values = new Map<string, { value: string[]; byKey: Map<string, number>; total: number }>()
  for (const [found, key, number] of rows as [string | string[], unknown, unknown][]) {
    const list = isSingle ? [found as string] : (found as string[])
    const id = JSON.stringify(list)
    const own = values.get(id) ?? { value: list, byKey: new Map<string, number>(), total: 0 }
    values.set(id, own)
    own.byKey.set(String(key), Number(number ?? 0))
    own.total += Number(number ?? 0)
  }
  const isMissing = ({ value: list }: { value: string[] }) => Number(list.includes(BREAKDOWN_NULL))
  const ranked = [...values.values()].sort(
    (a, b) => isMissing(a) - isMissing(b) || b.total - a.total || compareLists(a.value, b.value),
  )
  const rest = ranked.slice(breakdown.limit)
  if (rest.length === 0) return ranked
  const others = new Map<string, number>()
  for (const { byKey } of rest) for (const [key, number] of byKey) others.set(key, (others.get(key) ?? 0) + number)
  return [
    ...ranked.slice(0, breakdown.limit),
    { value: breakdown.dimensions.map(() => BREAKDOWN_OTHER), byKey: others },
  ]
}

/** Compares strings by their bytes, like the engine. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const order = Buffer.compare(Buffer.from(text), Buffer.from(b[index] ?? ''))
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Bin edges for each dimension; null for dimensions without bins. */
async function findBounds(
  query: TrendsQuery,
  node: EntityNode,
  range: DateRange,
  { dimensions }: Breakdown,
  asker: Asker,
): Promise<(number[] | null)[]> {
  return Promise.all(
    dimensions.map(async (dimension) => {
      if (dimension.bins === null) return null
      const { rows } = await asker.run(
        selectTemplate('SELECT min({number}), max({number}), count({number}) FROM events WHERE {where}', {
          number: dimensionNumber(dimension),
          where: and(within(range), entityCondition(node, asker), asker.globalFilters(query)),
        }),
      )
      const [min, max, count] = rows[0]!.map(Number) as [number, number, number]
      return count > 0 ? histogramBounds(min, max, dimension.bins) : null
    }),
  )
}

/** `key, number` for each period that has data. Adds `value` if there is a breakdown. */
function pointsQuery(
  query: TrendsQuery,
  node: EntityNode,
  range: DateRange,
  value: Expr | null,
  condition: Expr,
  asker: Asker,
): Select {
  const isTotal = isTotalDisplay(query)
  const { interval } = range
  const key = isTotal ? "''" : bucketKeyText(interval)
  const breakdown = value ?? constant(0)
  const keys = value ? 'key, value' : 'key'
  const columns = value ? '{value} AS value, ' : ''
  const inner = value ? 'value, ' : ''
  const math = effectiveMath(node, interval, isTotal, asker)
  const filters = and(entityCondition(node, asker), asker.globalFilters(query), condition)
  const where = and(within(range), filters)
  const countsActors = math === 'dau' || math === 'unique_group'
  const actor = trendsActor(node, asker)
  if (isCumulative(query) && countsActors) {
    return selectTemplate(
      `SELECT key, ${inner}count() AS number FROM (SELECT {actor} AS actor, ${columns}min(${key}) AS key FROM events WHERE {where} GROUP BY actor${value ? ', value' : ''}) GROUP BY ${keys}`,
      { actor, value: breakdown, where: and(where, hasTrendsActor(node)) },
    )
  }
  if (math === 'weekly_active' || math === 'monthly_active')
    return activeUsers(math === 'weekly_active' ? 7 : 30, { isTotal, range, value, breakdown, filters, actor })
  if (math === 'first_time_for_user' || math === 'first_matching_event_for_user') {
    const isFirstEver = math === 'first_time_for_user'
    return selectTemplate(
      `SELECT ${isTotal ? "''" : bucketKeyText(interval, 'first')} AS key, ${inner}count() AS number FROM (
         SELECT person_id, min(timestamp) AS first, argMin({fits}, (timestamp, uuid)) AS fits_first${value ? ', argMin({value}, (timestamp, uuid)) AS value' : ''}
         FROM events WHERE {match} GROUP BY person_id HAVING first >= {from} AND first <= {to} AND fits_first
       ) GROUP BY ${keys}`,
      {
        fits: isFirstEver ? call('toBool', call('if', filters, constant(1), constant(0))) : constant(true),
        value: breakdown,
        match: isFirstEver ? entityMatch(node, asker) : filters,
        from: moment(range.from),
        to: moment(range.to),
      },
    )
  }
  const perActor = /^(.+)_count_per_actor$/.exec(math)
  if (perActor) {
    return selectTemplate(
      `SELECT key, ${inner}{aggregate} AS number FROM (
         SELECT {key} AS key, ${columns}{actor} AS actor, count() AS number_of_actor FROM events WHERE {where} GROUP BY ${keys}, actor
       ) GROUP BY ${keys}`,
      {
        key: exprTemplate(key),
        value: breakdown,
        actor,
        where: and(where, hasTrendsActor(node)),
        aggregate: aggregateOf(perActor[1]!, field('number_of_actor')),
      },
    )
  }
  if (needsProperty(math) && isSessionDuration(node)) {
    return selectTemplate(
      `SELECT key, ${inner}{aggregate} AS number FROM (
         SELECT DISTINCT ${key} AS key, ${columns}$session_id AS id, toFloat(session.$session_duration) AS duration FROM events WHERE {where} AND $session_id != ''
       ) GROUP BY ${keys}`,
      { value: breakdown, where, aggregate: aggregateOf(math, field('duration')) },
    )
  }
  return selectTemplate(
    `SELECT ${key} AS key, ${columns}{aggregate} AS number FROM events WHERE {where} GROUP BY ${keys}`,
    {
      value: breakdown,
      where: and(
        where,
        math === 'unique_group'
          ? hasTrendsActor(node)
          : math === 'unique_session'
            ? compare('!=', field('$session_id'), constant(''))
            : constant(true),
      ),
      aggregate: seriesAggregate(node, math, actor),
    },
  )
}

/** The math to compute. At weekly intervals, for instance, weekly active users are the same as unique users. */
export function effectiveMath(node: EntityNode, interval: Interval, isTotal: boolean, asker: Asker): string {
  const math = node.math ?? 'total'
  if (asker.isLegacy || isTotal) return math
  if (interval === 'week' && math === 'weekly_active') return 'dau'
  if (interval === 'month' && (math === 'weekly_active' || math === 'monthly_active')) return 'dau'
  return math
}

/** The expression to count unique values of, and the actor behind a number. */
export function trendsActor(node: EntityNode, asker: Asker): Expr {
  if (node.math_group_type_index !== null && node.math_group_type_index !== undefined && usesGroup(node.math))
    return field(`$group_${node.math_group_type_index}`)
  return field(asker.team.aggregatesByDistinctId && node.math === 'dau' ? 'distinct_id' : 'person_id')
}

const usesGroup = (math: string | null | undefined) => math === 'unique_group' || /_count_per_actor$/.test(math ?? '')

export function hasTrendsActor(node: EntityNode): Expr {
  if (node.math === 'unique_group' && (node.math_group_type_index === null || node.math_group_type_index === undefined))
    throw errors.invalid('The math unique_group needs math_group_type_index.', 'series')
  return node.math_group_type_index !== null && node.math_group_type_index !== undefined && usesGroup(node.math)
    ? compare('!=', field(`$group_${node.math_group_type_index}`), constant(''))
    : constant(true)
}

function seriesAggregate(node: EntityNode, math: string, actor: Expr): Expr {
  switch (math) {
    case 'total':
      return call('count')
    case 'dau':
    case 'unique_group':
      return call('uniqExact', actor)
    case 'unique_session':
      return call('uniqExact', field('$session_id'))
    case 'hogql':
      return call('toFloat', parseExpr(node.math_hogql!))
    default:
      return aggregateOf(math, mathValue(node))
  }
}

const isSessionDuration = (node: EntityNode) => node.math_property === '$session_duration'

/** The numeric value that a property math aggregates. */
export function mathValue(node: EntityNode): Expr {
  const key = node.math_property!
  if (key === '$time') return exprTemplate('toUnixTimestamp64Micro(timestamp) / 1000000')
  if (node.math_property_type === 'person_properties')
    return propertyValue('number', field('person', 'properties', key))
  if (node.math_property_type === 'session_properties' || isSessionDuration(node))
    return call('toFloat', field('session', key))
  return propertyValue('number', field('properties', key))
}

const QUANTILES: Record<string, number> = { median: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 }

/** Aggregates numbers; zero if there are none. */
export function aggregateOf(math: string, number: Expr): Expr {
  const quantile = QUANTILES[math]
  const aggregate: Expr =
    quantile === undefined
      ? call(math, number)
      : { node: 'Call', name: 'quantileExactInclusive', params: [constant(quantile)], args: [number] }
  // Without values an average is NaN. NaN and infinity cannot be written as JSON numbers and would be read as null.
  return exprTemplate('ifNotFinite(ifNull(toFloat64({aggregate}), 0), 0)', { aggregate })
}

function activeUsers(
  days: number,
  of: { isTotal: boolean; range: DateRange; value: Expr | null; breakdown: Expr; filters: Expr; actor: Expr },
): Select {
  const { isTotal, range, value, breakdown, filters, actor } = of
  const inner = value ? 'value, ' : ''
  const columns = value ? '{value} AS value, ' : ''
  const keys = value ? 'key, value' : 'key'
  const last = isTotal ? range.dateTo : range.buckets.at(-1)!
  const first = isTotal ? last : range.buckets[0]!
  // An event exactly at midnight belongs to the previous day: the window excludes its start and includes its end.
  const where = and(
    compare('>', field('timestamp'), moment(toMicros(addLocal(first, 1 - days, 'day')))),
    compare('<=', field('timestamp'), moment(Math.min(toMicros(addLocal(last, 1, 'day')), range.to))),
    filters,
  )
  const day = 'toDate(subtractMicroseconds(timestamp, 1))'
  if (isTotal)
    return selectTemplate(
      `SELECT '' AS key, ${columns}uniqExact({actor}) AS number FROM events WHERE {where} GROUP BY ${keys}`,
      {
        value: breakdown,
        actor,
        where,
      },
    )
  const starts = [...new Set(range.buckets.map((bucket) => bucket.toISODate()!))]
  return selectTemplate(
    `SELECT key, ${inner}uniqExact(actor) AS number FROM (
       SELECT ${inner}actor, arrayJoin(arrayMap(step -> addDays(day, step), range(${days}))) AS key FROM (
         SELECT DISTINCT ${columns}{actor} AS actor, ${day} AS day FROM events WHERE {where}
       )
     ) WHERE toString(key) IN {starts} GROUP BY ${keys}`,
    { value: breakdown, actor, where, starts: { node: 'Tuple', exprs: starts.map((key) => constant(key)) } },
  )
}

function seriesResult(
  query: TrendsQuery,
  node: EntityNode,
  index: number,
  range: DateRange,
  { value, byKey }: Points,
  breakdown: Breakdown | null,
  several: boolean,
  asker: Asker,
): TrendsResult {
  const isTotal = isTotalDisplay(query)
  const { interval, buckets } = range
  const own = entityName(node, asker)
  const shownValue = breakdown ? showValue(value, breakdown) : undefined
  const valueLabel = breakdown ? breakdownLabel(value, asker) : null
  const isActive = /^(weekly|monthly)_active$/.test(effectiveMath(node, interval, isTotal, asker))
  let data = isTotal
    ? []
    : buckets.map((bucket) => byKey.get(isActive ? bucket.toISODate()! : keyOf(bucket, interval)) ?? 0)
  if (isCumulative(query)) data = runningSum(data)
  // Formulas and totals use the smoothed numbers.
  data = smooth(data, query.trendsFilter?.smoothingIntervals ?? 1)
  const days = isTotal ? [] : buckets.map((bucket) => formatDay(bucket, interval))
  return {
    label: valueLabel === null ? own : several ? `${own} - ${valueLabel}` : valueLabel,
    count: isTotal ? 0 : isCumulative(query) ? (data.at(-1) ?? 0) : data.reduce((sum, each) => sum + each, 0),
    data,
    days,
    labels: isTotal ? [] : buckets.map((bucket) => formatLabel(bucket, interval)),
    action: { ...describeEntity(node, index, asker), ...(!isTotal && { days }) },
    filter: { insight: 'TRENDS', interval, date_from: range.dateFrom.toISO(), date_to: range.dateTo.toISO() },
    ...(shownValue !== undefined && { breakdown_value: shownValue }),
    ...(isTotal && { aggregated_value: byKey.values().next().value ?? 0 }),
  }
}

function showValue(value: Points['value'], breakdown: Breakdown): string | number | string[] {
  if (!Array.isArray(value)) return value ?? 'all'
  return breakdown.isMultiple ? value : value[0]!
}

function breakdownLabel(value: Points['value'], asker: Asker): string {
  if (value === 'all') return 'all users'
  if (typeof value === 'number') return asker.cohorts.get(value)?.name ?? String(value)
  return (value ?? []).join('::')
}

function runningSum(data: readonly number[]): number[] {
  let sum = 0
  return data.map((each) => {
    sum += each
    return sum
  })
}

/**
 * Replaces each number by the mean of itself and its predecessors, up to `intervals` numbers in total, rounded down.
 */
function smooth(data: number[], intervals: number): number[] {
  if (intervals <= 1) return data
  return data.map((_each, index) => {
    const window = data.slice(Math.max(0, index - intervals + 1), index + 1)
    return Math.floor(window.reduce((sum, each) => sum + each, 0) / window.length)
  })
}

function applyFormulas(
  query: TrendsQuery,
  formulas: readonly NamedFormula[],
  results: readonly TrendsResult[],
  hasBreakdown: boolean,
  isCompared: boolean,
): TrendsResult[] {
  const count = query.series.length
  const isTotal = isTotalDisplay(query)
  return formulas.flatMap((named) => {
    const formula = parseFormula(named.text, count)
    const periods = isCompared ? (['current', 'previous'] as const) : ([undefined] as const)
    return periods.flatMap((period) => {
      const groups = new Map<string, TrendsResult[]>()
      for (const each of results.filter(({ compare_label: label }) => label === period)) {
        const id = JSON.stringify(each.breakdown_value ?? null)
        groups.set(id, [...(groups.get(id) ?? []), each])
      }
      const own = [...groups.values()].map((group): TrendsResult => {
        const bySeries = new Map(group.map((each) => [each.action!.order, each]))
        const first = group[0]!
        const data = isTotal
          ? null
          : first.days.map((_day, index) =>
              formula(Array.from({ length: count }, (_, series) => bySeries.get(series)?.data?.[index] ?? 0)),
            )
        const { compare, compare_label: label, breakdown_value: value } = first
        const own = formulaName(named)
        return {
          label: hasBreakdown ? (formulas.length > 1 ? `${own} - ${showText(value)}` : showText(value)) : own,
          count: data?.reduce((sum, each) => sum + each, 0) ?? 0,
          data,
          days: first.days,
          labels: first.labels,
          action: null,
          filter: first.filter,
          ...(value !== undefined && { breakdown_value: value }),
          ...(compare !== undefined && { compare, compare_label: label! }),
          ...(isTotal && {
            aggregated_value: formula(
              Array.from({ length: count }, (_, series) => bySeries.get(series)?.aggregated_value ?? 0),
            ),
          }),
        }
      })
      const size = (each: TrendsResult) => each.aggregated_value ?? each.count
      const rank = ({ breakdown_value: value }: TrendsResult) =>
        [value].flat().includes(BREAKDOWN_OTHER) ? 2 : [value].flat().includes(BREAKDOWN_NULL) ? 1 : 0
      return hasBreakdown ? own.sort((a, b) => rank(a) - rank(b) || size(b) - size(a)) : own
    })
  })
}

const showText = (value: TrendsResult['breakdown_value']) => (Array.isArray(value) ? value.join('::') : String(value))
