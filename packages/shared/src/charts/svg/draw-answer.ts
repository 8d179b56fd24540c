/** Draws any answer as SVG, from the same shaped data that the web UI draws. */
import type { InsightNode, QueryNode } from '../../query/nodes.ts'
import type {
  FunnelStep,
  FunnelTrend,
  LifecycleResult,
  PathEdge,
  RetentionRow,
  StickinessResult,
  TimeToConvert,
  TrendsResult,
} from '../../query/results.ts'
import { percent } from '../format.ts'
import { funnelData, funnelTrendsData } from '../funnel-data.ts'
import { curveData, meanRetention, retentionData, retentionTitles } from '../retention-data.ts'
import { type TableAnswer, toTable } from '../table.ts'
import { chartKind, isOneValue } from '../time-chart.ts'
import { type ChartData, lifecycleData, stickinessData, trendsData } from '../trends-data.ts'
import { type Box, type Look, lookOf, type PictureOptions, rect, shorten, textAt } from './elements.ts'
import { drawFunnel, drawTimes } from './funnel-svg.ts'
import { drawWithLegend } from './legend-svg.ts'
import { drawPaths } from './paths-svg.ts'
import { drawRetention } from './retention-svg.ts'
import { drawSql } from './sql-svg.ts'
import { drawTable } from './table-svg.ts'
import { drawTimeChart } from './time-chart-svg.ts'
import { drawNumber, drawPie, drawRankedBars } from './values-svg.ts'

const FONT_SIZE = 14

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
      return drawRetentionAnswer(question, results as RetentionRow[], box, look, options.now)
    case 'PathsQuery':
      return drawPaths(results as PathEdge[], box, look)
    default:
      return (options.visual && drawSql(answer, box, look, options)) ?? drawTable(toTable(node, answer), box, look)
  }
}

function seriesOf(node: InsightNode, results: unknown, { timeZone = 'UTC', now, limits }: PictureOptions): ChartData {
  if (node.kind === 'LifecycleQuery') return lifecycleData(node, results as LifecycleResult[], timeZone, now)
  if (node.kind === 'StickinessQuery') return stickinessData(results as StickinessResult[])
  return { ...trendsData(node, results as TrendsResult[], timeZone, now), limits: limits ?? [] }
}

function drawSeries(node: InsightNode, data: ChartData, box: Box, look: Look): string {
  const display = node.kind === 'TrendsQuery' ? node.trendsFilter?.display : ''
  if (data.series.length === 0) return drawNothing(box, look)
  if (display === 'BoldNumber') return drawNumber(data, box, look)
  if (display === 'ActionsPie') return drawPie(data, box, look)
  if (display === 'ActionsTable') return drawTable(valuesTable(data), box, look)
  if (isOneValue(display)) return drawRankedBars(data, box, look)
  return drawWithLegend(data, chartKind(node), box, look)
}

/** The values of a display that shows one number per line. */
const valuesTable = ({ series }: ChartData) => ({
  columns: ['Series', 'Value'],
  rows: series.map(({ name, total }) => [name, total]),
})

function drawRetentionAnswer(
  { retentionFilter }: InsightNode,
  results: readonly RetentionRow[],
  box: Box,
  look: Look,
  now: Date | undefined,
): string {
  const period = retentionFilter?.period ?? 'Day'
  const lines = retentionData(results, period, now)
  const mean = meanRetention(lines)
  if (lines.every(({ size }) => size === 0)) return drawNothing(box, look)
  if (retentionFilter?.display === 'ActionsLineGraph')
    return drawTimeChart(curveData(mean, period), 'line', box, look, percent)
  return drawRetention({ lines, mean, titles: retentionTitles(results, period), period }, box, look)
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
    return drawWithLegend(funnelTrendsData(node, results as FunnelTrend[], timeZone, now), 'line', box, look, (value) =>
      percent(value / 100),
    )
  return drawFunnel(funnelData(results as FunnelStep[] | FunnelStep[][]), box, look)
}

function drawNothing(box: Box, { palette, fontSize }: Look): string {
  return textAt('Nothing matches in this range', box.x + box.width / 2, box.y + box.height / 2, {
    size: fontSize,
    color: palette.muted,
    anchor: 'middle',
  })
}

/** Size and words of a picture. */
export interface Picture {
  width: number
  height: number
  title: string
  /** Below the title: the range of dates. */
  subtitle?: string
}

/** A picture of an answer with its title, as a whole SVG document. */
export function answerPicture(
  node: QueryNode,
  answer: TableAnswer,
  { width, height, ...words }: Picture,
  options: PictureOptions = {},
): string {
  return svgDocument(width, height, answerCard(node, answer, { x: 0, y: 0, width, height }, words, options), options)
}

/** A whole SVG document. */
export function svgDocument(width: number, height: number, content: string, { theme = 'light' }: PictureOptions = {}) {
  const { palette } = lookOf(theme, FONT_SIZE)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, sans-serif">` +
    `${rect({ x: 0, y: 0, width, height }, palette.surface)}${content}</svg>`
  )
}

/** A title with a chart below it, in a box. */
export function answerCard(
  node: QueryNode,
  answer: TableAnswer,
  place: Box,
  words: Pick<Picture, 'title' | 'subtitle'>,
  options: PictureOptions = {},
): string {
  const look = lookOf(options.theme ?? 'light', options.fontSize ?? FONT_SIZE)
  const { head, box } = cardHead(place, words, look)
  return head + drawAnswer(node, answer, box, options)
}

/** The title of a card, and the room that it leaves. */
export function cardHead(
  place: Box,
  { title, subtitle }: Pick<Picture, 'title' | 'subtitle'>,
  { palette, fontSize }: Look,
): { head: string; box: Box } {
  const edge = Math.round(fontSize * 1.2)
  const size = Math.round(fontSize * 1.2)
  const width = place.width - 2 * edge
  const x = place.x + edge
  const top = place.y + edge + size
  const below = subtitle ? top + fontSize * 1.4 : top
  const head =
    textAt(shorten(title, width, size, true), x, top, { size, color: palette.text, isBold: true }) +
    (subtitle ? textAt(shorten(subtitle, width, fontSize), x, below, { size: fontSize, color: palette.muted }) : '')
  const y = below + fontSize
  return { head, box: { x, y, width, height: Math.max(0, place.y + place.height - edge - y) } }
}
