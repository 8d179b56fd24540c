/** Turns rows of retention into what its table and curve show. */
import { bucketLabel } from '../query/dates.ts'
import { breakdownText } from '../query/names.ts'
import type { Interval } from '../query/options.ts'
import type { RetentionRow } from '../query/results.ts'
import type { ChartData } from './trends-data.ts'

export interface RetentionCell {
  count: number
  /** Share of the row's size, from 0 to 1. */
  share: number
  /** The period is not over or has not begun, so the number can still grow. */
  isOpen: boolean
}
export interface RetentionLine {
  label: string
  date: string
  size: number
  cells: RetentionCell[]
}

const STEPS: Record<string, (date: Date, count: number) => void> = {
  Hour: (date, count) => date.setUTCHours(date.getUTCHours() + count),
  Day: (date, count) => date.setUTCDate(date.getUTCDate() + count),
  Week: (date, count) => date.setUTCDate(date.getUTCDate() + 7 * count),
  Month: (date, count) => date.setUTCMonth(date.getUTCMonth() + count),
}

/** @param period `Hour`, `Day`, `Week` or `Month` */
export function retentionData(results: readonly RetentionRow[], period: string, now = new Date()): RetentionLine[] {
  const step = STEPS[period] ?? STEPS.Day!
  return results.map(({ label, date, values }) => {
    const size = values[0]?.count ?? 0
    return {
      label,
      date,
      size,
      cells: values.map(({ count }, index) => {
        const end = new Date(date)
        step(end, index + 1)
        return { count, share: size === 0 ? 0 : count / size, isOpen: end > now }
      }),
    }
  })
}

/** Mean of each period, weighted by size, over the rows for which the period is complete; null if there is no such row. */
export function meanRetention(lines: RetentionLine[]): (number | null)[] {
  const periods = Math.max(0, ...lines.map(({ cells }) => cells.length))
  return Array.from({ length: periods }, (_, index) => {
    const over = lines.filter(({ cells, size }) => size > 0 && cells[index] && (!cells[index].isOpen || index === 0))
    const sizes = over.reduce((sum, { size }) => sum + size, 0)
    return sizes === 0 ? null : over.reduce((sum, { cells }) => sum + cells[index]!.count, 0) / sizes
  })
}

/** The names of the rows: the value of a breakdown, or the period in which its actors started. */
export function retentionTitles(results: readonly RetentionRow[], period: string): string[] {
  const isBroken = results.some(({ breakdown_value: value }) => value !== undefined && value !== null)
  return results.map(({ breakdown_value: value, date }) =>
    isBroken ? breakdownText(value) : bucketLabel(date, period.toLowerCase() as Interval, true),
  )
}

/** The mean as a curve, as far as it is known. Values are shares from 0 to 1. */
export function curveData(mean: readonly (number | null)[], period: string): ChartData {
  const values = mean.filter((share) => share !== null)
  const buckets = values.map((_, index) => `${period} ${index}`)
  const series = {
    key: 'mean',
    name: 'Weighted mean',
    color: 1,
    values,
    isPrevious: false,
    buckets,
    source: null,
    total: 0,
  }
  return { buckets, interval: null, series: [series], incompleteFrom: buckets.length, left: 0 }
}
