/** Draws rows of SQL as SVG, as the settings of their chart say. */
import { choiceOf, columnsOf, fittingDisplay, rankedData, sqlChart } from '../sql-chart.ts'
import type { TableAnswer } from '../table.ts'
import { sqlChartKind } from '../time-chart.ts'
import type { Box, Look, PictureOptions } from './elements.ts'
import { drawWithLegend } from './legend-svg.ts'
import { drawNumber, drawRankedBars } from './values-svg.ts'

/** @returns undefined if the rows are to be shown as a table, or cannot be drawn as a chart */
export function drawSql(
  answer: TableAnswer,
  box: Box,
  look: Look,
  { visual, timeZone = 'UTC', now }: PictureOptions,
): string | undefined {
  const rows = Array.isArray(answer.results) ? (answer.results as unknown[][]) : []
  const columns = columnsOf(answer.columns ?? [], answer.types, rows)
  const choice = choiceOf(columns, rows, visual?.chartSettings)
  const wanted = visual?.display ?? 'ActionsTable'
  const display = wanted === 'Auto' ? fittingDisplay(columns, rows, choice) : wanted
  const chart = display === 'ActionsTable' ? null : sqlChart(columns, rows, choice, display, timeZone, now)
  if (!chart) return undefined
  if (display === 'BoldNumber') return drawNumber(chart.data, box, look)
  if (display === 'ActionsBarValue') return drawRankedBars(rankedData(chart).data, box, look)
  return drawWithLegend(chart.data, sqlChartKind(display), box, look)
}
