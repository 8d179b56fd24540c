/** Turns the steps of a funnel into what its chart shows. */
import { breakdownText, eventName } from '../query/names.ts'
import type { BreakdownValue, FunnelStep, FunnelTrend } from '../query/results.ts'
import { COLORS } from './palette.ts'
import { type ChartData, type Timed, trendsData } from './trends-data.ts'

export interface FunnelBar {
  name: string
  order: number
  count: number
  /** Number of actors who reached the previous step but not this one. */
  dropped: number
  /** Share, from 0 to 1. */
  ofFirst: number
  ofPrevious: number
  averageSeconds: number | null
  medianSeconds: number | null
}

export interface FunnelLine {
  key: string
  name: string
  color: number
  breakdown: BreakdownValue | undefined
  bars: FunnelBar[]
}

/** @param results the steps; with a breakdown, one list of steps per value */
export function funnelData(results: FunnelStep[] | FunnelStep[][]): FunnelLine[] {
  const lines = (Array.isArray(results[0]) ? results : [results]) as FunnelStep[][]
  return lines
    .filter((steps) => steps.length > 0)
    .map((steps, position) => {
      const breakdown = steps[0]!.breakdown_value
      const first = steps[0]!.count
      return {
        key: JSON.stringify(breakdown ?? null),
        name: breakdown === undefined || breakdown === null ? 'All' : breakdownText(breakdown),
        color: (position % COLORS) + 1,
        breakdown,
        bars: steps.map((step, index) => {
          const before = index === 0 ? step.count : steps[index - 1]!.count
          return {
            name: step.custom_name || eventName(step.name),
            order: step.order,
            count: step.count,
            dropped: index === 0 ? 0 : Math.max(0, before - step.count),
            ofFirst: first === 0 ? 0 : step.count / first,
            ofPrevious: before === 0 ? 0 : step.count / before,
            averageSeconds: step.average_conversion_time,
            medianSeconds: step.median_conversion_time,
          }
        }),
      }
    })
}

/** Summarizes the funnel in one sentence. */
export function describeFunnel(lines: FunnelLine[], percent: (share: number) => string): string {
  const first = lines[0]
  if (!first || first.bars[0]!.count === 0) return 'Nobody entered the funnel in this range.'
  const last = first.bars.at(-1)!
  const name = lines.length > 1 ? `${first.name}: ` : ''
  return `${name}${percent(last.ofFirst)} get through ${first.bars.length} steps (${last.count} of ${first.bars[0]!.count}).`
}

/** Conversion rate in percent by the period in which actors entered: one line per breakdown value. */
export function funnelTrendsData(
  node: Timed,
  results: readonly FunnelTrend[],
  timeZone: string,
  now = new Date(),
): ChartData {
  const rows = results.map((row) => ({ ...row, label: '', action: null }))
  const data = trendsData(node, rows, timeZone, now)
  return {
    ...data,
    series: data.series.map((series, index) => {
      const breakdown = results[index]!.breakdown_value
      return {
        ...series,
        key: `${index}`,
        color: (index % COLORS) + 1,
        name: breakdown === undefined ? 'Conversion' : breakdownText(breakdown),
        source: { series: 0, breakdown },
      }
    }),
  }
}
