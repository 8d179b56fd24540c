/** Turns results into what charts draw, independent of the renderer. */
import { firstIncomplete } from '../query/dates.ts'
import { breakdownText, eventName, isOther } from '../query/names.ts'
import type { InsightNode } from '../query/nodes.ts'
import { type Interval, LIFECYCLE_STATUSES, type LifecycleStatus } from '../query/options.ts'
import type { BreakdownValue, LifecycleResult, StickinessResult, TrendsResult } from '../query/results.ts'
import { COLORS } from './palette.ts'

export const SERIES_SHOWN_MAX = 25

export interface ChartSeries {
  /** Identifies the series among the others, and stays the same across refreshes. */
  key: string
  name: string
  /** 1 to 10; the previous period has the color of its own line. */
  color: number
  values: (number | null)[]
  isPrevious: boolean
  /** Buckets of the previous period, if they differ. */
  buckets: string[]
  /** Where the number comes from; null if there are no persons behind it. */
  source: { series: number; breakdown?: unknown; compare?: 'current' | 'previous'; status?: string } | null
  /** Total over the whole range. */
  total: number
}

/** A horizontal line over the whole chart: a limit of an alert. */
export interface Limit {
  value: number
  label: string
}

export interface ChartData {
  buckets: string[]
  interval: Interval | null
  series: ChartSeries[]
  /** Position of the first incomplete bucket; the number of buckets if all are complete. */
  incompleteFrom: number
  /** Number of lines that were left out. */
  left: number
  limits?: readonly Limit[] | undefined
}

/** The parts of a result that its line is built from. */
export type TrendsLine = Pick<TrendsResult, 'label' | 'count' | 'data' | 'action'> &
  Partial<Pick<TrendsResult, 'compare' | 'compare_label' | 'aggregated_value'>> & {
    days: readonly (string | number)[]
    breakdown_value?: BreakdownValue | null
  }

/** The part of a query that decides how its buckets are named. */
export type Timed = Pick<InsightNode, 'interval'>

/** @param linesMax lines beyond this number are left out, because nobody can tell them apart in a chart */
export function trendsData(
  node: Timed,
  results: readonly TrendsLine[],
  timeZone: string,
  now = new Date(),
  linesMax = SERIES_SHOWN_MAX,
): ChartData {
  const interval = node.interval ?? 'day'
  const isFormula = results.some(({ action }) => !action)
  const names = new Set(results.map((result) => nameOf(result)))
  const isBroken = results.some(({ breakdown_value: value }) => value !== undefined && value !== null)
  const colors = new Map<string, number>()
  const all = results.map((result, position): ChartSeries => {
    const isPrevious = result.compare_label === 'previous'
    const order = result.action?.order ?? (isFormula ? 0 : position)
    const identity = `${order}:${JSON.stringify(result.breakdown_value ?? null)}:${isFormula ? result.label : ''}`
    if (!colors.has(identity)) colors.set(identity, (colors.size % COLORS) + 1)
    const by = isBroken ? breakdownText(result.breakdown_value) : ''
    const name = isBroken ? (names.size > 1 ? `${nameOf(result)} · ${by}` : by) : nameOf(result)
    return {
      key: `${identity}${isPrevious ? ':previous' : ''}`,
      name: isPrevious ? `${name} (previous)` : name,
      color: colors.get(identity)!,
      values: result.data ?? [],
      isPrevious,
      buckets: result.days.map(String),
      source:
        result.action && !isOther(result.breakdown_value)
          ? {
              series: order,
              ...(isBroken && { breakdown: result.breakdown_value }),
              ...(result.compare_label && { compare: result.compare_label }),
            }
          : null,
      total: result.aggregated_value ?? result.count ?? 0,
    }
  })
  const current = all.find(({ isPrevious }) => !isPrevious) ?? all[0]
  const buckets = current?.buckets ?? []
  const shown = all.slice(0, linesMax * (results.some(({ compare }) => compare) ? 2 : 1))
  return {
    buckets,
    interval,
    series: shown,
    incompleteFrom: firstIncomplete(buckets, interval, timeZone, now),
    left: all.length - shown.length,
  }
}

