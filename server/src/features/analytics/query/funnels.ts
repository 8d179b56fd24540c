/** Funnels: how many actors get from step to step, how long it takes, and how this changes over time. */
import type { FunnelStep, FunnelTrend, TimeToConvert } from '@hedgerow/shared/query/results'
import type { FunnelsQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import {
  and,
  array,
  call,
  compare,
  constant,
  type Expr,
  exprTemplate,
  field,
  or,
  parseExpr,
  type Select,
  selectTemplate,
} from '../hogql/index.ts'
import { type Asker, within } from './asker.ts'
import { type Breakdown, breakdownValue, readBreakdown } from './breakdowns.ts'
import { bucketKeyText, type DateRange, formatDay, keyOf } from './dates.ts'
import { describeEntity, entityCondition, eventNames } from './entities.ts'
import {
  type AttemptRules,
  furthestAttempt,
  furthestSimpleAttempt,
  SKIPPED,
  unorderedByPeriod,
} from './funnel-attempts.ts'
import type { CountedEvents } from './matched-events.ts'

const OTHER = 'Other'
const WINDOW_DEFAULT = 14
const SECONDS: Record<string, number> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 31 * 86_400,
}
const BINS_AUTO_MAX = 60
const BINS_MAX = 90
const TRENDS_ROWS_MAX = 1000

/** A validated funnel. */
export interface Funnel {
  query: FunnelsQuery
  rules: AttemptRules
  breakdown: Breakdown | null
  attribution: 'first_touch' | 'last_touch' | 'all_events' | 'step'
  attributionStep: number
  fromStep: number
  toStep: number
  range: DateRange
}

/** Window in seconds. */
export function windowSeconds(query: FunnelsQuery): number {
  const { funnelWindowInterval, funnelWindowIntervalUnit } = query.funnelsFilter ?? {}
  return (funnelWindowInterval ?? WINDOW_DEFAULT) * SECONDS[funnelWindowIntervalUnit ?? 'day']!
}

/** @throws ApiError 400 with PostHog's message for invalid combinations */
export async function openFunnel(query: FunnelsQuery, asker: Asker): Promise<Funnel> {
  const { series } = query
  const filter = query.funnelsFilter ?? {}
  const order = filter.funnelOrderType ?? 'ordered'
  const steps = series.length
  const exclusions = (filter.exclusions ?? []).map((each) => ({
    node: each,
    from: each.funnelFromStep,
    to: each.funnelToStep,
  }))
  for (const { node, from, to } of exclusions) {
    if (from >= to) throw errors.invalid('Exclusion event range is invalid. End of range should be greater than start.')
    if (from < 0 || from > steps - 2)
      throw errors.invalid('Exclusion event range is invalid. Start of range is greater than number of steps.')
    if (to > steps - 1)
      throw errors.invalid('Exclusion event range is invalid. End of range is greater than number of steps.')
    const names = eventNames(node, asker)
    const isPart = series.slice(from, to + 1).some((step) => {
      const own = eventNames(step, asker)
      return own === null ? names === null : (names ?? []).some((name) => own.includes(name))
    })
    if (isPart) throw errors.invalid("Exclusion steps cannot contain an event that's part of funnel steps.")
    if (order === 'unordered' && (from !== 0 || to !== steps - 1))
      throw errors.invalid('Partial Exclusions not allowed in unordered funnels')
  }
  const { funnelFromStep: fromStep, funnelToStep: toStep } = filter
  if (fromStep !== null && fromStep !== undefined && (fromStep < 0 || fromStep > steps - 2))
    throw errors.invalid(`funnelFromStep is out of bounds. It must be between 0 and ${steps - 2}.`)
  if (toStep !== null && toStep !== undefined && (toStep < 1 || toStep > steps - 1))
    throw errors.invalid(`funnelToStep is out of bounds. It must be between 1 and ${steps - 1}.`)
  if ((fromStep ?? 0) >= (toStep ?? Math.max(1, steps - 1)))
    throw errors.invalid('Funnel step range is invalid. funnelToStep should be greater than funnelFromStep.')
  const attribution = filter.breakdownAttributionType ?? 'first_touch'
  const attributionStep = filter.breakdownAttributionValue ?? 0
  if (attribution === 'step' && order === 'unordered' && attributionStep !== 0)
    throw errors.invalid('Only the first step can be used for breakdown attribution in unordered funnels')
  if (attribution === 'step' && attributionStep >= Math.max(1, steps))
    throw errors.invalid(`The funnel has no step ${attributionStep} to attribute a breakdown to.`)
  if (series[0]?.optionalInFunnel) throw errors.invalid('The first step of a funnel cannot be optional.')
  const isSteps = (filter.funnelVizType ?? 'steps') === 'steps'
  const optional = new Set(series.flatMap((node, index) => (node.optionalInFunnel ? [index] : [])))
  if (optional.size > 0 && (order === 'unordered' || !isSteps))
    throw errors.invalid('Optional steps are only possible in ordered funnels that show steps.')
  return {
    query,
    rules: { order, steps, window: windowSeconds(query) * 1_000_000, exclusions, optional },
    breakdown: readBreakdown(query.breakdownFilter),
    attribution,
    attributionStep,
    fromStep: fromStep ?? 0,
    toStep: toStep ?? steps - 1,
    range: await asker.range(query.dateRange, query.interval ?? 'day'),
  }
}

