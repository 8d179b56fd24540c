/**
 * The few numbers that an answer comes down to, so that a report can say in words what has changed. Only numbers that can be
 * compared with those of another day are taken: a count of users is never added up over days.
 */
import { funnelData } from '@hedgerow/shared/charts/funnel-data'
import { meanRetention, retentionData } from '@hedgerow/shared/charts/retention-data'
import { isOneValue } from '@hedgerow/shared/charts/time-chart'
import { type ChartData, lifecycleData, trendsData } from '@hedgerow/shared/charts/trends-data'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import type { FunnelStep, LifecycleResult, RetentionRow, TrendsResult } from '@hedgerow/shared/query/results'

export interface Headline {
  label: string
  value: number
  /** A number, or a share from 0 to 1. */
  unit: 'number' | 'share'
  /** The same number one period earlier, if the answer has it. */
  before: number | null
  /** The period that the value is of: a bucket; null for the whole range. */
  bucket: string | null
}

const HEADLINES_MAX = 10
/** Aggregations that can be added up over time. */
const ADDITIVE = new Set(['total', 'sum', undefined, null])

/** @returns an empty list for answers without such a number, such as tables and paths */
export function headlinesOf(node: QueryNode, results: unknown, timeZone: string, now = new Date()): Headline[] {
  if (!Array.isArray(results) || results.length === 0) return []
  const question = node as unknown as InsightNode
  const found = read(question, results, timeZone, now)
  return found.filter(({ value }) => Number.isFinite(value)).slice(0, HEADLINES_MAX)
}

function read(node: InsightNode, results: unknown[], timeZone: string, now: Date): Headline[] {
  switch (node.kind) {
    case 'TrendsQuery':
      return trendHeadlines(node, results as TrendsResult[], timeZone, now)
    case 'LifecycleQuery':
      return ofLastPeriod(lifecycleData(node, results as LifecycleResult[], timeZone, now))
    case 'FunnelsQuery':
      return node.funnelsFilter?.funnelVizType === 'trends' ? [] : funnelHeadlines(results as FunnelStep[])
    case 'RetentionQuery':
      return retentionHeadlines(node, results as RetentionRow[], now)
    default:
      return []
  }
}

function trendHeadlines(node: InsightNode, results: TrendsResult[], timeZone: string, now: Date): Headline[] {
  const data = trendsData(node, results, timeZone, now)
  const isCumulative = node.trendsFilter?.display === 'ActionsLineGraphCumulative'
  const isWhole = isOneValue(node.trendsFilter?.display)
  if (!isWhole && (isCumulative || !results.every(({ action }) => action && ADDITIVE.has(action.math))))
    return ofLastPeriod(data)
  const previous = new Map(
    data.series.filter(({ isPrevious }) => isPrevious).map(({ key, total }) => [key.replace(/:previous$/, ''), total]),
  )
  return data.series
    .filter(({ isPrevious }) => !isPrevious)
    .map(({ key, name, total }) => ({
      label: name,
      value: total,
      unit: 'number',
      before: previous.get(key) ?? null,
      bucket: null,
    }))
}

/** The value of the last complete period, and the one before. */
function ofLastPeriod({ series, buckets, incompleteFrom }: ChartData): Headline[] {
  const last = Math.min(incompleteFrom, buckets.length) - 1
  return series.flatMap(({ name, values, isPrevious }): Headline[] => {
    const value = values[last]
    if (isPrevious || value === null || value === undefined) return []
    return [{ label: name, value, unit: 'number', before: values[last - 1] ?? null, bucket: buckets[last]! }]
  })
}

function funnelHeadlines(results: FunnelStep[]): Headline[] {
  return funnelData(results).flatMap(({ name, bars }): Headline[] => {
    const last = bars.at(-1)
    if (!last || bars[0]!.count === 0) return []
    const label = name === 'All' ? 'Conversion' : `Conversion, ${name}`
    return [{ label, value: last.ofFirst, unit: 'share', before: null, bucket: null }]
  })
}

function retentionHeadlines(node: InsightNode, results: RetentionRow[], now: Date): Headline[] {
  if (results.some(({ breakdown_value: value }) => value !== undefined && value !== null)) return []
  const period = node.retentionFilter?.period ?? 'Day'
  const mean = meanRetention(retentionData(results, period, now))[1]
  if (mean === null || mean === undefined) return []
  return [
    { label: `Retention after one ${period.toLowerCase()}`, value: mean, unit: 'share', before: null, bucket: null },
  ]
}
