/** The rows of an SQL query: as a table, or, if the columns allow it, as a chart with the rows below. */

import { exact } from '@hedgerow/shared/charts/format'
import {
  choiceOf,
  columnsOf,
  fittingDisplay,
  rankedData,
  type SqlChart,
  type SqlChoice,
  type SqlColumn,
  sqlChart,
} from '@hedgerow/shared/charts/sql-chart'
import { sqlChartKind } from '@hedgerow/shared/charts/time-chart'
import { summarize } from '@hedgerow/shared/charts/trends-data'
import { exactNumber } from '@hedgerow/shared/format'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import type { SqlVisual } from '@hedgerow/shared/query/nodes'
import { valueText } from '@hedgerow/shared/value-text'
import { type ReactNode, useMemo } from 'react'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import type { Answered } from '../query/use-answer'
import { Legend } from './legend'
import { TimeChart } from './time-chart'
import { useHidden } from './use-hidden'
import { BigNumber, RankedBars } from './values'

interface Props {
  answered: Answered
  timeZone: string
  visual?: SqlVisual
  isTile?: boolean
  isTable?: boolean
}

interface Row {
  index: number
  cells: unknown[]
}

interface SqlTable {
  rows: unknown[][]
  columns: SqlColumn[]
  choice: SqlChoice
  shown: string
}

/** The columns of an answer, and which of them are drawn. */
export function useSqlColumns(answered: Answered | undefined, visual: SqlVisual | undefined): SqlTable | null {
  const { display, chartSettings } = visual ?? {}
  const answer = answered?.answer
  return useMemo(() => {
    if (!answer) return null
    const rows = Array.isArray(answer.results) ? (answer.results as unknown[][]) : []
    const columns = columnsOf(answer.columns ?? [], answer.types, rows)
    const choice = choiceOf(columns, rows, chartSettings)
    const wanted = display ?? 'ActionsTable'
    return { rows, columns, choice, shown: wanted === 'Auto' ? fittingDisplay(columns, rows, choice) : wanted }
  }, [answer, display, chartSettings])
}

export function SqlResult({ answered, timeZone, visual, isTile, isTable }: Props) {
  const { rows, columns, choice, shown } = useSqlColumns(answered, visual)!
  const wantsChart = shown !== 'ActionsTable' && !isTable
  const chart = useMemo(
    () => (wantsChart ? sqlChart(columns, rows, choice, shown, timeZone) : null),
    [wantsChart, columns, rows, choice, shown, timeZone],
  )
  const grid = (
    <Grid rows={rows} columns={columns} answered={answered} isTile={isTile} wantsChart={wantsChart && !chart} />
  )
  if (!chart) return grid
  if (isTile) return <Drawn chart={chart} display={shown} isTile />
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="rounded-lg border border-line bg-surface p-3">
        <Drawn chart={chart} display={shown} />
      </div>
      {grid}
    </div>
  )
}

function Drawn({ chart, display, isTile }: { chart: SqlChart; display: string; isTile?: boolean }) {
  const { data, sentence, notes } = chart
  const [hidden, toggle] = useHidden(data)
  const label = (bucket: string) => bucketLabel(bucket, data.interval, true)
  const told = (
    <figcaption className="px-1 text-[13px] break-words text-muted">
      {sentence}
      {notes.length > 0 && `. ${notes.join(' ')}`}
    </figcaption>
  )
  const figure = (children: ReactNode) => (
    <figure className={`m-0 flex min-w-0 flex-col gap-2 ${isTile ? 'h-full min-h-0 overflow-auto' : ''}`}>
      {children}
      {told}
    </figure>
  )
  if (display === 'BoldNumber') {
    const isEmpty = data.series[0]!.values.every((value) => value === null)
    return figure(
      isEmpty ? <p className="p-6 text-center text-muted">The value is null.</p> : <BigNumber data={data} />,
    )
  }
  if (display === 'ActionsBarValue') return figure(<Ranked chart={chart} />)
  return figure(
    <>
      <TimeChart
        data={data}
        kind={sqlChartKind(display)}
        hidden={hidden}
        summary={summarize(data, label, exact)}
        className={isTile ? 'min-h-24 flex-1' : 'h-80'}
      />
      <Legend data={data} hidden={hidden} onToggle={toggle} />
    </>,
  )
}

/** The values of one column, largest first. Rows without a value have no bar. */
function Ranked({ chart }: { chart: SqlChart }) {
  const { data, count, without } = rankedData(chart)
  const isCut = data.series.length < count
  return (
    <>
      <RankedBars data={data} />
      {(isCut || without > 0) && (
        <p className="px-1 text-[13px] text-muted">
          {isCut && `The ${data.series.length} largest of ${exactNumber(count)}. `}
          {without > 0 && `${exactNumber(without)} without a value.`}
        </p>
      )}
    </>
  )
}

interface GridProps {
  rows: unknown[][]
  columns: SqlColumn[]
  answered: Answered
  isTile?: boolean
  wantsChart: boolean
}

function Grid({ rows, columns, answered, isTile, wantsChart }: GridProps) {
  const { answer } = answered
  const data = useMemo(() => rows.map((cells, index): Row => ({ index, cells })), [rows])
  const shown: Column<Row>[] = columns.map(({ name, index, role }) => ({
    name: `${index}`,
    title: (
      <span title={answer.types?.[index]?.[1]} className="break-all">
        {name}
      </span>
    ),
    width: 'minmax(8rem, 1fr)',
    isNumber: role === 'number',
    cell: ({ cells }) => {
      const value = cells[index]
      if (value === null || value === undefined) return <span className="text-muted">null</span>
      const text = typeof value === 'number' ? String(value) : valueText(value)
      return <span title={text.slice(0, 500)}>{text}</span>
    },
  }))
  if (rows.length === 0) return <p className="p-6 text-center text-muted">The query returned no rows.</p>
  return (
    <div className={isTile ? 'h-full overflow-auto' : ''}>
      {wantsChart && (
        <p className="px-1 pb-2 text-[13px] text-muted">A chart needs a numeric column. Showing the rows instead.</p>
      )}
      <VirtualTable
        label="Rows"
        columns={shown}
        rows={data}
        rowKey={({ index }) => String(index)}
        count={rows.length}
        hasMore={false}
        isLoadingMore={false}
        onMore={() => {}}
      />
      {!isTile && (
        <p className="pt-2 text-[13px] text-muted">
          {exactNumber(rows.length)} {rows.length === 1 ? 'row' : 'rows'}
          {answer.hasMore ? '. There are more: raise LIMIT to see them (50,000 at most).' : '.'}
        </p>
      )}
    </div>
  )
}