/** Expression for the actor who goes through the funnel. */
export function funnelActor({ query }: Funnel, asker: Asker): Expr {
  const expression = query.funnelsFilter?.funnelAggregateByHogQL
  if (expression && expression !== 'person_id') return call('toString', parseExpr(expression))
  return asker.actor(query.aggregation_group_type_index)
}

export interface AttemptsOptions {
  /** For cohort breakdowns: the condition for the cohort's members. */
  condition?: Expr
  /** Evaluates each period in which an actor entered separately. */
  byPeriod?: boolean
  /** For actors who only reached the first step, reports its first occurrence. Otherwise any occurrence. */
  exactTimes?: boolean
}

/** The events that can be steps of a funnel. */
export function funnelEvents(funnel: Funnel, asker: Asker): CountedEvents {
  const { query, range } = funnel
  return {
    actor: funnelActor(funnel, asker),
    where: and(
      within(range),
      asker.globalFilters(query),
      or(...query.series.map((node) => entityCondition(node, asker))),
    ),
  }
}

/**
 * `actor, attempt` for each actor who entered; `attempt` is the list of step times in microseconds. Adds `value` (a
 * list) if there is a breakdown, and `period` with `byPeriod`.
 */
export function attemptsQuery(funnel: Funnel, asker: Asker, options: AttemptsOptions = {}): Select {
  const { query, rules, breakdown, attribution, attributionStep, range } = funnel
  const conditions = query.series.map((node) => entityCondition(node, asker))
  const exclusions = (query.funnelsFilter?.exclusions ?? []).map((node) => entityCondition(node, asker))
  const flags = [...conditions, ...exclusions]
  const number = (condition: Expr) => call('_toUInt64', call('if', condition, constant(1), constant(0)))
  const bits = flags
    .map((condition, index) => call('multiply', number(condition), constant(2 ** index)))
    .reduce((sum, each) => call('plus', sum, each))
  const byExpression = Boolean(query.funnelsFilter?.funnelAggregateByHogQL)
  const actor = funnelActor(funnel, asker)
  const where = and(
    within(range),
    asker.globalFilters(query),
    options.condition ?? constant(true),
    rules.order === 'strict' ? constant(true) : or(...flags),
    byExpression
      ? call('notEmpty', call('ifNull', actor, constant('')))
      : asker.hasActor(query.aggregation_group_type_index),
  )
  const hasValue = breakdown !== null && breakdown.cohorts === null
  const value = hasValue ? breakdownValue(breakdown, [], '') : null
  const isByStep = hasValue && attribution === 'step'
  const values = {
    actor,
    where,
    time: exprTemplate('toUnixTimestamp64Micro(timestamp)'),
    // Among events at the same time, those that can only be an earlier step come first.
    order: averageStep(conditions.map(number)),
    bits,
    step: call(
      'toInt64',
      call(
        'multiIf',
        ...conditions.slice(0, -1).flatMap((condition, index): Expr[] => [condition, constant(index)]),
        constant(conditions.length - 1),
      ),
    ),
    ...(value && { value }),
  }
  const isSimple = areApart(funnel, asker) && !options.byPeriod && !options.exactTimes && !isByStep
  const tuple = `tuple({time}, {order}, {bits}${isByStep ? ', {value}' : ''}${options.byPeriod ? `, toString(${bucketKeyText(range.interval)})` : ''})`
  const listed = isSimple
    ? 'arraySort(groupArray(plus(multiply({time}, 64), {step}))) AS events'
    : `arraySort(groupArray(${tuple})) AS events`
  let source: Select
  if (value && attribution === 'all_events') {
    source = selectTemplate(
      `SELECT {actor} AS actor, {value} AS value, ${listed} FROM events WHERE {where} GROUP BY actor, value`,
      values,
    )
  } else if (value && !isByStep) {
    const pick = attribution === 'last_touch' ? 'argMaxIf' : 'argMinIf'
    source = selectTemplate(
      `SELECT {actor} AS actor, ${pick}({value}, (timestamp, uuid), arrayExists(each -> each != '', {value})) AS found,
         if(empty(found), arrayResize(found, ${breakdown!.dimensions.length}, ''), found) AS value, ${listed}
       FROM events WHERE {where} GROUP BY actor`,
      values,
    )
  } else {
    source = selectTemplate(`SELECT {actor} AS actor, ${listed} FROM events WHERE {where} GROUP BY actor`, values)
  }
  if (isByStep) {
    const own = `bitTest(each.3, ${attributionStep})`
    source = selectTemplate(
      `SELECT actor, value, arrayMap(each -> tuple(each.1, each.2, if(and(${own}, each.4 != value), _toUInt64(minus(each.3, ${2 ** attributionStep})), each.3)${options.byPeriod ? ', each.5' : ''}), events) AS events
       FROM (SELECT actor, events, arrayJoin(arrayDistinct(arrayMap(each -> each.4, arrayFilter(each -> ${own}, events)))) AS value FROM {source})`,
      { source },
    )
  }
  const keptValue = value ? 'value, ' : ''
  if (options.byPeriod && rules.order === 'unordered') {
    source = selectTemplate(
      `SELECT actor, ${keptValue}period, events FROM (SELECT actor, ${keptValue}events, arrayJoin(arrayDistinct(arrayMap(each -> each.4, arrayFilter(each -> bitAnd(each.3, ${2 ** rules.steps - 1}) > 0, events)))) AS period FROM {source})`,
      { source },
    )
  } else if (options.byPeriod) {
    source = selectTemplate(
      `SELECT actor, ${keptValue}period, arrayMap(each -> tuple(each.1, each.2, if(and(bitTest(each.3, 0), each.4 != period), _toUInt64(minus(each.3, 1)), each.3)), events) AS events
       FROM (SELECT actor, ${keptValue}events, arrayJoin(arrayDistinct(arrayMap(each -> each.4, arrayFilter(each -> bitTest(each.3, 0), events)))) AS period FROM {source})`,
      { source },
    )
  }
  const attempt =
    options.byPeriod && rules.order === 'unordered'
      ? unorderedByPeriod(rules, field('events'), field('period'))
      : isSimple
        ? furthestSimpleAttempt(rules, field('events'))
        : furthestAttempt(rules, field('events'))
  return selectTemplate(
    `SELECT actor, ${keptValue}${options.byPeriod ? 'period, ' : ''}attempt FROM (SELECT actor, ${keptValue}${options.byPeriod ? 'period, ' : ''}{attempt} AS attempt FROM {source}) WHERE notEmpty(attempt)`,
    { attempt, source },
  )
}

