/** Draws single values as SVG: a number, ranked bars, or a pie. */
import { exact, percent } from '../format.ts'
import type { ChartData, ChartSeries } from '../trends-data.ts'
import { pieSlices, rankedBars } from '../values-data.ts'
import { type Box, type Look, path, rect, shorten, textAt, textWidth } from './elements.ts'

const colorOf = ({ color }: ChartSeries, { palette }: Look) => palette.series[color - 1] ?? palette.series[0]!

export function drawNumber({ series }: ChartData, box: Box, { palette, fontSize }: Look): string {
  const [first] = series.filter(({ isPrevious }) => !isPrevious)
  const text = exact(first?.total ?? 0)
  const size = Math.max(
    fontSize,
    Math.min(box.height * 0.45, (box.width / Math.max(1, textWidth(text, 1, true))) * 0.9),
  )
  return textAt(text, box.x + box.width / 2, box.y + box.height / 2 + size * 0.35, {
    size: Math.round(size),
    color: palette.text,
    anchor: 'middle',
    isBold: true,
  })
}

export function drawRankedBars(data: ChartData, box: Box, look: Look): string {
  const { palette, fontSize } = look
  const row = fontSize * 2
  const rows = rankedBars(data)
  const shown = rows.slice(0, Math.max(1, Math.floor(box.height / row) - (rows.length * row > box.height ? 1 : 0)))
  const names = box.width * 0.35
  const numbers = Math.max(...shown.map(({ series }) => textWidth(exact(series.total), fontSize)), 0) + fontSize
  const drawn = shown.map(({ series, length }, index) => {
    const y = box.y + index * row
    const bar = { x: box.x + names, y: y + 2, width: (box.width - names - numbers) * length, height: row - 6 }
    const baseline = y + row / 2 + fontSize * 0.35 - 1
    return (
      textAt(shorten(series.name, names - fontSize, fontSize), box.x, baseline, {
        size: fontSize,
        color: palette.text,
      }) +
      rect(bar, colorOf(series, look)) +
      textAt(exact(series.total), box.x + box.width, baseline, { size: fontSize, color: palette.text, anchor: 'end' })
    )
  })
  return drawn.join('') + more(rows.length - shown.length, box, look)
}

export function drawPie(data: ChartData, box: Box, look: Look): string {
  const slices = pieSlices(data)
  const radius = Math.min(box.height, box.width / 2) / 2 - 4
  const [cx, cy] = [box.x + radius + 4, box.y + box.height / 2]
  const point = (share: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2
    return `${(cx + radius * Math.cos(angle)).toFixed(1)} ${(cy + radius * Math.sin(angle)).toFixed(1)}`
  }
  const drawn = slices.map(({ series, from, to }) =>
    // The arc of a whole circle would end where it begins.
    to - from > 0.9999
      ? `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="${colorOf(series, look)}"/>`
      : path(
          `M${cx} ${cy}L${point(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`,
          `fill="${colorOf(series, look)}" stroke="${look.palette.surface}"`,
        ),
  )
  const { fontSize, palette } = look
  const row = fontSize * 1.8
  const left = cx + radius + fontSize * 2
  const most = Math.max(1, Math.floor(box.height / row) - 1)
  const names = slices.slice(0, most).map(({ series, from, to }, index) => {
    const y = box.y + (index + 1) * row
    const text = `${series.name}: ${exact(series.total)} (${percent(to - from)})`
    return (
      rect({ x: left, y: y - fontSize * 0.8, width: fontSize, height: fontSize }, colorOf(series, look)) +
      textAt(shorten(text, box.x + box.width - left - fontSize * 1.5, fontSize), left + fontSize * 1.5, y, {
        size: fontSize,
        color: palette.text,
      })
    )
  })
  return drawn.join('') + names.join('') + more(slices.length - Math.min(most, slices.length), box, look)
}

/** Says at the bottom right that something was left out. */
export function more(left: number, box: Box, { palette, fontSize }: Look): string {
  if (left <= 0) return ''
  return textAt(`and ${left} more`, box.x + box.width, box.y + box.height - 2, {
    size: fontSize,
    color: palette.muted,
    anchor: 'end',
  })
}
