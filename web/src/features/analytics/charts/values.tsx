/** Numbers, ranked bars and pies: charts of one value for each line. */

import { compact, exact, percent, signed } from '@hedgerow/shared/charts/format'
import { type ChartData, type ChartSeries, change } from '@hedgerow/shared/charts/trends-data'
import { pieSlices, rankedBars } from '@hedgerow/shared/charts/values-data'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { seriesColor } from './series-color'

interface Props {
  data: ChartData
  onPick?: (series: ChartSeries) => void
}

/** A smaller change counts as none. */
const NOISE = 0.005

export function Change({ now, before }: { now: number; before: number }) {
  const share = change(now, before)
  if (share === null) return <span className="text-muted">no earlier value</span>
  if (Math.abs(share) < NOISE) return <span className="text-muted">unchanged</span>
  const Arrow = share > 0 ? ArrowUp : ArrowDown
  return (
    <span className={`inline-flex items-center gap-1 ${share > 0 ? 'text-accent' : 'text-danger'}`}>
      <Arrow size={14} aria-hidden />
      {signed(share)}
    </span>
  )
}

export function BigNumber({ data, onPick }: Props) {
  const now = data.series.find(({ isPrevious }) => !isPrevious)
  const before = data.series.find(({ isPrevious }) => isPrevious)
  if (!now) return null
  return (
    <div className="flex h-full min-h-24 flex-col items-center justify-center gap-1 p-4 text-center">
      <button
        type="button"
        disabled={!onPick || !now.source}
        onClick={() => onPick?.(now)}
        title={exact(now.total)}
        className="rounded-md px-3 text-5xl font-semibold enabled:hover:bg-raised"
      >
        {compact(now.total)}
      </button>
      <p className="max-w-full truncate text-muted">{now.name}</p>
      {before && (
        <p className="text-[13px]">
          <Change now={now.total} before={before.total} />{' '}
          <span className="text-muted">from {exact(before.total)} before</span>
        </p>
      )}
    </div>
  )
}

export function RankedBars({ data, onPick }: Props) {
  return (
    <ol aria-label="Values" className="@container flex flex-col gap-1 p-2">
      {rankedBars(data).map(({ series, length }) => (
        <li key={series.key}>
          <button
            type="button"
            disabled={!onPick || !series.source}
            onClick={() => onPick?.(series)}
            className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 rounded-md px-2 py-1 text-left enabled:hover:bg-raised @md:grid-cols-[minmax(6rem,14rem)_1fr_auto]"
          >
            <span className="truncate" title={series.name}>
              {series.name}
            </span>
            {/* Where there is little room, the bar has a line of its own. */}
            <span className="order-last col-span-2 h-5 rounded-sm bg-raised @md:order-none @md:col-span-1" aria-hidden>
              <span
                className="block h-full rounded-sm"
                style={{
                  width: `${length * 100}%`,
                  background: seriesColor(series.color),
                }}
              />
            </span>
            <span className="text-right font-medium" title={exact(series.total)}>
              {compact(series.total)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}

const RADIUS = 80

export function Pie({ data, onPick }: Props) {
  const slices = pieSlices(data)
  const sum = slices.reduce((all, { series }) => all + series.total, 0)
  const point = (share: number, radius: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2
    return `${100 + radius * Math.cos(angle)} ${100 + radius * Math.sin(angle)}`
  }
  return (
    <div className="flex h-full flex-wrap items-center justify-center gap-6 p-3">
      <svg viewBox="0 0 200 200" className="h-52 max-h-full min-h-36" role="img" aria-label={`Shares of ${exact(sum)}`}>
        {slices.map(({ series, from, to }) =>
          to - from > 0.9999 ? (
            <circle key={series.key} cx={100} cy={100} r={RADIUS} fill={seriesColor(series.color)} />
          ) : (
            <path
              key={series.key}
              d={`M100 100 L${point(from, RADIUS)} A${RADIUS} ${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to, RADIUS)} Z`}
              fill={seriesColor(series.color)}
              stroke="var(--surface)"
              strokeWidth={1.5}
            />
          ),
        )}
      </svg>
      <ul className="flex min-w-40 flex-col gap-1">
        {slices.map(({ series, from, to }) => (
          <li key={series.key}>
            <button
              type="button"
              disabled={!onPick || !series.source}
              onClick={() => onPick?.(series)}
              className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left enabled:hover:bg-raised"
            >
              <span
                aria-hidden
                className="h-3 w-3 shrink-0 rounded-sm"
                style={{ background: seriesColor(series.color) }}
              />
              <span className="max-w-52 truncate">{series.name}</span>
              <span className="ml-auto pl-3 font-medium">{percent(to - from)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
