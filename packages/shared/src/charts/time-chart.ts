/** What a chart over time shows, independent of the renderer: its kind, the columns of numbers, the axes and the marks. */
import { bucketLabel } from '../query/dates.ts'
import type { InsightNode } from '../query/nodes.ts'
import { compact } from './format.ts'
import { type ChartData, type ChartSeries, type Limit, stack } from './trends-data.ts'

/** `bars` are side by side, `stacked` ones on top of each other. */
export type ChartKind = 'line' | 'area' | 'bars' | 'stacked'

/** An annotation on a bucket. */
export interface Mark {
  /** Position of the bucket. */
  at: number
  text: string
}

const TRENDS_KINDS: Record<string, ChartKind> = {
  ActionsLineGraph: 'line',
  ActionsLineGraphCumulative: 'line',
  ActionsAreaGraph: 'area',
  ActionsBar: 'stacked',
  ActionsStackedBar: 'stacked',
  ActionsUnstackedBar: 'bars',
}
const SQL_KINDS: Record<string, ChartKind> = { ...TRENDS_KINDS, ActionsBar: 'bars' }
const ONE_VALUE = new Set(['BoldNumber', 'ActionsBarValue', 'ActionsPie', 'ActionsTable', 'WorldMap'])

/** Whether a display shows one number per line instead of one per bucket. */
export const isOneValue = (display: string | null | undefined) => ONE_VALUE.has(display ?? '')

export function chartKind({ kind, trendsFilter }: Pick<InsightNode, 'kind' | 'trendsFilter'>): ChartKind {
  if (kind === 'LifecycleQuery') return 'stacked'
  if (kind === 'StickinessQuery') return 'bars'
  return TRENDS_KINDS[trendsFilter?.display ?? ''] ?? 'line'
}

export const sqlChartKind = (display: string): ChartKind => SQL_KINDS[display] ?? 'line'

/**
 * Numbers by bucket. A line or an area has two columns: the complete buckets, and a second one, to be dashed, that begins at
 * the last complete bucket and holds the incomplete ones. Bars have one column. Values of stacked kinds are already summed.
 */
export function toColumns(
  { buckets, incompleteFrom }: Pick<ChartData, 'buckets' | 'incompleteFrom'>,
  shown: readonly ChartSeries[],
  kind: ChartKind,
): (number | null)[][] {
  const values = shown.map((series) => series.values)
  if (kind === 'bars') return values
  if (kind === 'stacked') return stack(values).map(({ to }) => to)
  const rows =
    kind === 'area'
      ? // A gap stays a gap, although the areas above it then have nothing below them.
        stack(values).map(({ to }, index) => to.map((end, position) => (isGap(values[index]!, position) ? null : end)))
      : values
  return rows.flatMap((row, index) => {
    // The previous period is complete, so its line has no dashed part.
    const end = shown[index]!.isPrevious ? buckets.length : incompleteFrom
    const part = (isIn: (position: number) => boolean) =>
      buckets.map((_, position) => (isIn(position) ? (row[position] ?? null) : null))
    return [part((position) => position < end), part((position) => position >= end - 1 && end < buckets.length)]
  })
}

const isGap = (values: ArrayLike<number | null | undefined>, position: number) => (values[position] ?? null) === null

/** Positions of values without a neighbor; no line reaches them, so they need a dot. */
export function alone(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from({ length: values.length }, (_, position) => position).filter(
    (position) => !isGap(values, position) && isGap(values, position - 1) && isGap(values, position + 1),
  )
}

/**
 * The series that a point belongs to: the part of a stack that contains it, or the nearest line with persons behind it.
 * @param value height of the point on the value axis
 */
export function nearest(
  shown: readonly ChartSeries[],
  kind: ChartKind,
  position: number,
  value: number,
): ChartSeries | undefined {
  if (kind === 'stacked' || kind === 'area') {
    const ends = stack(shown.map(({ values }) => values))
    const hit = ends.findIndex(
      ({ from, to }) =>
        value >= Math.min(from[position]!, to[position]!) && value <= Math.max(from[position]!, to[position]!),
    )
    return shown[hit] ?? shown[0]
  }
  const distance = ({ values }: ChartSeries) => Math.abs((values[position] ?? 0) - value)
  return shown.filter(({ source }) => source).toSorted((a, b) => distance(a) - distance(b))[0]
}

/** Range of the value axis: it starts at zero unless there are negative values, and is never empty. */
export function valueRange(low: number | null, high: number | null): [number, number] {
  const bottom = Math.min(0, low ?? 0)
  const top = Math.max(0, high ?? 0)
  if (bottom === 0 && top === 0) return [0, 1]
  const room = (top - bottom) * 0.08
  return [bottom < 0 ? bottom - room : 0, top > 0 ? top + room : 0]
}

/** A limit that is further away than this many times the highest value would flatten the chart. */
const LIMIT_DISTANCE_MAX = 4

/** The limits that a chart shows: not far ones, and none on a stack of several series, which has another scale. */
export function limitsInView(
  limits: readonly Limit[] | undefined,
  shown: readonly ChartSeries[],
  kind: ChartKind,
): readonly Limit[] {
  if (!limits || limits.length === 0 || ((kind === 'stacked' || kind === 'area') && shown.length > 1)) return []
  const highest = Math.max(0, ...shown.map(({ values }) => Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))))
  return highest === 0 ? limits : limits.filter(({ value }) => Math.abs(value) <= highest * LIMIT_DISTANCE_MAX)
}

/** Allowed distances between two labels, in buckets. */
export const BUCKET_STEPS = [
  1, 2, 3, 4, 5, 6, 7, 10, 12, 14, 15, 20, 24, 28, 30, 40, 50, 60, 90, 100, 120, 180, 200, 240, 365, 500, 1000, 2000,
  5000,
]

/** Labels at positions of the bucket axis; empty where there is no bucket. */
export function bucketTicks({ buckets, interval }: Pick<ChartData, 'buckets' | 'interval'>, at: number[]): string[] {
  return at.map((position) => (buckets[position] ? bucketLabel(buckets[position], interval) : ''))
}

/** Labels of the value axis. If all values are whole numbers, fractions get no label. */
export function valueTicks(shown: readonly ChartSeries[], at: number[]): string[] {
  const isWhole = shown.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
  return at.map((value) => (isWhole && !Number.isInteger(value) ? '' : compact(value)))
}

/** Positions of annotations on a chart; those before its first bucket or after its last are left out. */
export function marksOf(
  { buckets }: Pick<ChartData, 'buckets'>,
  annotations: readonly { at: string; text: string }[],
): Mark[] {
  return annotations.flatMap(({ at, text }) => {
    const position = buckets.findLastIndex((bucket) => bucket.replace(' ', 'T') <= at)
    const isAfter = position === buckets.length - 1 && at.slice(0, 10) > (buckets.at(-1) ?? '').slice(0, 10)
    return position < 0 || isAfter ? [] : [{ at: position, text }]
  })
}