/** True if no event can match two steps and the funnel has no other rules. */
function areApart({ query, rules }: Funnel, asker: Asker): boolean {
  if (rules.order !== 'ordered' || rules.exclusions.length > 0 || rules.optional.size > 0 || rules.steps < 2)
    return false
  const names = query.series.map((node) => eventNames(node, asker))
  const all = names.flatMap((each) => each ?? [])
  return names.every((each) => each !== null) && new Set(all).size === all.length
}

function averageStep(numbers: Expr[]): Expr {
  if (numbers.length === 1) return constant(0)
  const sum = numbers
    .map((each, index) => call('multiply', each, constant(index + 1)))
    .reduce((a, b) => call('plus', a, b))
  const count = numbers.reduce((a, b) => call('plus', a, b))
  return call('divide', sum, call('greatest', count, call('_toUInt64', constant(1))))
}

/** HogQL condition: an attempt reached a step (counted from 1). */
export function reached(step: number, { rules }: Funnel, attempt = 'attempt'): string {
  const isThere = `greaterOrEquals(length(${attempt}), ${step})`
  return rules.optional.has(step - 1)
    ? `and(${isThere}, notEquals(arrayElement(${attempt}, ${step}), ${SKIPPED}))`
    : isThere
}

const rangeOf = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

export async function runFunnel(
  query: FunnelsQuery,
  asker: Asker,
): Promise<{ results: FunnelStep[] | FunnelStep[][] | FunnelTrend[] | TimeToConvert; range: DateRange }> {
  const funnel = await openFunnel(query, asker)
  const { range } = funnel
  const visualization = query.funnelsFilter?.funnelVizType ?? 'steps'
  if (query.series.length === 0) return { results: [], range }
  if (visualization === 'time_to_convert') return { results: await timeToConvert(funnel, asker), range }
  if (visualization === 'trends') return { results: await funnelTrends(funnel, asker), range }
  return { results: await funnelSteps(funnel, asker), range }
}

