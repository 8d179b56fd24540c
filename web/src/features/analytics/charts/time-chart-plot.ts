/** What uPlot draws for a chart over time: its columns of data, series, axes and marks. */
import type uPlot from 'uplot'
import { bucketLabel } from '../query/dates'
import { compact } from './format'
import { type ChartData, type ChartSeries, stack } from './trends-data'

export type ChartKind = 'line' | 'area' | 'bars' | 'stacked'

export interface Mark {
  /** Position of the bucket. */
  at: number
  text: string
}

const ALPHA = { area: '33', previous: '80' }

export function nearest(
  u: uPlot,
  shown: ChartSeries[],
  kind: ChartKind,
  position: number,
  top: number,
): ChartSeries | undefined {
  const value = u.posToVal(top, 'y')
  if (kind === 'stacked' || kind === 'area') {
    const ends = stack(shown.map(({ values }) => values))
    const hit = ends.findIndex(
      ({ from, to }) =>
        value >= Math.min(from[position]!, to[position]!) && value <= Math.max(from[position]!, to[position]!),
    )
    return shown[hit] ?? shown[0]
  }
  return shown
    .filter(({ source }) => source)
    .toSorted((a, b) => Math.abs((a.values[position] ?? 0) - value) - Math.abs((b.values[position] ?? 0) - value))[0]
}

/** Every line twice: what is over, and, dashed, from the last of that on what is not. Bars stand once. */
export function toData(
  { buckets, incompleteFrom }: ChartData,
  shown: ChartSeries[],
  kind: ChartKind,
): uPlot.AlignedData {
  const xs = buckets.map((_bucket, position) => position)
  if (kind === 'bars' || kind === 'stacked') {
    const ends =
      kind === 'stacked'
        ? stack(shown.map(({ values }) => values)).map(({ to }) => to)
        : shown.map(({ values }) => values)
    return [xs, ...ends] as uPlot.AlignedData
  }
  const rows =
    kind === 'area'
      ? // A gap stays one, though the areas above it lie on nothing there.
        stack(shown.map(({ values }) => values)).map(({ to }, index) =>
          to.map((end, position) => ((shown[index]!.values[position] ?? null) === null ? null : end)),
        )
      : shown.map(({ values }) => values)
  const lines = rows.flatMap((values, index) => {
    // The period before is over; its line goes on.
    const end = shown[index]!.isPrevious ? buckets.length : incompleteFrom
    return [
      xs.map((position) => (position < end ? (values[position] ?? null) : null)),
      xs.map((position) => (position >= end - 1 && end < buckets.length ? (values[position] ?? null) : null)),
    ]
  })
  return [xs, ...lines] as uPlot.AlignedData
}

interface OptionsInput {
  data: ChartData
  shown: ChartSeries[]
  kind: ChartKind
  width: number
  height: number
  color: (name: string) => string
  marks: Mark[]
  canZoom: boolean
  onCursor: (u: uPlot) => void
  onSelect: (from: number, to: number) => void
}

