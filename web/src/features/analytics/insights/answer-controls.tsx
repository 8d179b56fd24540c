/** The controls above an answer: date range, interval, comparison and chart type. */
import { isOneValue } from '@hedgerow/shared/charts/time-chart'
import { intervalAfter, intervalsFor } from '@hedgerow/shared/query/dates'
import { DISPLAYS, FUNNEL_VISUALIZATION_OPTIONS } from '@hedgerow/shared/query/names'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { FunnelVisualization, Interval, TrendsDisplay } from '@hedgerow/shared/query/options'
import type { UseAnswer } from '../query/use-answer'
import { Freshness } from './answer-frame'
import { RangePicker } from './range-picker'

const SELECT = 'min-h-9 min-w-0 rounded-md border border-line-strong bg-surface px-2'
const COMPARISONS = [
  ['', 'No comparison'],
  ['previous', 'Previous period'],
  ['-1w', 'A week earlier'],
  ['-1m', 'A month earlier'],
  ['-1y', 'A year earlier'],
] as const

interface Props {
  node: InsightNode
  timeZone: string
  asked: UseAnswer
  onChange: (node: InsightNode) => void
}

export function AnswerControls({ node, timeZone, asked, onChange }: Props) {
  const set = (change: Partial<InsightNode>) => onChange({ ...node, ...change })
  const display = node.trendsFilter?.display ?? 'ActionsLineGraph'
  const funnel = node.funnelsFilter?.funnelVizType ?? 'steps'
  const hasInterval =
    (node.kind === 'TrendsQuery' && !isOneValue(display)) ||
    node.kind === 'LifecycleQuery' ||
    node.kind === 'StickinessQuery' ||
    (node.kind === 'FunnelsQuery' && funnel === 'trends')
  const hasCompare = node.kind === 'TrendsQuery' || node.kind === 'StickinessQuery'
  const compare = !node.compareFilter?.compare ? '' : (node.compareFilter.compare_to ?? 'previous')
  return (
    <div className="flex flex-wrap items-center gap-2">
      {node.kind !== 'RetentionQuery' && (
        <RangePicker
          range={node.dateRange}
          timeZone={timeZone}
          resolved={asked.answered?.answer.resolved_date_range ?? null}
          onChange={(dateRange) => {
            set({ dateRange, ...(hasInterval && { interval: intervalAfter(node, dateRange) }) })
          }}
        />
      )}
      {hasInterval && (
        <select
          aria-label="Interval"
          className={SELECT}
          value={node.interval ?? 'day'}
          onChange={(event) => set({ interval: event.target.value as Interval })}
        >
          {[...new Set([node.interval ?? 'day', ...intervalsFor(node.dateRange)])].map((interval) => (
            <option key={interval} value={interval}>
              by {interval}
            </option>
          ))}
        </select>
      )}
      {hasCompare && (
        <select
          aria-label="Comparison"
          className={SELECT}
          value={compare}
          onChange={(event) => {
            const { value } = event.target
            set({
              compareFilter:
                value === '' ? null : { compare: true, ...(value !== 'previous' && { compare_to: value }) },
            })
          }}
        >
          {COMPARISONS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {node.kind === 'TrendsQuery' && (
        <select
          aria-label="Chart type"
          className={SELECT}
          value={display}
          onChange={(event) =>
            set({ trendsFilter: { ...node.trendsFilter, display: event.target.value as TrendsDisplay } })
          }
        >
          {DISPLAYS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {node.kind === 'FunnelsQuery' && (
        <select
          aria-label="Chart type"
          className={SELECT}
          value={funnel}
          onChange={(event) =>
            set({ funnelsFilter: { ...node.funnelsFilter, funnelVizType: event.target.value as FunnelVisualization } })
          }
        >
          {FUNNEL_VISUALIZATION_OPTIONS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {node.kind === 'RetentionQuery' && (
        <select
          aria-label="Chart type"
          className={SELECT}
          value={String(node.retentionFilter?.display ?? 'ActionsTable')}
          onChange={(event) => set({ retentionFilter: { ...node.retentionFilter, display: event.target.value } })}
        >
          <option value="ActionsTable">Table</option>
          <option value="ActionsLineGraph">Curve</option>
        </select>
      )}
      <span className="ml-auto">
        <Freshness asked={asked} />
      </span>
    </div>
  )
}
