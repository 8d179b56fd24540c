/** Draws the tiles of a dashboard: cards at their places in a grid, as on its page. */
import { answerCard, cardHead } from '@hedgerow/shared/charts/svg/draw-answer'
import { type Box, lookOf, outline, rect, shorten, textAt } from '@hedgerow/shared/charts/svg/elements'
import { drawMarkdown } from '@hedgerow/shared/charts/svg/markdown-svg'
import type { DashboardTile } from '../subjects.ts'

const COLUMNS = 12
const ROW_PX = 80
const GAP_PX = 12

export interface Grid {
  /** Width of all columns, in pixels. */
  width: number
  fontSize: number
}

/** Where a tile is, in pixels below the top of the grid. */
export function placeOf({ x, y, w, h }: DashboardTile, { width }: Grid): Box {
  const column = (width + GAP_PX) / COLUMNS
  return {
    x: x * column,
    y: y * (ROW_PX + GAP_PX),
    width: w * column - GAP_PX,
    height: h * (ROW_PX + GAP_PX) - GAP_PX,
  }
}

/** Tiles in bands: between two bands, no tile stands. From top to bottom. */
export function bandsOf(tiles: readonly DashboardTile[]): DashboardTile[][] {
  const bands: DashboardTile[][] = []
  let end = -1
  for (const tile of tiles.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    if (tile.y >= end) bands.push([])
    bands.at(-1)!.push(tile)
    end = Math.max(end, tile.y + tile.h)
  }
  return bands
}

/** A tile as SVG elements. */
export function drawTile({ content }: DashboardTile, box: Box, { fontSize }: Grid): string {
  const look = lookOf('light', fontSize)
  const { palette } = look
  const frame = rect(box, palette.surface) + outline(box, palette.line)
  if ('answered' in content) {
    const { title, node, visual, answer } = content.answered
    return frame + answerCard(node, answer, box, { title }, { fontSize, timeZone: answer.timezone, visual })
  }
  if ('text' in content) {
    const edge = fontSize * 0.9
    const inner = { x: box.x + edge, y: box.y + edge, width: box.width - 2 * edge, height: box.height - 2 * edge }
    return frame + drawMarkdown(content.text, inner, look)
  }
  const { head, box: inner } = cardHead(box, { title: content.title }, look)
  const style = { size: fontSize, color: palette.muted }
  return frame + head + textAt(shorten(content.problem, inner.width, fontSize), inner.x, inner.y + fontSize, style)
}