export function toOptions({
  data,
  shown,
  kind,
  width,
  height,
  color,
  marks,
  canZoom,
  onCursor,
  onSelect,
}: OptionsInput): uPlot.Options {
  const isBars = kind === 'bars' || kind === 'stacked'
  const text = color('--muted')
  const line = color('--line')
  const font = '12px system-ui, sans-serif'
  const ends = isBars ? stack(shown.map(({ values }) => values)) : []
  const isWhole = shown.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
  const series: uPlot.Series[] = shown.flatMap((each, index): uPlot.Series[] => {
    const own = color(`--series-${each.color}`)
    const stroke = each.isPrevious ? own + ALPHA.previous : own
    if (isBars)
      return [
        {
          label: each.name,
          stroke: 'transparent',
          fill: stroke,
          points: { show: false },
          paths: bars(data, shown.length, index, kind === 'stacked' ? ends[index]!.from : null),
        },
      ]
    const shared = {
      stroke,
      width: each.isPrevious ? 1.5 : 2,
      points: { show: true, size: 6, fill: stroke, filter: alone },
      ...(kind === 'area' && { fill: own + ALPHA.area }),
    }
    return [
      { label: each.name, ...shared },
      { label: `${each.name}, not over yet`, ...shared, dash: [4, 4], points: { show: false } },
    ]
  })
  return {
    width,
    height,
    legend: { show: false },
    padding: [12, 26, 0, 0],
    cursor: { y: false, points: { size: 7 }, drag: { x: canZoom, y: false, setScale: false } },
    scales: {
      x: {
        time: false,
        range: () =>
          isBars ? [-0.5, Math.max(0.5, data.buckets.length - 0.5)] : [0, Math.max(1, data.buckets.length - 1)],
      },
      y: { range: (_u, low, high) => range(low, high) },
    },
    axes: [
      {
        stroke: text,
        font,
        grid: { show: false },
        ticks: { stroke: line, width: 1, size: 4 },
        size: 28,
        gap: 4,
        space: 70,
        incrs: [
          1, 2, 3, 4, 5, 6, 7, 10, 12, 14, 15, 20, 24, 28, 30, 40, 50, 60, 90, 100, 120, 180, 200, 240, 365, 500, 1000,
          2000, 5000,
        ],
        values: (_u, splits) =>
          splits.map((split) =>
            Number.isInteger(split) && data.buckets[split] ? bucketLabel(data.buckets[split], data.interval) : '',
          ),
      },
      {
        stroke: text,
        font,
        size: (_u, values) => Math.max(36, 12 + 7 * Math.max(0, ...(values ?? []).map((value) => value.length))),
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        // Between two whole numbers there is nothing that could be counted.
        values: (_u, splits) => splits.map((split) => (isWhole && !Number.isInteger(split) ? '' : compact(split))),
      },
    ],
    series: [{}, ...series],
    hooks: {
      setCursor: [onCursor],
      setSelect: [
        (u) => {
          if (u.select.width < 8) return
          const from = Math.max(0, Math.round(u.posToVal(u.select.left, 'x')))
          const to = Math.min(data.buckets.length - 1, Math.round(u.posToVal(u.select.left + u.select.width, 'x')))
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          if (to > from) onSelect(from, to)
        },
      ],
      draw: [
        (u) => {
          for (const { at } of marks) {
            const x = Math.round(u.valToPos(at, 'x', true))
            u.ctx.save()
            u.ctx.strokeStyle = color('--accent')
            u.ctx.fillStyle = color('--accent')
            u.ctx.setLineDash([3, 3])
            u.ctx.beginPath()
            u.ctx.moveTo(x, u.bbox.top)
            u.ctx.lineTo(x, u.bbox.top + u.bbox.height)
            u.ctx.stroke()
            u.ctx.beginPath()
            u.ctx.arc(x, u.bbox.top + 4, 4 * devicePixelRatio, 0, 7)
            u.ctx.fill()
            u.ctx.restore()
          }
        },
      ],
    },
  }
}

/** Positions of values without a neighbor, which no line leads to. */
function alone(u: uPlot, seriesIndex: number): number[] {
  const values = u.data[seriesIndex]!
  const isGap = (position: number) => (values[position] ?? null) === null
  return [...values.keys()].filter((position) => !isGap(position) && isGap(position - 1) && isGap(position + 1))
}

/** From zero, unless something is below; never without height. */
function range(low: number | null, high: number | null): [number, number] {
  const bottom = Math.min(0, low ?? 0)
  const top = Math.max(0, high ?? 0)
  if (bottom === 0 && top === 0) return [0, 1]
  const room = (top - bottom) * 0.08
  return [bottom < 0 ? bottom - room : 0, top > 0 ? top + room : 0]
}

/** Bars side by side, or on the ends of those below. */
function bars(
  { buckets, incompleteFrom }: ChartData,
  count: number,
  index: number,
  bases: number[] | null,
): uPlot.Series.PathBuilder {
  return (u, seriesIndex) => {
    const fill = new Path2D()
    const values = u.data[seriesIndex]!
    const slot = Math.abs(u.valToPos(1, 'x', true) - u.valToPos(0, 'x', true))
    const whole = Math.max(1, Math.min(slot * 0.8, 64 * devicePixelRatio))
    const width = bases ? whole : whole / count
    for (let position = 0; position < buckets.length; position++) {
      const value = values[position]
      if (value === null || value === undefined) continue
      const left = u.valToPos(position, 'x', true) - whole / 2 + (bases ? 0 : index * width)
      const [from, to] = [u.valToPos(bases?.[position] ?? 0, 'y', true), u.valToPos(value, 'y', true)]
      const [top, height] = [Math.min(from, to), Math.abs(to - from)]
      const bar = Math.max(1, width - (bases ? 0 : 1))
      if (position < incompleteFrom) fill.rect(left, top, bar, height)
      // A bucket that is not over yet: stripes instead of a full bar.
      else for (let y = top; y < top + height; y += 6) fill.rect(left, y, bar, Math.min(3, top + height - y))
    }
    return { fill, stroke: null, clip: null, band: null, gaps: null, flags: 1 } as unknown as uPlot.Series.Paths
  }
}
