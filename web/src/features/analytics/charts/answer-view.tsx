/** Draws an answer the way its query asks for. Each number opens the persons behind it. */

import { exact } from '@hedgerow/shared/charts/format'
import { funnelTrendsData } from '@hedgerow/shared/charts/funnel-data'
import { funnelTrendPoint, type OnOpen, stickinessPoint, trendsPoint } from '@hedgerow/shared/charts/points'
import { chartKind, isOneValue, marksOf } from '@hedgerow/shared/charts/time-chart'
import {
  type ChartSeries,
  type Limit,
  lifecycleData,
  stickinessData,
  summarize,
  trendsData,
} from '@hedgerow/shared/charts/trends-data'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import { type InsightNode, isInsightNode, type SqlVisual } from '@hedgerow/shared/query/nodes'
import type {
  TimeToConvert as ConvertTimes,
  FunnelStep,
  FunnelTrend,
  LifecycleResult,
  PathEdge,
  RetentionRow,
  StickinessResult,
  TrendsResult,
} from '@hedgerow/shared/query/results'
import { useMemo } from 'react'
import type { Answered } from '../query/use-answer'
import { FunnelChart, TimeToConvert } from './funnel-chart'
import { Legend } from './legend'
import { PathsChart } from './paths-chart'
import { PathsTable } from './paths-table'
import { RetentionTable } from './retention-table'
import { SeriesTable } from './series-table'
import { SqlResult } from './sql-result'
import { TimeChart } from './time-chart'
import { useHidden } from './use-hidden'
import { BigNumber, Pie, RankedBars } from './values'

interface Props {
  answered: Answered
  timeZone: string
  onOpen?: OnOpen
  onZoom?: (from: string, to: string) => void
  onPaths?: (filter: NonNullable<InsightNode['pathsFilter']>) => void
  annotations?: { at: string; text: string }[]
  /** Limits of alerts on a trend. */
  limits?: readonly Limit[]
  /** On a dashboard: fills its box, without the table below. */
  isTile?: boolean
  /** On a dashboard: shows the legend below a chart; true by default. */
  hasLegend?: boolean
  /** Shows the table instead of the chart. */
  isTable?: boolean
  /** Of rows of SQL. */
  visual?: SqlVisual
}

export function AnswerView(props: Props) {
  const { answered, timeZone, onOpen, onPaths, isTile, isTable, visual } = props
  const { node, answer } = answered
  if (!isInsightNode(node)) return <SqlResult {...{ answered, timeZone, visual, isTile, isTable }} />
  if (answer.results === null || answer.results === undefined) return <Nothing />
  const question = node as InsightNode
  switch (node.kind) {
    case 'TrendsQuery':
    case 'LifecycleQuery':
    case 'StickinessQuery':
      return <Series {...props} />
    case 'FunnelsQuery': {
      if (!Array.isArray(answer.results)) return <TimeToConvert results={answer.results as ConvertTimes} />
      if (question.funnelsFilter?.funnelVizType === 'trends') return <FunnelTrends {...props} />
      const steps = answer.results as FunnelStep[] | FunnelStep[][]
      if (steps.flat().every(({ count }) => count === 0)) return <Nothing />
      return <FunnelChart node={question} results={steps} onOpen={onOpen} isCompact={isTile} />
    }
    case 'RetentionQuery': {
      const rows = answer.results as RetentionRow[]
      if (rows.every(({ values }) => !values[0]?.count)) return <Nothing />
      return <RetentionTable node={question} results={rows} onOpen={onOpen} />
    }
    default: {
      const edges = answer.results as PathEdge[]
      if (edges.length === 0) return <Nothing />
      if (isTable) return <PathsTable node={question} results={edges} onOpen={onOpen} />
      return (
        <div className={isTile ? 'h-full' : 'flex flex-col gap-4'}>
          <PathsChart node={question} results={edges} onOpen={onOpen} onChange={onPaths} />
          {!isTile && <PathsTable node={question} results={edges} onOpen={onOpen} />}
        </div>
      )
    }
  }
}

function Nothing() {
  return (
    <div className="flex h-full min-h-40 flex-col items-center justify-center gap-1 p-6 text-center text-muted">
      <p className="font-medium text-text">Nothing matches in this range</p>
      <p>Try a longer range or fewer filters.</p>
    </div>
  )
}

