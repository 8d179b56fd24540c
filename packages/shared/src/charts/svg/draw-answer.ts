/** Draws any answer as SVG, from the same shaped data that the web UI draws. */
import type { InsightNode, QueryNode } from '../../query/nodes.ts'
import type {
  FunnelStep,
  FunnelTrend,
  LifecycleResult,
  RetentionRow,
  StickinessResult,
  TimeToConvert,
  TrendsResult,
} from '../../query/results.ts'
import { percent } from '../format.ts'
import { funnelData, funnelTrendsData } from '../funnel-data.ts'
import { retentionData } from '../retention-data.ts'
import { type TableAnswer, toTable } from '../table.ts'
import { chartKind, isOneValue } from '../time-chart.ts'
import { type ChartData, lifecycleData, stickinessData, trendsData } from '../trends-data.ts'
import { type Box, type Look, lookOf, rect, shorten, textAt, textWidth } from './elements.ts'
import { drawFunnel, drawTimes } from './funnel-svg.ts'
import { drawRetention, drawTable } from './table-svg.ts'
import { drawTimeChart } from './time-chart-svg.ts'
import { drawNumber, drawPie, drawRankedBars } from './values-svg.ts'

const FONT_SIZE = 14
const LEGEND_MAX = 8

export interface PictureOptions {
  theme?: 'light' | 'dark'
  fontSize?: number
  /** The project's time zone, for the incomplete buckets at the end. */
  timeZone?: string
  now?: Date
}

/**
 * The elements of a picture of an answer; the caller puts them into an `<svg>`.
 * @param box the place to draw in, in pixels
 */
export function drawAnswer(node: QueryNode, answer: TableAnswer, box: Box, options: PictureOptions = {}): string {
  const look = lookOf(options.theme ?? 'light', options.fontSize ?? FONT_SIZE)
  const { results } = answer
  if (results === null || results === undefined || (Array.isArray(results) && results.length === 0))
    return drawNothing(box, look)
  const question = node as unknown as InsightNode
  switch (node.kind) {
    case 'TrendsQuery':
    case 'LifecycleQuery':
    case 'StickinessQuery':
      return drawSeries(question, seriesOf(question, results, options), box, look)
    case 'FunnelsQuery':
      return drawFunnelAnswer(question, results, box, look, options)
    case 'RetentionQuery':
      return drawRetention(
        retentionData(results as RetentionRow[], question.retentionFilter?.period ?? 'Day', options.now),
        box,
        look,
      )
    default:
      return drawTable(toTable(node, answer), box, look)
  }
}

function seriesOf(node: InsightNode, results: unknown, { timeZone = 'UTC', now }: PictureOptions): ChartData {
  if (node.kind === 'LifecycleQuery') return lifecycleData(node, results as LifecycleResult[], timeZone, now)
  if (node.kind === 'StickinessQuery') return stickinessData(results as StickinessResult[])
  return trendsData(node, results as TrendsResult[], timeZone, now)
}

function drawSeries(node: InsightNode, data: ChartData, box: Box, look: Look): string {
  const display = node.kind === 'TrendsQuery' ? node.trendsFilter?.display : ''
  if (display === 'BoldNumber') return drawNumber(data, box, look)
  if (display === 'ActionsPie') return drawPie(data, box, look)
  if (isOneValue(display)) return drawRankedBars(data, box, look)
  const legend = data.series.length > 1 ? look.fontSize * 2 : 0
  const chart = { ...box, height: box.height - legend }
  return drawTimeChart(data, chartKind(node), chart, look) + (legend > 0 ? drawLegend(data, box, look) : '')
}

function drawFunnelAnswer(
  node: InsightNode,
  results: unknown,
  box: Box,
  look: Look,
  { timeZone = 'UTC', now }: PictureOptions,
): string {
  if (!Array.isArray(results)) return drawTimes((results as TimeToConvert).bins, box, look)
  if (node.funnelsFilter?.funnelVizType === 'trends')
    return drawTimeChart(funnelTrendsData(node, results as FunnelTrend[], timeZone, now), 'line', box, look, (value) =>
      percent(value / 100),
    )
  return drawFunnel(funnelData(results as FunnelStep[] | FunnelStep[][]), box, look)
}

/** The names of the lines in one row below the chart. */
function drawLegend({ series }: ChartData, box: Box, { palette, fontSize }: Look): string {
  const y = box.y + box.height - fontSize * 0.3
  const shown = series.slice(0, LEGEND_MAX)
  const room = box.width / shown.length - fontSize * 2
  let x = box.x
  return shown
    .map(({ name, color, isPrevious }) => {
      const text = shorten(name, Math.max(room, fontSize * 3), fontSize)
      const square = { x, y: y - fontSize * 0.8, width: fontSize * 0.8, height: fontSize * 0.8 }
      const drawn =
        rect(square, palette.series[color - 1] ?? palette.series[0]!, isPrevious ? 0.45 : 1) +
        textAt(text, x + fontSize * 1.2, y, { size: fontSize, color: palette.text })
      x += textWidth(text, fontSize) + fontSize * 2.4
      return drawn
    })
    .join('')
}

function drawNothing(box: Box, { palette, fontSize }: Look): string {
  return textAt('Nothing matches in this range', box.x + box.width / 2, box.y + box.height / 2, {
    size: fontSize,
    color: palette.muted,
    anchor: 'middle',
  })
}

/** A picture of an answer with its title, as a whole SVG document. */
export function answerPicture(
  node: QueryNode,
  answer: TableAnswer,
  { width, height, title }: { width: number; height: number; title: string },
  options: PictureOptions = {},
): string {
  const look = lookOf(options.theme ?? 'light', options.fontSize ?? FONT_SIZE)
  const { palette, fontSize } = look
  const edge = fontSize * 1.5
  const size = Math.round(fontSize * 1.3)
  const box = { x: edge, y: edge + size * 1.6, width: width - 2 * edge, height: height - 2 * edge - size * 1.6 }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, sans-serif">` +
    rect({ x: 0, y: 0, width, height }, palette.surface) +
    textAt(shorten(title, box.width, size), edge, edge + size, { size, color: palette.text, isBold: true }) +
    `${drawAnswer(node, answer, box, options)}</svg>`
  )
}
