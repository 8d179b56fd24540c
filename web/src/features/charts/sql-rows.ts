/** Rows of a query in SQL as a chart. */
import { valueText } from '../../value-text'
import type { ChartData } from './trends-data'

const isNumber = (value: unknown) => value === null || typeof value === 'number'

/** The first column names the points, all columns of numbers are lines. null when there is none. */
export function rowsToChart(columns: readonly string[], rows: readonly (readonly unknown[])[]): ChartData | null {
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every((row) => isNumber(row[index])))
  const label = numeric.indexOf(false)
  const lines = columns.flatMap((name, index) => (numeric[index] && index !== label ? [{ name, index }] : []))
  if (lines.length === 0 || rows.length === 0) return null
  const buckets = rows.map((row, index) => (label < 0 ? String(index + 1) : valueText(row[label])))
  return {
    buckets,
    interval: null,
    incompleteFrom: buckets.length,
    left: 0,
    series: lines.slice(0, 10).map(({ name, index }, position) => ({
      key: `${name}-${index}`,
      name,
      color: position + 1,
      values: rows.map((row) => row[index] as number | null),
      isPrevious: false,
      buckets,
      source: null,
      total: rows.reduce((sum, row) => sum + ((row[index] as number | null) ?? 0), 0),
    })),
  }
}
