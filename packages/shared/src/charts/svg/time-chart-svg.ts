/** Draws a chart over time as SVG: lines, areas or bars, with both axes. */
import {
  alone,
  BUCKET_STEPS,
  bucketTicks,
  type ChartKind,
  limitsInView,
  toColumns,
  valueRange,
  valueTicks,
} from '../time-chart.ts'
import { type ChartData, type ChartSeries, type Limit, stack } from '../trends-data.ts'
import { type Box, type Look, niceTicks, path, polyline, rect, shorten, textAt, textWidth } from './elements.ts'

const TICK_GAP = 8
const LABEL_PX = 84

interface Scale {
  x: (position: number) => number
  y: (value: number) => number
  /** Width of a bucket. */
  band: number
}

/** @param format labels of the value axis; by default counts */
export function drawTimeChart(
  data: ChartData,
  kind: ChartKind,
  box: Box,
  look: Look,
  format?: (value: number) => string,
): string {
  const shown = data.series
  const limits = limitsInView(data.limits, shown, kind)
  const [bottom, top] = rangeOf(shown, kind, limits)
  const { fontSize, palette } = look
  const ticks = niceTicks(bottom, top, Math.max(2, Math.floor(box.height / (fontSize * 3))))
  const labels = format ? ticks.map(format) : valueTicks(shown, ticks)
  const left = Math.max(...labels.map((label) => textWidth(label, fontSize)), fontSize) + TICK_GAP
  const plot = { x: box.x + left, y: box.y, width: box.width - left, height: box.height - fontSize * 1.8 }
  const scale = scaleOf(data, kind, plot, bottom, top)
  const grid = ticks.map((tick, index) => {
    const y = scale.y(tick)
    return (
      path(`M${plot.x} ${y.toFixed(1)}H${plot.x + plot.width}`, `stroke="${palette.line}"`) +
      textAt(labels[index]!, plot.x - TICK_GAP, y + fontSize * 0.35, {
        size: fontSize,
        color: palette.muted,
        anchor: 'end',
      })
    )
  })
  const drawn = kind === 'line' || kind === 'area' ? lines(data, kind, scale, look) : bars(data, kind, scale, look)
  return grid.join('') + drawn + limitLines(limits, plot, scale, look) + bucketLabels(data, scale, box, look)
}

function limitLines(limits: readonly Limit[], plot: Box, { y }: Scale, { palette, fontSize }: Look): string {
  return limits
    .map(({ value, label }) => {
      const at = y(value)
      return (
        path(
          `M${plot.x} ${at.toFixed(1)}H${plot.x + plot.width}`,
          `stroke="${palette.danger}" stroke-dasharray="6 3"`,
        ) +
        textAt(shorten(label, plot.width, fontSize), plot.x + plot.width, at - fontSize * 0.3, {
          size: fontSize,
          color: palette.danger,
          anchor: 'end',
        })
      )
    })
    .join('')
}

function rangeOf(shown: readonly ChartSeries[], kind: ChartKind, limits: readonly Limit[]): [number, number] {
  const rows =
    kind === 'stacked' || kind === 'area'
      ? stack(shown.map(({ values }) => values)).flatMap(({ from, to }) => [from, to])
      : shown.map(({ values }) => values)
  const all = [...rows.flat(), ...limits.map(({ value }) => value)]
  const values = all.filter((value) => value !== null && Number.isFinite(value)) as number[]
  return valueRange(
    values.reduce((low, value) => Math.min(low, value), 0),
    values.reduce((high, value) => Math.max(high, value), 0),
  )
}

function scaleOf({ buckets }: ChartData, kind: ChartKind, plot: Box, bottom: number, top: number): Scale {
  const count = Math.max(1, buckets.length)
  const y = (value: number) => plot.y + plot.height * (1 - (value - bottom) / (top - bottom))
  if (kind === 'line' || kind === 'area') {
    const step = count > 1 ? plot.width / (count - 1) : 0
    return { x: (position) => plot.x + (count > 1 ? position * step : plot.width / 2), y, band: step }
  }
  const band = plot.width / count
  return { x: (position) => plot.x + (position + 0.5) * band, y, band }
}

const colorOf = ({ color }: ChartSeries, { palette }: Look) => palette.series[color - 1] ?? palette.series[0]!

function lines(data: ChartData, kind: 'line' | 'area', { x, y }: Scale, look: Look): string {
  const columns = toColumns(data, data.series, kind)
  const ends = stack(data.series.map(({ values }) => values))
  return data.series
    .map((series, index) => {
      const color = colorOf(series, look)
      const [whole, rest] = [columns[index * 2]!, columns[index * 2 + 1]!]
      const points = (row: readonly (number | null)[]) =>
        polyline(row.map((value, position) => (value === null ? null : [x(position), y(value)])))
      const area = kind === 'area' ? filled(ends[index]!, x, y, color) : ''
      const opacity = series.isPrevious ? ' opacity="0.45"' : ''
      const dots = alone(series.values).map(
        (position) =>
          `<circle cx="${x(position).toFixed(1)}" cy="${y(kind === 'area' ? ends[index]!.to[position]! : series.values[position]!).toFixed(1)}" r="3" fill="${color}"/>`,
      )
      const stroke = `fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"${opacity}`
      return area + path(points(whole), stroke) + path(points(rest), `${stroke} stroke-dasharray="4 4"`) + dots.join('')
    })
    .join('')
}

function filled({ from, to }: { from: number[]; to: number[] }, x: Scale['x'], y: Scale['y'], color: string): string {
  const upper = to.map((value, position): [number, number] => [x(position), y(value)])
  const lower = from.map((value, position): [number, number] => [x(position), y(value)]).toReversed()
  return path(`${polyline([...upper, ...lower])}Z`, `fill="${color}" opacity="0.25"`)
}

function bars(data: ChartData, kind: 'bars' | 'stacked', { x, y, band }: Scale, look: Look): string {
  const { series, incompleteFrom } = data
  const ends = stack(series.map(({ values }) => values))
  const side = kind === 'bars' ? (band * 0.8) / Math.max(1, series.length) : band * 0.8
  return series
    .map((each, index) =>
      each.values
        .map((value, position) => {
          if (value === null) return ''
          const [from, to] = kind === 'bars' ? [0, value] : [ends[index]!.from[position]!, ends[index]!.to[position]!]
          const left = x(position) - band * 0.4 + (kind === 'bars' ? index * side : 0)
          const box = {
            x: left,
            y: Math.min(y(from), y(to)),
            width: Math.max(1, side - 1),
            height: Math.abs(y(from) - y(to)),
          }
          return rect(box, colorOf(each, look), each.isPrevious || position >= incompleteFrom ? 0.5 : 1)
        })
        .join(''),
    )
    .join('')
}

function bucketLabels(data: ChartData, { x }: Scale, box: Box, { fontSize, palette }: Look): string {
  const count = data.buckets.length
  const most = Math.max(1, Math.floor(box.width / LABEL_PX))
  const step = BUCKET_STEPS.find((each) => count / each <= most) ?? count
  const at = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step)
  return bucketTicks(data, at)
    .map((label, index) => {
      // The first and the last label must not leave the picture.
      const half = textWidth(label, fontSize) / 2
      const place = Math.min(box.x + box.width - half, Math.max(box.x + half, x(at[index]!)))
      return textAt(label, place, box.y + box.height - fontSize * 0.3, {
        size: fontSize,
        color: palette.muted,
        anchor: 'middle',
      })
    })
    .join('')
}