async function funnelSteps(funnel: Funnel, asker: Asker): Promise<FunnelStep[] | FunnelStep[][]> {
  const { breakdown } = funnel
  if (breakdown?.cohorts) {
    const lists = await Promise.all(
      breakdown.cohorts.map(async (cohort) => {
        const [numbers] = await stepNumbers(
          attemptsQuery(funnel, asker, { condition: cohortCondition(cohort, asker) }),
          funnel,
          null,
          asker,
        )
        const steps = describeSteps(funnel, numbers?.numbers ?? null, asker)
        const label = cohort === 'all' ? 'all users' : (asker.cohorts.get(cohort)?.name ?? String(cohort))
        return steps.map((step) => ({ ...step, breakdown: label, breakdown_value: cohort }))
      }),
    )
    return lists.filter((steps) => steps[0]!.count > 0).sort(byReach)
  }
  const source = attemptsQuery(funnel, asker)
  if (!breakdown) {
    const [only] = await stepNumbers(source, funnel, null, asker)
    return describeSteps(funnel, only?.numbers ?? null, asker)
  }
  const top = await topValues(source, funnel, breakdown, asker)
  const all = await stepNumbers(source, funnel, top, asker)
  const lists = all.map(({ value, numbers }) => {
    const shown = value!
    return describeSteps(funnel, numbers, asker).map((step) => ({ ...step, breakdown: shown, breakdown_value: shown }))
  })
  const isOther = (steps: FunnelStep[]) =>
    Number(top.isCut && JSON.stringify(steps[0]!.breakdown_value) === JSON.stringify([OTHER]))
  return lists.sort((a, b) => isOther(a) - isOther(b) || byReach(a, b))
}

export function cohortCondition(cohort: number | 'all', asker: Asker): Expr {
  if (cohort === 'all') return constant(true)
  if (!asker.cohorts.has(cohort)) throw errors.invalid(`Cohort ${cohort} does not exist.`, 'breakdown')
  return compare('in cohort', field('person_id'), constant(cohort))
}

function byReach(a: FunnelStep[], b: FunnelStep[]): number {
  for (let step = a.length - 1; step >= 0; step--)
    if (a[step]!.count !== b[step]!.count) return b[step]!.count - a[step]!.count
  return String(a[0]!.breakdown_value) < String(b[0]!.breakdown_value) ? -1 : 1
}

interface TopValues {
  values: string[][]
  /** There are more values than these. */
  isCut: boolean
}

