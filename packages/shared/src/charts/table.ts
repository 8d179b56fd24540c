/** Turns any answer into rows and columns, for the table view and for files. */
import { csvFormatRow } from 'd3-dsv'
import { cellOf } from '../csv.ts'
import { breakdownText } from '../query/names.ts'
import type { InsightNode, QueryNode } from '../query/nodes.ts'
import type {
  FunnelStep,
  FunnelTrend,
  LifecycleResult,
  PathEdge,
  RetentionRow,
  StickinessResult,
  TimeToConvert,
  TrendsResult,
} from '../query/results.ts'
import { funnelData } from './funnel-data.ts'
import { isOneValue } from './time-chart.ts'
import { lifecycleData, stickinessData, trendsData } from './trends-data.ts'

const MILLISECONDS_PER_SECOND = 1_000

export interface Table {
  columns: string[]
  rows: unknown[][]
}

/** The parts of an answer that its table is built from. */
export interface TableAnswer {
  results: unknown
  /** Column names, if the results are rows. */
  columns?: string[]
  /** Name and type of each column. */
  types?: [string, string][]
  timezone?: string
}

export function toTable(node: QueryNode, answer: TableAnswer): Table {
  const question = node as unknown as InsightNode
  const zone = answer.timezone ?? 'UTC'
  switch (node.kind) {
    case 'TrendsQuery': {
      const data = trendsData(question, answer.results as TrendsResult[], zone, new Date(), Number.POSITIVE_INFINITY)
      const buckets = isOneValue(question.trendsFilter?.display) ? [] : data.buckets
      return {
        columns: ['Series', ...buckets, 'Total'],
        rows: data.series.map(({ name, total, values }) => [
          name,
          ...buckets.map((_, at) => values[at] ?? null),
          total,
        ]),
      }
    }
    case 'LifecycleQuery': {
      const data = lifecycleData(question, answer.results as LifecycleResult[], zone)
      return { columns: ['Status', ...data.buckets], rows: data.series.map(({ name, values }) => [name, ...values]) }
    }
    case 'StickinessQuery': {
      const data = stickinessData(answer.results as StickinessResult[])
      return { columns: ['Series', ...data.buckets], rows: data.series.map(({ name, values }) => [name, ...values]) }
    }
    case 'FunnelsQuery': {
      if (!Array.isArray(answer.results)) {
        const { bins } = answer.results as TimeToConvert
        return { columns: ['From seconds', 'Persons'], rows: bins }
      }
      if (question.funnelsFilter?.funnelVizType === 'trends') {
        const lines = answer.results as FunnelTrend[]
        return {
          columns: ['Conversion in percent', ...(lines[0]?.days ?? [])],
          rows: lines.map(({ breakdown_value: value, data }) => [
            value === undefined ? 'All' : breakdownText(value),
            ...data,
          ]),
        }
      }
      return {
        columns: [
          'Breakdown',
          'Step',
          'Name',
          'Count',
          'Share of first',
          'Share of previous',
          'Median seconds',
          'Average seconds',
        ],
        rows: funnelData(answer.results as FunnelStep[]).flatMap(({ name, bars }) =>
          bars.map((bar, index) => [
            name,
            index + 1,
            bar.name,
            bar.count,
            bar.ofFirst,
            bar.ofPrevious,
            bar.medianSeconds,
            bar.averageSeconds,
          ]),
        ),
      }
    }
    case 'RetentionQuery': {
      const rows = answer.results as RetentionRow[]
      const periods = Math.max(0, ...rows.map(({ values }) => values.length))
      const period = question.retentionFilter?.period ?? 'Day'
      return {
        columns: ['Began in', 'Size', ...Array.from({ length: periods }, (_, index) => `${period} ${index}`)],
        rows: rows.map(({ date, values, breakdown_value: value }) => [
          value === undefined || value === null ? date : `${date} ${breakdownText(value)}`,
          values[0]?.count ?? 0,
          ...values.map(({ count }) => count),
        ]),
      }
    }
    case 'PathsQuery':
      return {
        columns: ['Source', 'Target', 'Value', 'Average seconds'],
        rows: (answer.results as PathEdge[]).map(({ source, target, value, average_conversion_time: time }) => [
          source,
          target,
          value,
          time / MILLISECONDS_PER_SECOND,
        ]),
      }
    default:
      return { columns: answer.columns ?? [], rows: (answer.results as unknown[][]) ?? [] }
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return cellOf(typeof value === 'string' ? value : JSON.stringify(value))
}

/** A table as CSV (RFC 4180), safe from formula injection. No line break at the end. */
export function toCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => csvFormatRow(row.map(cellText))).join('\r\n')
}
