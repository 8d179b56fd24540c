/** Lines, areas and bars over time, drawn by uPlot; with a cross-hair for mouse and keyboard. */
import { useEffect, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { exact } from '@hedgerow/shared/charts/format'
import { type ChartKind, type Mark, nearest } from '@hedgerow/shared/charts/time-chart'
import type { ChartData, ChartSeries } from '@hedgerow/shared/charts/trends-data'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import { useIsDark } from '../../../theme'
import { toData, toOptions } from './time-chart-plot'
import { TOOLTIP_ROWS_MAX, Tooltip, valueOr } from './time-chart-tooltip'

interface Props {
  data: ChartData
  kind: ChartKind
  /** Keys of series that are not drawn. */
  hidden?: ReadonlySet<string>
  /** The chart summarized in a sentence, for screen readers. */
  summary: string
  format?: (value: number) => string
  onPick?: (series: ChartSeries, position: number) => void
  onZoom?: (from: string, to: string) => void
  marks?: Mark[]
  className?: string
}

export function TimeChart({
  data,
  kind,
  hidden,
  summary,
  format = exact,
  onPick,
  onZoom,
  marks,
  className = 'h-80',
}: Props) {
  const isDark = useIsDark()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const [at, setAt] = useState<{ position: number; left: number; top: number } | null>(null)
  const shown = useMemo(() => data.series.filter(({ key }) => !hidden?.has(key)), [data, hidden])
  const handlers = useRef({ onPick, onZoom })
  handlers.current = { onPick, onZoom }
  const markKey = JSON.stringify(marks ?? [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme means other colors, which are read from the page
  useEffect(() => {
    const own = box.current!
    const made = new uPlot(
      toOptions({
        data,
        shown,
        kind,
        width: own.clientWidth || 300,
        height: own.clientHeight || 200,
        color: (name) => getComputedStyle(own).getPropertyValue(name).trim(),
        marks: JSON.parse(markKey) as Mark[],
        canZoom: handlers.current.onZoom !== undefined,
        onCursor: (u) => {
          const position = u.cursor.idx
          const isInside = position !== null && position !== undefined && (u.cursor.left ?? -1) >= 0
          setAt(
            isInside
              ? { position, left: (u.cursor.left ?? 0) + u.bbox.left / devicePixelRatio, top: u.cursor.top ?? 0 }
              : null,
          )
        },
        onSelect: (from, to) => handlers.current.onZoom?.(data.buckets[from]!, data.buckets[to]!),
      }),
      toData(data, shown, kind),
      own,
    )
    plot.current = made
    const pick = () => {
      const { idx, top } = made.cursor
      if (idx === null || idx === undefined || made.select.width > 0) return
      const series = nearest(shown, kind, idx, made.posToVal(top ?? 0, 'y'))
      if (series?.source) handlers.current.onPick?.(series, idx)
    }
    made.over.addEventListener('click', pick)
    const observer = new ResizeObserver(() => made.setSize({ width: own.clientWidth, height: own.clientHeight }))
    observer.observe(own)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [data, shown, kind, isDark, markKey])

  const move = (step: number) => {
    const u = plot.current
    if (!u || data.buckets.length === 0) return
    const next = Math.max(
      0,
      Math.min(data.buckets.length - 1, (at?.position ?? (step > 0 ? -1 : data.buckets.length)) + step),
    )
    u.setCursor({ left: u.valToPos(next, 'x'), top: u.over.clientHeight / 3 })
  }
  const position = at?.position ?? null
  const first = shown.find(({ source }) => source)
  return (
    <div
      role="group"
      aria-roledescription="chart"
      aria-label={`${summary} Arrow keys read the values${onPick ? ', Enter opens the persons behind one' : ''}.`}
      tabIndex={0}
      className={`relative min-w-0 ${className}`}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return
        if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
          event.preventDefault()
          event.stopPropagation()
          move(event.key === 'ArrowRight' ? 1 : -1)
        }
        if (event.key === 'Enter' && position !== null && first) {
          // Otherwise the same key press would activate the first button of the panel that it opens.
          event.preventDefault()
          onPick?.(first, position)
        }
        if (event.key === 'Escape') {
          plot.current?.setCursor({ left: -10, top: -10 })
          setAt(null)
        }
      }}
      onBlur={() => setAt(null)}
      onMouseLeave={() => setAt(null)}
    >
      <div ref={box} className="h-full w-full" data-chart={kind} />
      {at && position !== null && data.buckets[position] !== undefined && (
        <Tooltip
          data={data}
          shown={shown}
          position={position}
          left={at.left}
          format={format}
          hint={onPick ? 'Click to see the persons' : ''}
          width={box.current?.clientWidth ?? 0}
        />
      )}
      <p className="sr-only" aria-live="polite">
        {position !== null &&
          data.buckets[position] !== undefined &&
          `${bucketLabel(data.buckets[position], data.interval, true)}${position >= data.incompleteFrom ? ' (incomplete)' : ''}: ${shown
            .slice(0, TOOLTIP_ROWS_MAX)
            .map(({ name, values }) => `${name} ${valueOr(values[position], format)}`)
            .join(', ')}`}
      </p>
    </div>
  )
}
