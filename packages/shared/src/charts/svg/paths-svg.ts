/** Draws paths as SVG: boxes for the items of each step, and bands between them. */
import { sankeyLinkHorizontal } from 'd3-sankey'
import type { PathEdge } from '../../query/results.ts'
import { compact, percent } from '../format.ts'
import { COLORS } from '../palette.ts'
import { layOutPaths, type PathBox, pathsExtent, shortItem } from '../paths-data.ts'
import { type Box, type Look, path, rect, shorten, textAt } from './elements.ts'

const BOX_PX = 10

export function drawPaths(results: readonly PathEdge[], box: Box, look: Look): string {
  const { palette, fontSize } = look
  const { steps, all } = pathsExtent(results)
  const label = Math.min(150, box.width / (steps + 1))
  const room = { width: box.width, height: box.height, box: BOX_PX, padding: fontSize * 2.2, label }
  const graph = layOutPaths(results, room)
  const colorOf = (step: number) => palette.series[step % COLORS]!
  const bands = graph.links.map((link) => {
    const width = Math.max(1, link.width ?? 1)
    const color = colorOf((link.source as PathBox).step)
    return path(
      moved(sankeyLinkHorizontal()(link as never) ?? '', box),
      `fill="none" stroke="${color}" stroke-opacity="0.35" stroke-width="${width.toFixed(1)}"`,
    )
  })
  const column = box.width / steps
  const boxes = graph.nodes.map(({ x0 = 0, y0 = 0, y1 = 0, step, name, value = 0 }) => {
    const x = box.x + x0 + BOX_PX + 3
    const y = box.y + (y0 + y1) / 2
    const width = Math.min(label - BOX_PX, column) - 8
    const share = all > 0 && step === 1 ? ` · ${percent(value / all)}` : ''
    return (
      rect({ x: box.x + x0, y: box.y + y0, width: BOX_PX, height: Math.max(2, y1 - y0) }, colorOf(step)) +
      textAt(shorten(shortItem(name), width, fontSize), x, y - 1, { size: fontSize, color: palette.text }) +
      textAt(shorten(compact(value) + share, width, fontSize), x, y + fontSize, {
        size: fontSize,
        color: palette.muted,
      })
    )
  })
  return bands.join('') + boxes.join('')
}

/** Moves the commands of a band, whose numbers are pairs of coordinates. */
function moved(commands: string, { x, y }: Box): string {
  let isX = true
  return commands.replace(/-?\d+(\.\d+)?(e-?\d+)?/g, (number) => {
    const place = Number(number) + (isX ? x : y)
    isX = !isX
    return place.toFixed(1)
  })
}
