/** Charts with one value per line: ranked bars, and shares of a whole. */
import type { ChartData, ChartSeries } from './trends-data.ts'

/** The lines of the current period, largest first, with the lengths of their bars as shares of the longest. */
export function rankedBars({ series }: Pick<ChartData, 'series'>): { series: ChartSeries; length: number }[] {
  const rows = series.filter(({ isPrevious }) => !isPrevious).toSorted((a, b) => b.total - a.total)
  const highest = Math.max(1, ...rows.map(({ total }) => total))
  return rows.map((each) => ({ series: each, length: Math.max(0, each.total) / highest }))
}

/** The positive lines of the current period, with the start and end of their slices (0 to 1). */
export function pieSlices({ series }: Pick<ChartData, 'series'>): { series: ChartSeries; from: number; to: number }[] {
  const rows = series.filter(({ isPrevious, total }) => !isPrevious && total > 0)
  const sum = rows.reduce((all, { total }) => all + total, 0)
  let from = 0
  return rows.map((each) => {
    const slice = { series: each, from, to: from + each.total / sum }
    from = slice.to
    return slice
  })
}
