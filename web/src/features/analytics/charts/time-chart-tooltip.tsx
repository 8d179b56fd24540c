/** The values at one position of a chart over time. */
import 'uplot/dist/uPlot.min.css'
import type { ChartData, ChartSeries } from '@hedgerow/shared/charts/trends-data'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import { seriesColor } from './series-color'

export const TOOLTIP_ROWS_MAX = 12
const TOOLTIP_PX = 240

export function Tooltip({
  data,
  shown,
  position,
  left,
  width,
  format,
  hint,
}: {
  data: ChartData
  shown: ChartSeries[]
  position: number
  left: number
  width: number
  format: (value: number) => string
  hint: string
}) {
  const rows = shown
    .map((series) => ({ series, value: series.values[position] ?? null }))
    .sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))
    .slice(0, TOOLTIP_ROWS_MAX)
  const isRight = left + TOOLTIP_PX + 24 > width
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-10 rounded-md border border-line-strong bg-surface px-3 py-2 text-[13px] shadow-lg"
      style={{ width: TOOLTIP_PX, left: isRight ? Math.max(0, left - TOOLTIP_PX - 12) : left + 12 }}
    >
      <p className="font-medium">
        {bucketLabel(data.buckets[position]!, data.interval, true)}
        {position >= data.incompleteFrom && <span className="text-muted"> · incomplete</span>}
      </p>
      {rows.map(({ series, value }) => (
        <p key={series.key} className="flex items-center gap-2">
          <span
            className="h-2.5 w-2.5 shrink-0 rounded-sm"
            style={{ background: seriesColor(series.color), opacity: series.isPrevious ? 0.5 : 1 }}
          />
          <span className="min-w-0 flex-1 truncate">
            {series.name}
            {series.isPrevious && series.buckets[position]
              ? `, ${bucketLabel(series.buckets[position], data.interval)}`
              : ''}
          </span>
          <span className="font-medium">{valueOr(value, format)}</span>
        </p>
      ))}
      {shown.length > TOOLTIP_ROWS_MAX && <p className="text-muted">and {shown.length - TOOLTIP_ROWS_MAX} more</p>}
      {hint && <p className="text-muted">{hint}</p>}
    </div>
  )
}

/** A value as text; `no value` for screen readers if there is none. */
export const valueOr = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? 'no value' : format(value)
