/** What an alert asks, and which lines of the answer it watches. */
import { hasIntervals, watchableNames } from '@hedgerow/shared/alerts'
import { formulasOf } from '@hedgerow/shared/query/formulas'
import { breakdownText } from '@hedgerow/shared/query/names'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { Interval } from '@hedgerow/shared/query/options'
import type { TrendsResult } from '@hedgerow/shared/query/results'
import type { QueryNode, TrendsQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { readNode } from '../../analytics/query/index.ts'
import type { Point, Reading } from './evaluate.ts'

/** Whole intervals to ask for; the first of them may be cut off. */
const INTERVALS_ASKED = 3
const UNITS: Record<Interval, string> = { minute: 'M', hour: 'h', day: 'd', week: 'w', month: 'm' }
const LABEL_CHARACTERS_MAX = 200

/**
 * The trend that an insight asks for.
 * @param query as stored; null if there is none
 * @throws ApiError 400 if it is not a trend, or cannot be read
 */
export function trendOf(query: JsonObject | null): TrendsQuery {
  const node: QueryNode | null = query && readNode(query)
  if (node?.kind !== 'TrendsQuery') throw errors.invalid('Alerts are only available for trends.', 'insight')
  return node
}

/** @throws ApiError 400 if the trend has no such series */
export function assertSeries(trend: TrendsQuery, seriesIndex: number): void {
  if (seriesIndex >= watchableNames(trend as InsightNode).length)
    throw errors.invalid('The insight has no series with this index.', 'config')
}

/**
 * The question of a check: the same trend up to now, and not further back than needed. A running sum needs its beginning,
 * and a display of one value is about its whole range.
 */
export function questionOf(trend: TrendsQuery): TrendsQuery {
  const own: TrendsQuery = { ...trend, compareFilter: null }
  if (!hasIntervals(trend as InsightNode)) return own
  const { display, smoothingIntervals } = trend.trendsFilter ?? {}
  const count = INTERVALS_ASKED + (smoothingIntervals ?? 1) - 1
  const from =
    display === 'ActionsLineGraphCumulative' ? trend.dateRange?.date_from : `-${count}${UNITS[trend.interval ?? 'day']}`
  return { ...own, dateRange: { date_from: from ?? null, date_to: null } }
}

/**
 * The lines of a series in the answer to its question: one, or one for each breakdown value.
 * @throws ApiError 400 if the series counts an action that no longer exists
 */
export function readingsOf(trend: TrendsQuery, results: readonly TrendsResult[], seriesIndex: number): Reading[] {
  const isSingle = !hasIntervals(trend as InsightNode)
  const name = watchableNames(trend as InsightNode)[seriesIndex]!
  const lines = linesOf(trend, results, seriesIndex)
  if (lines.length > 0) return lines.map((line) => readingOf(line, name, isSingle))
  if (!isBrokenDown(trend)) throw errors.invalid('The series counts an action that no longer exists.', 'config')
  // Without any event there are no breakdown values.
  const nothing: Point = { value: 0, bucket: null }
  return [{ label: name, ongoing: isSingle ? null : nothing, last: nothing, before: isSingle ? null : nothing }]
}

function linesOf(trend: TrendsQuery, results: readonly TrendsResult[], seriesIndex: number): readonly TrendsResult[] {
  const formulas = formulasOf(trend.trendsFilter).length
  if (formulas === 0) return results.filter(({ action }) => action?.order === seriesIndex)
  // The lines of a formula follow each other, and all formulas have the same number of them.
  const count = results.length / formulas
  return results.slice(seriesIndex * count, (seriesIndex + 1) * count)
}

function readingOf(line: TrendsResult, name: string, isSingle: boolean): Reading {
  const own = line.action?.custom_name || (line.action && typeof line.action.id === 'number' ? line.action.name : name)
  const by = line.breakdown_value === undefined ? null : breakdownText(line.breakdown_value)
  const label = (by === null ? own : `${own} · ${by}`).slice(0, LABEL_CHARACTERS_MAX)
  if (isSingle) {
    const last = { value: line.aggregated_value ?? null, bucket: null }
    return { label, ongoing: null, last, before: null }
  }
  const at = (position: number): Point | null => {
    const bucket = line.days.at(position)
    return bucket === undefined ? null : { value: line.data?.at(position) ?? null, bucket }
  }
  return { label, ongoing: at(-1), last: at(-2), before: at(-3) }
}

function isBrokenDown({ breakdownFilter }: TrendsQuery): boolean {
  return Boolean(breakdownFilter?.breakdowns?.length || breakdownFilter?.breakdown)
}
