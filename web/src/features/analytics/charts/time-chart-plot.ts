/** How uPlot draws a chart over time: its series, axes and marks in the colors of the page. */

import {
  alone,
  BUCKET_STEPS,
  bucketTicks,
  type ChartKind,
  limitsInView,
  type Mark,
  toColumns,
  valueRange,
  valueTicks,
} from '@hedgerow/shared/charts/time-chart'
import type { ChartData, ChartSeries, Limit } from '@hedgerow/shared/charts/trends-data'
import { stack } from '@hedgerow/shared/charts/trends-data'
import type uPlot from 'uplot'

/** Opacity, at the end of a color. */
const ALPHA = { area: '33', previous: '80' }

export const toData = (data: ChartData, shown: ChartSeries[], kind: ChartKind): uPlot.AlignedData => [
  data.buckets.map((_bucket, position) => position),
  ...toColumns(data, shown, kind),
]

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
  const limits = limitsInView(data.limits, shown, kind)
  const ends = isBars ? stack(shown.map(({ values }) => values)) : []
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
      points: { show: true, size: 6, fill: stroke, filter: (u: uPlot, index: number) => alone(u.data[index]!) },
      ...(kind === 'area' && { fill: own + ALPHA.area }),
    }
    return [
      { label: each.name, ...shared },
      { label: `${each.name}, incomplete`, ...shared, dash: [4, 4], points: { show: false } },
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
      y: {
        range: (_u, low, high) => {
          const values = limits.map(({ value }) => value)
          return valueRange(Math.min(low ?? 0, ...values), Math.max(high ?? 0, ...values))
        },
      },
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
        incrs: BUCKET_STEPS,
        values: (_u, splits) => bucketTicks(data, splits),
      },
      {
        stroke: text,
        font,
        size: (_u, values) => Math.max(36, 12 + 7 * Math.max(0, ...(values ?? []).map((value) => value.length))),
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        values: (_u, splits) => valueTicks(shown, splits),
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
        (u) => drawLimits(u, limits, color('--danger')),
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

/** Dashed lines with their names above them, at the right. */
function drawLimits(u: uPlot, limits: readonly Limit[], color: string): void {
  const { ctx, bbox } = u
  for (const { value, label } of limits) {
    const y = Math.round(u.valToPos(value, 'y', true))
    ctx.save()
    ctx.strokeStyle = color
    ctx.fillStyle = color
    ctx.lineWidth = devicePixelRatio
    ctx.setLineDash([6 * devicePixelRatio, 3 * devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`
    ctx.textAlign = 'right'
    ctx.textBaseline = 'bottom'
    ctx.fillText(label, bbox.left + bbox.width, y - 2 * devicePixelRatio)
    ctx.restore()
  }
}

/** Bars side by side, or stacked. */
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
      // An incomplete bucket: stripes instead of a full bar.
      else for (let y = top; y < top + height; y += 6) fill.rect(left, y, bar, Math.min(3, top + height - y))
    }
    return { fill, stroke: null, clip: null, band: null, gaps: null, flags: 1 } as unknown as uPlot.Series.Paths
  }
}
