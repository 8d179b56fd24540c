/** The names of lines as buttons that hide and show them. */

import type { ChartData } from '@hedgerow/shared/charts/trends-data'
import { seriesColor } from './series-color'

export function Legend({
  data,
  hidden,
  onToggle,
}: {
  data: ChartData
  hidden: ReadonlySet<string>
  onToggle: (key: string, isAlone: boolean) => void
}) {
  if (data.series.length < 2) return null
  return (
    <ul aria-label="Legend" className="flex max-h-16 flex-wrap gap-x-3 overflow-y-auto px-2 pb-1 text-[13px]">
      {data.series.map((series) => (
        <li key={series.key} className="max-w-full">
          <button
            type="button"
            aria-pressed={!hidden.has(series.key)}
            onClick={() => onToggle(series.key, false)}
            onDoubleClick={() => onToggle(series.key, true)}
            title="Click to hide or show. Double-click to show only this one."
            className={`flex min-h-6 max-w-full items-center gap-1.5 ${hidden.has(series.key) ? 'text-muted line-through' : ''}`}
          >
            <span
              aria-hidden
              className="h-2.5 w-2.5 shrink-0 rounded-sm"
              style={{ background: seriesColor(series.color), opacity: series.isPrevious ? 0.5 : 1 }}
            />
            <span className="truncate">{series.name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
