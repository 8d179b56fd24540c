/** Insights and dashboards as PDF: pages of A4, in light colors, with titles, ranges of dates and page numbers. */
import { answerCard } from '@hedgerow/shared/charts/svg/draw-answer'
import { type Box, lookOf, shorten, textAt, textWidth } from '@hedgerow/shared/charts/svg/elements'
import { dateRangeText } from '@hedgerow/shared/query/date-range-text'
import { drawInPdf, newPdf, pdfBytes } from '../../../../platform/pictures/pdf.ts'
import type { Answered, DashboardSubject, DashboardTile } from '../subjects.ts'
import { bandsOf, drawTile, type Grid, placeOf } from './tiles.ts'

/** A4, in points. */
const SHORT = 595.28
const LONG = 841.89
const EDGE = 36
/** Room for the page number. */
const FOOT = 24
const GAP_PX = 12
const GRID: Grid = { width: 1000, fontSize: 17 }

/** One page, wide. */
export function insightPdf({ title, node, visual, answer }: Answered): Promise<Buffer> {
  const document = newPdf(title)
  document.addPage({ size: [LONG, SHORT], margin: 0 })
  const place = { x: 0, y: 0, width: LONG - 2 * EDGE, height: SHORT - 2 * EDGE - FOOT }
  const subtitle = answer.dateRange ? dateRangeText(answer.dateRange) : ''
  const card = answerCard(node, answer, place, { title, subtitle }, { fontSize: 11, timeZone: answer.timezone, visual })
  drawInPdf(document, card, { x: EDGE, y: EDGE, scale: 1 })
  numberPages(document)
  return pdfBytes(document)
}

/** As many pages as the tiles need. No tile is cut: what does not fit goes to the next page. */
export function dashboardPdf(dashboard: DashboardSubject): Promise<Buffer> {
  const document = newPdf(dashboard.title)
  const scale = (SHORT - 2 * EDGE) / GRID.width
  const bottom = (LONG - 2 * EDGE - FOOT) / scale
  const head = headOf(dashboard)
  document.addPage({ size: [SHORT, LONG], margin: 0 })
  drawInPdf(document, head.drawn, { x: EDGE, y: EDGE, scale })
  let y = head.height
  for (const band of bandsOf(dashboard.tiles)) {
    const box = bandBox(band)
    if (y > 0 && y + box.height > bottom) {
      document.addPage({ size: [SHORT, LONG], margin: 0 })
      y = 0
    }
    // A band that is higher than a page is made smaller.
    const shrink = Math.min(1, bottom / box.height)
    const tiles = band.map((tile) => {
      const place = placeOf(tile, GRID)
      return drawTile(tile, { ...place, y: place.y - box.y }, GRID)
    })
    drawInPdf(document, tiles.join(''), { x: EDGE, y: EDGE + y * scale, scale: scale * shrink })
    y += box.height * shrink + GAP_PX
  }
  numberPages(document)
  return pdfBytes(document)
}

function headOf({ title, description, dateRange, tiles }: DashboardSubject): { drawn: string; height: number } {
  const { palette, fontSize } = lookOf('light', GRID.fontSize)
  const lines = [dateRange ? dateRangeText(dateRange) : '', description.split('\n')[0] ?? ''].filter(Boolean)
  if (tiles.length === 0) lines.push('This dashboard has no tiles.')
  const drawn = [
    textAt(shorten(title, GRID.width, 30, true), 0, 30, { size: 30, color: palette.text, isBold: true }),
    ...lines.map((line, index) =>
      textAt(shorten(line, GRID.width, fontSize), 0, 60 + index * 26, { size: fontSize, color: palette.muted }),
    ),
  ]
  return { drawn: drawn.join(''), height: 60 + lines.length * 26 }
}

function bandBox(band: readonly DashboardTile[]): Pick<Box, 'y' | 'height'> {
  const boxes = band.map((tile) => placeOf(tile, GRID))
  const y = Math.min(...boxes.map((box) => box.y))
  return { y, height: Math.max(...boxes.map((box) => box.y + box.height)) - y }
}

/** `Page 1 of 3` at the bottom right of every page. */
function numberPages(document: PDFKit.PDFDocument): void {
  const { palette } = lookOf('light', 9)
  const { count } = document.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    document.switchToPage(page)
    const text = `Page ${page + 1} of ${count}`
    const style = { size: 9, color: palette.muted }
    const x = document.page.width - EDGE - textWidth(text, 9)
    drawInPdf(document, textAt(text, x, document.page.height - EDGE, style), { x: 0, y: 0, scale: 1 })
  }
}