async function topValues(source: Select, funnel: Funnel, { limit }: Breakdown, asker: Asker): Promise<TopValues> {
  const counts = rangeOf(funnel.rules.steps)
    .reverse()
    .map((step) => `countIf(${reached(step, funnel)}) DESC`)
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT value FROM {source} GROUP BY value ORDER BY ${counts.join(', ')}, value ASC LIMIT ${limit + 1}`,
      { source },
    ),
  )
  const values = rows.map(([value]) => value as string[])
  return { values: values.slice(0, limit), isCut: values.length > limit }
}

/** The breakdown value as shown in answers, for the actors behind it. */
export async function topFunnelValues(funnel: Funnel, asker: Asker): Promise<Expr> {
  return shownValue(await topValues(attemptsQuery(funnel, asker), funnel, funnel.breakdown!, asker))
}

interface StepNumbers {
  count: number
  average: number | null
  median: number | null
}

/** The breakdown value, with all values beyond the limit merged into `Other`. */
function shownValue(top: TopValues): Expr {
  const value = field('value')
  if (!top.isCut) return value
  return call(
    'if',
    compare('in', call('toString', value), {
      node: 'Tuple',
      exprs: top.values.map((each) => call('toString', array(...each.map((text) => constant(text))))),
    }),
    value,
    array(constant(OTHER)),
  )
}

async function stepNumbers(
  source: Select,
  funnel: Funnel,
  top: TopValues | null,
  asker: Asker,
): Promise<{ value: string[] | null; numbers: StepNumbers[] }[]> {
  const steps = rangeOf(funnel.rules.steps)
  const columns = steps.flatMap((step) => {
    const duration = `divide(${sincePrevious(step, funnel)}, 1000000)`
    const counts = `and(${reached(step, funnel)}, greater(${duration}, 0))`
    return step === 1
      ? [`countIf(${reached(step, funnel)})`]
      : [
          `countIf(${reached(step, funnel)})`,
          `avgIf(${duration}, ${counts})`,
          `quantileExactInclusiveIf(0.5)(${duration}, ${counts})`,
        ]
  })
  const tree = selectTemplate(
    `SELECT ${top ? '{shown} AS shown, ' : ''}${columns.map((column, index) => `${column} AS n${index}`).join(', ')} FROM {source}${top ? ' GROUP BY shown' : ''}`,
    { source, shown: top ? shownValue(top) : constant(0) },
  )
  const { rows } = await asker.run(tree)
  return rows.map((row) => {
    const cells = top ? row.slice(1) : row
    const numbers = steps.map((step): StepNumbers => {
      const start = step === 1 ? 0 : 1 + (step - 2) * 3
      const time = (cell: unknown) => (cell === null || cell === undefined ? null : Number(cell))
      return step === 1
        ? { count: Number(cells[0]), average: null, median: null }
        : { count: Number(cells[start]), average: time(cells[start + 1]), median: time(cells[start + 2]) }
    })
    return { value: top ? (row[0] as string[]) : null, numbers }
  })
}

/** Microseconds since the previous step, ignoring skipped steps. */
function sincePrevious(step: number, { rules }: Funnel): string {
  const own = `arrayElement(attempt, ${step})`
  if (step === 1) return '0'
  return rules.optional.size === 0
    ? `minus(${own}, arrayElement(attempt, ${step - 1}))`
    : `minus(${own}, arrayElement(arrayFilter(time -> notEquals(time, ${SKIPPED}), arraySlice(attempt, 1, ${step - 1})), -1))`
}

function describeSteps({ query, rules }: Funnel, numbers: StepNumbers[] | null, asker: Asker): FunnelStep[] {
  return query.series.map((node, index): FunnelStep => {
    const { id, type, name, custom_name: customName } = describeEntity(node, index, asker)
    const isUnordered = rules.order === 'unordered'
    return {
      action_id: isUnordered ? null : (id ?? null),
      name: isUnordered ? `Completed ${index + 1} step${index === 0 ? '' : 's'}` : name,
      custom_name: isUnordered ? null : customName,
      order: index,
      people: [],
      count: numbers?.[index]?.count ?? 0,
      type,
      average_conversion_time: numbers?.[index]?.average ?? null,
      median_conversion_time: numbers?.[index]?.median ?? null,
    }
  })
}

async function timeToConvert(funnel: Funnel, asker: Asker): Promise<TimeToConvert> {
  const { query, fromStep, toStep } = funnel
  if (query.series.length < 2) throw errors.invalid('The time to convert needs a funnel of at least two steps.')
  const condition = funnel.breakdown?.cohorts ? cohortCondition(funnel.breakdown.cohorts[0]!, asker) : constant(true)
  const source = attemptsQuery({ ...funnel, breakdown: null }, asker, { condition })
  const given = query.funnelsFilter?.binCount
  const bins =
    typeof given === 'number'
      ? String(Math.min(Math.max(given, 1), BINS_MAX))
      : `least(${BINS_AUTO_MAX}, greatest(1, ceil(cbrt(converted))))`
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT low, width, bin_count, bin, count() AS number, sum(seconds) AS total FROM (
         SELECT seconds, low, bin_count, width, floor(divide(minus(seconds, low), width)) AS bin FROM (
           SELECT seconds, low, bin_count, if(equals(high, low), 60, ceil(divide(minus(high, low), bin_count))) AS width FROM (
             SELECT seconds, floor(min(seconds) OVER ()) AS low, ceil(max(seconds) OVER ()) AS high, count() OVER () AS converted, ${bins} AS bin_count FROM (
               SELECT divide(minus(arrayElement(attempt, ${toStep + 1}), arrayElement(attempt, ${fromStep + 1})), 1000000) AS seconds FROM {source} WHERE ${reached(toStep + 1, funnel)}
             )
           )
         )
       ) GROUP BY low, width, bin_count, bin ORDER BY bin`,
      { source },
    ),
  )
  if (rows.length === 0)
    return {
      bins: [
        [0, 0],
        [60, 0],
      ],
      average_conversion_time: null,
    }
  const [low, width, count] = rows[0]!.map(Number) as [number, number, number]
  const byBin = new Map(rows.map((row) => [Number(row[3]), Number(row[4])]))
  const converted = rows.reduce((sum, row) => sum + Number(row[4]), 0)
  const total = rows.reduce((sum, row) => sum + Number(row[5]), 0)
  return {
    bins: Array.from({ length: count + 1 }, (_, bin) => [low + bin * width, byBin.get(bin) ?? 0]),
    average_conversion_time: total / converted,
  }
}

