/** The data of a chart as a table: one row per line, one column per bucket. Each number opens the persons behind it. */

import { exact } from '@hedgerow/shared/charts/format'
import type { ChartData, ChartSeries } from '@hedgerow/shared/charts/trends-data'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import { seriesColor } from './series-color'

interface Props {
  data: ChartData
  label: string
  hasTotals?: boolean
  totalTitle?: string
  hidden?: ReadonlySet<string>
  onToggle?: (key: string, isAlone: boolean) => void
  onPick?: (series: ChartSeries, position: number | null) => void
  format?: (value: number) => string
}

const CELL = 'px-3 text-right whitespace-nowrap'

export function SeriesTable({
  data,
  label,
  hasTotals = true,
  totalTitle = 'Total',
  hidden,
  onToggle,
  onPick,
  format = exact,
}: Props) {
  const number = (series: ChartSeries, value: number, position: number | null, name: string) =>
    onPick && series.source ? (
      <button
        type="button"
        onClick={() => onPick(series, position)}
        aria-label={`${format(value)}, ${series.name}, ${name}`}
        className="min-h-7 rounded px-1 hover:bg-raised hover:underline"
      >
        {format(value)}
      </button>
    ) : (
      format(value)
    )
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="sticky top-0 z-10 border-b border-line bg-raised text-[13px] text-muted">
            <th scope="col" className="sticky left-0 bg-raised px-3 py-2 font-medium">
              Series
            </th>
            {hasTotals && (
              <th scope="col" className={`${CELL} font-medium`}>
                {totalTitle}
              </th>
            )}
            {data.buckets.map((bucket, position) => (
              <th
                key={bucket}
                scope="col"
                className={`${CELL} font-medium`}
                title={position >= data.incompleteFrom ? 'Incomplete' : undefined}
              >
                {bucketLabel(bucket, data.interval)}
                {position >= data.incompleteFrom ? ' *' : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.series.map((series) => (
            <tr key={series.key} className="group h-9 border-b border-line last:border-0 hover:bg-raised">
              <th scope="row" className="sticky left-0 max-w-64 bg-surface px-2 font-normal group-hover:bg-raised">
                {onToggle ? (
                  <button
                    type="button"
                    aria-pressed={!hidden?.has(series.key)}
                    title={`${series.name}: click to hide or show, double-click to show only this one`}
                    onClick={() => onToggle(series.key, false)}
                    onDoubleClick={() => onToggle(series.key, true)}
                    className="flex max-w-full items-center gap-2 rounded px-1 py-1"
                  >
                    <Swatch series={series} isHidden={hidden?.has(series.key)} />
                    <span className={`truncate ${hidden?.has(series.key) ? 'text-muted line-through' : ''}`}>
                      {series.name}
                    </span>
                  </button>
                ) : (
                  <span className="flex items-center gap-2 px-1">
                    <Swatch series={series} />
                    <span className="truncate" title={series.name}>
                      {series.name}
                    </span>
                  </span>
                )}
              </th>
              {hasTotals && (
                <td className={`${CELL} font-medium`}>{number(series, series.total, null, 'whole range')}</td>
              )}
              {data.buckets.map((bucket, position) => (
                <td key={bucket} className={CELL}>
                  {series.values[position] === undefined || series.values[position] === null
                    ? '–'
                    : number(
                        series,
                        series.values[position],
                        position,
                        data.interval ? bucketLabel(series.buckets[position] ?? bucket, data.interval, true) : bucket,
                      )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Swatch({ series, isHidden }: { series: ChartSeries; isHidden?: boolean }) {
  return (
    <span
      aria-hidden
      className="h-3 w-3 shrink-0 rounded-sm border"
      style={{
        borderColor: seriesColor(series.color),
        background: isHidden ? 'transparent' : seriesColor(series.color),
        opacity: series.isPrevious ? 0.5 : 1,
      }}
    />
  )
}