function nameOf({ action, label }: TrendsLine): string {
  if (!action) return label
  return action.custom_name || (typeof action.id === 'number' ? action.name : eventName(action.id))
}

const STATUS_COLORS: Record<LifecycleStatus, number> = { new: 1, returning: 3, resurrecting: 4, dormant: 2 }
const STATUS_NAMES: Record<LifecycleStatus, string> = {
  new: 'New',
  returning: 'Returning',
  resurrecting: 'Resurrecting',
  dormant: 'Dormant',
}

export function lifecycleData(
  node: Timed,
  results: readonly LifecycleResult[],
  timeZone: string,
  now = new Date(),
): ChartData {
  const interval = node.interval ?? 'day'
  const buckets = results[0]?.days ?? []
  const series = LIFECYCLE_STATUSES.flatMap((status): ChartSeries[] => {
    const result = results.find((each) => each.status === status)
    if (!result) return []
    return [
      {
        key: status,
        name: STATUS_NAMES[status],
        color: STATUS_COLORS[status],
        values: result.data,
        isPrevious: false,
        buckets,
        source: { series: result.action?.order ?? 0, status },
        total: result.data.reduce((sum, value) => sum + value, 0),
      },
    ]
  })
  return { buckets, interval, series, incompleteFrom: firstIncomplete(buckets, interval, timeZone, now), left: 0 }
}

/** Bars by the number of days (weeks …) on which actors were active, as shares of all active actors. */
export function stickinessData(results: readonly StickinessResult[]): ChartData {
  const data = trendsData({}, results, 'UTC')
  return { ...data, interval: null, buckets: results[0]?.labels ?? [], incompleteFrom: results[0]?.data.length ?? 0 }
}

/** Summarizes a chart in one sentence, for screen readers and for a quick look. */
export function summarize(
  { buckets, series, incompleteFrom, limits = [] }: ChartData,
  label: (bucket: string) => string,
  format: (value: number) => string,
): string {
  const own = series.filter(({ isPrevious }) => !isPrevious)
  if (own.length === 0) return 'There is no data in this range.'
  const first = own[0]!
  const over = first.values.slice(0, Math.max(1, incompleteFrom))
  const values = over.filter((value) => value !== null)
  if (values.length === 0)
    return `${own.length > 1 ? `${own.length} series; the first: ` : ''}${first.name} has no value.`
  const highest = Math.max(...values)
  const lowest = Math.min(...values)
  const others = own.length > 1 ? ` ${own.length} series; the first:` : ''
  if (values.every((value) => value === 0) && first.values.every((value) => !value))
    return `${others.trim()} ${first.name} is 0 throughout.`.trim()
  const named = limits.map((limit) => ` Limit ${limit.label}.`).join('')
  const at = (value: number) => label(buckets[over.indexOf(value)] ?? '')
  return `${others.trim()} ${first.name} is highest at ${at(highest)} (${format(highest)}), lowest at ${at(lowest)} (${format(lowest)}).${named}`.trim()
}

/** Relative change; null if there is nothing to compare with. */
export function change(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / Math.abs(before)
}

/** Stacks positive values upwards and negative ones downwards. @returns the ends of every series' bars */
export function stack(rows: readonly (readonly (number | null)[])[]): { from: number[]; to: number[] }[] {
  const up: number[] = []
  const down: number[] = []
  return rows.map((row) => {
    const from: number[] = []
    const to: number[] = []
    row.forEach((each, position) => {
      const value = each ?? 0
      const ends = value < 0 ? down : up
      from[position] = ends[position] ?? 0
      to[position] = from[position]! + value
      ends[position] = to[position]!
    })
    return { from, to }
  })
}
