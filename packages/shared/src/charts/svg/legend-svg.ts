/** Charts with the names of their lines or bars below them. */
import type { ChartKind } from '../time-chart.ts'
import type { ChartData } from '../trends-data.ts'
import { type Box, type Look, rect, shorten, textAt, textWidth } from './elements.ts'
import { drawTimeChart } from './time-chart-svg.ts'

const ROWS_MAX = 3
/** Room for a name, as a multiple of the font size. */
const NAME_MAX = 18

/** @param format labels of the value axis; by default counts */
export function drawWithLegend(
  data: ChartData,
  kind: ChartKind,
  box: Box,
  look: Look,
  format?: (value: number) => string,
): string {
  return withLegend(data, box, look, (room) => drawTimeChart(data, kind, room, look, format))
}

/**
 * Something with the names of its colors below it, if there are several.
 * @param draw gets the room that the names leave
 */
export function withLegend(data: Named, box: Box, look: Look, draw: (room: Box) => string): string {
  if (data.series.length < 2) return draw(box)
  const { rows, left } = legendRows(data, box.width, look)
  const height = rows.length * look.fontSize * 1.6 + look.fontSize * 0.6
  const chart = draw({ ...box, height: box.height - height })
  return chart + drawLegend(rows, left, { ...box, y: box.y + box.height - height + look.fontSize * 0.6, height }, look)
}

interface Named {
  series: readonly Pick<ChartData['series'][number], 'name' | 'color' | 'isPrevious'>[]
  /** How many more there are. */
  left: number
}

interface Name {
  text: string
  color: number
  isPrevious: boolean
  /** From the left edge of the legend. */
  x: number
}

/** The names in as many rows as fit. */
function legendRows({ series, left }: Named, width: number, { fontSize }: Look): { rows: Name[][]; left: number } {
  const rows: Name[][] = [[]]
  let x = 0
  // Room for the words that say how many names are missing.
  const last = textWidth('and 1,000 more', fontSize) + fontSize
  for (const [index, { name, color, isPrevious }] of series.entries()) {
    const text = shorten(name, Math.min(fontSize * NAME_MAX, width - fontSize * 2), fontSize)
    const needs = textWidth(text, fontSize) + fontSize * 2.4
    const isLastRow = rows.length === ROWS_MAX
    if (x + needs > width - (isLastRow ? last : 0)) {
      if (isLastRow) return { rows, left: left + series.length - index }
      if (x > 0) {
        rows.push([])
        x = 0
      }
    }
    rows.at(-1)!.push({ text, color, isPrevious, x })
    x += needs
  }
  return { rows, left }
}

function drawLegend(rows: readonly Name[][], left: number, box: Box, { palette, fontSize }: Look): string {
  const drawn = rows.map((names, row) => {
    const y = box.y + (row + 0.8) * fontSize * 1.6
    return names.map(({ text, color, isPrevious, x }) => {
      const square = { x: box.x + x, y: y - fontSize * 0.75, width: fontSize * 0.8, height: fontSize * 0.8 }
      return (
        rect(square, palette.series[color - 1] ?? palette.series[0]!, isPrevious ? 0.45 : 1) +
        textAt(text, box.x + x + fontSize * 1.2, y, { size: fontSize, color: palette.text })
      )
    })
  })
  const style = { size: fontSize, color: palette.muted, anchor: 'end' } as const
  const y = box.y + (rows.length - 0.2) * fontSize * 1.6
  return drawn.flat().join('') + (left > 0 ? textAt(`and ${left} more`, box.x + box.width, y, style) : '')
}
