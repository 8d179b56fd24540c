/** The picture of a dashboard: its title, and its tiles as on its page, in light colors. */
import { svgDocument } from '@hedgerow/shared/charts/svg/draw-answer'
import { lookOf, shorten, textAt } from '@hedgerow/shared/charts/svg/elements'
import { dateRangeText } from '@hedgerow/shared/query/date-range-text'
import type { DashboardSubject } from '../subjects.ts'
import { drawTile, type Grid, placeOf } from './tiles.ts'

const EDGE = 24
const GRID: Grid = { width: 1200, fontSize: 14 }
/** Room for what a picture without tiles says. */
const HEIGHT_MIN = 120
/** A picture is not higher than this; what is below is in the PDF. */
const HEIGHT_MAX = 12_000

/** As a whole SVG document. */
export function dashboardSvg({ title, dateRange, tiles }: DashboardSubject): string {
  const { palette } = lookOf('light', GRID.fontSize)
  const head =
    textAt(shorten(title, GRID.width, 24, true), EDGE, EDGE + 24, { size: 24, color: palette.text, isBold: true }) +
    (dateRange ? textAt(dateRangeText(dateRange), EDGE, EDGE + 48, { size: 14, color: palette.muted }) : '')
  const top = EDGE + (dateRange ? 68 : 44)
  const drawn = tiles.map((tile) => {
    const box = placeOf(tile, GRID)
    return drawTile(tile, { ...box, x: box.x + EDGE, y: box.y + top }, GRID)
  })
  const nothing =
    tiles.length === 0 ? textAt('This dashboard has no tiles.', EDGE, top + 20, { size: 14, color: palette.muted }) : ''
  const end = Math.max(HEIGHT_MIN, ...tiles.map((tile) => top + placeOf(tile, GRID).y + placeOf(tile, GRID).height))
  const height = Math.min(HEIGHT_MAX, Math.round(end + EDGE))
  return svgDocument(GRID.width + 2 * EDGE, height, head + drawn.join('') + nothing)
}