async function funnelTrends(funnel: Funnel, asker: Asker): Promise<FunnelTrend[]> {
  const { breakdown, range } = funnel
  if (breakdown?.cohorts) {
    const lists = await Promise.all(
      breakdown.cohorts.map(async (cohort) => {
        const source = attemptsQuery(funnel, asker, { byPeriod: true, condition: cohortCondition(cohort, asker) })
        const [rates] = await periodRates(source, funnel, null, asker)
        return { ...trendsItem(rates?.byKey ?? new Map(), range), breakdown_value: cohort }
      }),
    )
    return lists
  }
  const source = attemptsQuery(funnel, asker, { byPeriod: true })
  if (!breakdown) {
    const [rates] = await periodRates(source, funnel, null, asker)
    return [trendsItem(rates?.byKey ?? new Map(), range)]
  }
  const top = await topValues(source, funnel, breakdown, asker)
  const rates = await periodRates(source, funnel, top, asker)
  return rates.map(({ value, byKey }) => ({ ...trendsItem(byKey, range), breakdown_value: value }))
}

async function periodRates(
  source: Select,
  funnel: Funnel,
  top: TopValues | null,
  asker: Asker,
): Promise<{ value: string[] | null; byKey: Map<string, number> }[]> {
  const { fromStep, toStep } = funnel
  const { rows } = await asker.run(
    selectTemplate(
      `SELECT {shown} AS shown, period, countIf(${reached(fromStep + 1, funnel)}) AS entered, countIf(${reached(toStep + 1, funnel)}) AS converted
       FROM {source} GROUP BY shown, period ORDER BY shown, period`,
      { source, shown: top ? shownValue(top) : array(constant('')) },
    ),
  )
  const lists = new Map<string, { value: string[] | null; byKey: Map<string, number>; size: number }>()
  for (const [value, period, entered, converted] of rows as [string[], string, unknown, unknown][]) {
    const id = JSON.stringify(value)
    const list = lists.get(id) ?? { value: top ? value : null, byKey: new Map<string, number>(), size: 0 }
    lists.set(id, list)
    list.size += Number(converted)
    list.byKey.set(period, Number(entered) === 0 ? 0 : Math.round((10_000 * Number(converted)) / Number(entered)) / 100)
  }
  return [...lists.values()].sort((a, b) => b.size - a.size)
}

function trendsItem(byKey: Map<string, number>, { buckets, interval }: DateRange): FunnelTrend {
  const shown = buckets.slice(0, TRENDS_ROWS_MAX)
  return {
    count: shown.length,
    data: shown.map((bucket) => byKey.get(keyOf(bucket, interval)) ?? 0),
    days: shown.map((bucket) => formatDay(bucket, interval)),
    labels: shown.map((bucket) => bucket.setLocale('en').toFormat('d-LLL-yyyy')),
  }
}