function Series({ answered, timeZone, onOpen, onZoom, annotations, limits, isTile, hasLegend = true, isTable }: Props) {
  const { node, answer } = answered
  const question = node as unknown as InsightNode
  const data = useMemo(() => {
    const { results } = answer
    if (node.kind === 'LifecycleQuery') return lifecycleData(question, results as LifecycleResult[], timeZone)
    if (node.kind === 'StickinessQuery') return stickinessData(results as StickinessResult[])
    return { ...trendsData(question, results as TrendsResult[], timeZone), limits }
  }, [node, question, answer, timeZone, limits])
  const [hidden, toggle] = useHidden(data)
  const marks = useMemo(() => marksOf(data, annotations ?? []), [data, annotations])
  if (data.series.length === 0) return <Nothing />
  const isNothing = data.series.every(({ values, total }) => total === 0 && values.every((value) => !value))
  const display = node.kind === 'TrendsQuery' ? (question.trendsFilter?.display ?? 'ActionsLineGraph') : ''
  const pick =
    onOpen &&
    ((series: ChartSeries, position: number | null) => {
      const bucket = position === null ? null : (series.buckets[position] ?? null)
      const value = position === null ? series.total : (series.values[position] ?? 0)
      const when =
        position === null
          ? ''
          : `, ${node.kind === 'StickinessQuery' ? data.buckets[position] : bucketLabel(bucket ?? '', data.interval, true)}`
      const title = `${series.name}${when}: ${exact(Math.abs(value))}`
      if (node.kind === 'StickinessQuery') {
        if (bucket !== null) onOpen(stickinessPoint(question, series.source?.series ?? 0, bucket, title))
        return
      }
      const point = trendsPoint(question, series, bucket, title)
      if (point) onOpen(point)
    })
  const isTotal = isOneValue(display)
  if (isTotal) {
    const whole = pick && ((series: ChartSeries) => pick(series, null))
    const chart =
      display === 'BoldNumber' ? (
        <BigNumber data={data} onPick={whole} />
      ) : isNothing ? (
        <Nothing />
      ) : display === 'ActionsPie' && !isTable ? (
        <Pie data={data} onPick={whole} />
      ) : display === 'ActionsTable' || isTable ? (
        <SeriesTable data={{ ...data, buckets: [] }} label="Values" onPick={pick} totalTitle="Value" />
      ) : (
        <RankedBars data={data} onPick={whole} />
      )
    return <div className="h-full overflow-auto">{chart}</div>
  }
  const table = (
    <SeriesTable
      data={data}
      label="Values by time"
      hasTotals={node.kind === 'TrendsQuery'}
      hidden={hidden}
      onToggle={toggle}
      onPick={pick}
    />
  )
  if (isTable) return table
  const label = (bucket: string) => bucketLabel(bucket, data.interval, true)
  return (
    <div className={isTile ? 'flex h-full min-h-0 flex-col' : 'flex min-w-0 flex-col gap-3'}>
      {isNothing && !isTile && (
        <p role="status" className="rounded-md bg-raised px-3 py-2 text-muted">
          Nothing matches in this range. Try a longer range or fewer filters.
        </p>
      )}
      <TimeChart
        data={data}
        kind={chartKind(question)}
        hidden={hidden}
        summary={summarize(data, label, exact)}
        marks={marks}
        onPick={pick}
        onZoom={node.kind === 'StickinessQuery' ? undefined : onZoom}
        className={isTile ? 'min-h-0 flex-1' : 'h-80'}
      />
      {data.left > 0 && (
        <p className="text-[13px] text-muted">
          Showing the first {data.series.length} of {data.series.length + data.left} lines.
        </p>
      )}
      {!isTile ? table : hasLegend && <Legend data={data} hidden={hidden} onToggle={toggle} />}
    </div>
  )
}

function FunnelTrends({ answered, timeZone, isTile, isTable, onOpen, onZoom }: Props) {
  const { node, answer } = answered
  const question = node as unknown as InsightNode
  const data = useMemo(
    () => funnelTrendsData(question, answer.results as FunnelTrend[], timeZone),
    [question, answer, timeZone],
  )
  const share = (value: number) => `${value.toFixed(1)} %`
  const pick =
    onOpen &&
    ((series: ChartSeries, position: number | null) => {
      const bucket = position === null ? undefined : data.buckets[position]
      if (bucket === undefined) return
      const title = `Converted, ${series.name}, ${bucketLabel(bucket, data.interval, true)}`
      onOpen(funnelTrendPoint(question, bucket, series.source?.breakdown, title))
    })
  if (isTable)
    return <SeriesTable data={data} label="Conversion by time" hasTotals={false} format={share} onPick={pick} />
  return (
    <div className={isTile ? 'flex h-full flex-col' : 'flex flex-col gap-3'}>
      <TimeChart
        data={data}
        kind="line"
        format={share}
        summary={summarize(data, (bucket) => bucketLabel(bucket, data.interval, true), share)}
        onPick={pick}
        onZoom={onZoom}
        className={isTile ? 'min-h-0 flex-1' : 'h-80'}
      />
      {!isTile && <SeriesTable data={data} label="Conversion by time" hasTotals={false} format={share} onPick={pick} />}
    </div>
  )
}
