/** Draws retention as a triangle: the stronger the color, the more of a row came back. */
import { exact, percent } from '../format.ts'
import type { RetentionLine } from '../retention-data.ts'
import { type Box, type Look, rect, shorten, textAt, textWidth } from './elements.ts'
import { more } from './values-svg.ts'

const NAME_MAX = 16

export interface RetentionTable {
  lines: readonly RetentionLine[]
  /** Shares by period, from 0 to 1. */
  mean: readonly (number | null)[]
  /** Names of the lines. */
  titles: readonly string[]
  period: string
}

export function drawRetention({ lines, mean, titles, period }: RetentionTable, box: Box, look: Look): string {
  const { palette, fontSize } = look
  const row = fontSize * 1.9
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => textWidth(text, fontSize)))
  const names = Math.min(fontSize * NAME_MAX, widest([...titles, 'Weighted mean'])) + fontSize
  const sizes = widest(['Size', ...lines.map(({ size }) => exact(size))]) + fontSize
  const cell =
    Math.max(textWidth('100.0 %', fontSize), textWidth(`${period} ${mean.length}`, fontSize)) + fontSize * 0.6
  const columns = Math.max(1, Math.floor((box.width - names - sizes) / cell))
  const room = Math.max(1, Math.floor(box.height / row) - 2)
  const shown = lines.slice(0, lines.length > room ? room - 1 : room)
  const left = (column: number) => box.x + names + sizes + column * cell
  const baseline = (line: number) => box.y + line * row + row * 0.65
  const inCell = (text: string, column: number, line: number, color: string) =>
    textAt(text, left(column) + (cell - 2) / 2, baseline(line), { size: fontSize, color, anchor: 'middle' })
  const name = (text: string, line: number, color = palette.text) =>
    textAt(shorten(text, names - fontSize, fontSize), box.x, baseline(line), { size: fontSize, color })
  const size = (text: string, line: number, color = palette.text) =>
    textAt(text, left(0) - fontSize * 0.6, baseline(line), { size: fontSize, color, anchor: 'end' })
  const head = [
    size('Size', 0, palette.muted),
    name('Weighted mean', 1),
    ...mean
      .slice(0, columns)
      .flatMap((share, column) => [
        inCell(`${period} ${column}`, column, 0, palette.muted),
        inCell(share === null ? '–' : percent(share), column, 1, palette.text),
      ]),
  ]
  const body = shown.flatMap((line, index) => [
    name(titles[index] ?? line.label, index + 2),
    size(exact(line.size), index + 2),
    ...line.cells.slice(0, columns).map(({ share, isOpen, count }, column) => {
      const place = { x: left(column), y: box.y + (index + 2) * row, width: cell - 2, height: row - 2 }
      const color = isOpen ? palette.muted : palette.text
      return (
        rect(place, palette.series[2]!, Math.max(0.04, share * (isOpen ? 0.3 : 0.6))) +
        (isOpen && count === 0 ? '' : inCell(percent(share), column, index + 2, color))
      )
    }),
  ])
  return head.join('') + body.join('') + more(lines.length - shown.length, box, look)
}
