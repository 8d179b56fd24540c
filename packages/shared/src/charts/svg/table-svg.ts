/** Draws rows and columns as SVG. What does not fit is counted at the end. */
import { exact } from '../format.ts'
import type { Table } from '../table.ts'
import { type Box, type Look, path, shorten, textAt, textWidth } from './elements.ts'
import { more } from './values-svg.ts'

const COLUMN_PX_MAX = 220

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return exact(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function drawTable({ columns, rows }: Table, box: Box, look: Look): string {
  const { palette, fontSize } = look
  const row = fontSize * 1.9
  const most = Math.max(1, Math.floor(box.height / row) - 1)
  const isCut = rows.length > most
  const shown = rows.slice(0, isCut ? most - 1 : most)
  const texts = [columns, ...shown.map((cells) => cells.map(cellText))]
  const widths = fitting(columns, texts, box.width, fontSize)
  const isNumber = columns.map(
    (_, column) => shown.length > 0 && shown.every((cells) => typeof cells[column] === 'number'),
  )
  const drawn = texts.map((cells, line) => {
    let x = box.x
    const y = box.y + line * row
    const parts = widths.map((width, column) => {
      const text = shorten(cells[column] ?? '', width - fontSize, fontSize)
      const style = { size: fontSize, color: line === 0 ? palette.muted : palette.text }
      const baseline = y + row * 0.65
      const part = isNumber[column]
        ? textAt(text, x + width - fontSize, baseline, { ...style, anchor: 'end' })
        : textAt(text, x, baseline, style)
      x += width
      return part
    })
    return parts.join('') + path(`M${box.x} ${(y + row).toFixed(1)}H${box.x + box.width}`, `stroke="${palette.line}"`)
  })
  return drawn.join('') + more(rows.length - shown.length, box, look)
}

/** Widths of as many columns as fit, the first ones. */
function fitting(columns: readonly string[], texts: readonly string[][], room: number, fontSize: number): number[] {
  const widths: number[] = []
  let left = room
  for (let column = 0; column < columns.length; column++) {
    const wanted = Math.max(...texts.map((cells) => textWidth(cells[column] ?? '', fontSize))) + fontSize
    const width = Math.min(COLUMN_PX_MAX, wanted)
    if (column > 0 && width > left) break
    widths.push(width)
    left -= width
  }
  return widths
}
