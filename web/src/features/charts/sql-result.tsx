/** Rows of a query in SQL: as a table of any length, or, where the columns allow it, as a chart. */
import { useMemo } from 'react'
import { type Column, VirtualTable } from '../../components/virtual-table'
import { exactNumber } from '../../format'
import { valueText } from '../../value-text'
import type { Answered } from '../queries/use-answer'
import { exact } from './format'
import { rowsToChart } from './sql-rows'
import { TimeChart } from './time-chart'
import { summarize } from './trends-data'
import { BigNumber, RankedBars } from './values'

export const SQL_DISPLAYS = [
  { value: 'ActionsTable', label: 'Table' },
  { value: 'ActionsLineGraph', label: 'Line' },
  { value: 'ActionsBar', label: 'Bars' },
  { value: 'ActionsBarValue', label: 'Ranked bars' },
  { value: 'BoldNumber', label: 'Number' },
] as const

interface Props {
  answered: Answered
  isTile?: boolean
  isTable?: boolean
  /** One of the displays; a table unless another is named. */
  display?: string
}

interface Row {
  index: number
  cells: unknown[]
}

export function SqlResult({ answered, isTile, isTable, display }: Props) {
  const { answer } = answered
  const columns = answer.columns ?? []
  const rows = useMemo(() => (Array.isArray(answer.results) ? (answer.results as unknown[][]) : []), [answer])
  const shown = display ?? (answered.node.display as string | undefined)
  const chart = useMemo(
    () => (shown && shown !== 'ActionsTable' && !isTable ? rowsToChart(columns, rows) : null),
    [shown, isTable, columns, rows],
  )
  if (chart) {
    if (shown === 'BoldNumber') return <BigNumber data={chart} />
    if (shown === 'ActionsBarValue') {
      const first = chart.series[0]!
      const series = chart.buckets.slice(0, 50).map((name, index) => ({
        ...first,
        key: `${index}`,
        name,
        total: first.values[index] ?? 0,
        color: 1,
      }))
      return (
        <div className="h-full overflow-auto">
          <RankedBars data={{ ...chart, series }} />
        </div>
      )
    }
    return (
      <TimeChart
        data={chart}
        kind={shown === 'ActionsBar' ? 'bars' : 'line'}
        summary={summarize(chart, (bucket) => bucket, exact)}
        className={isTile ? 'h-full' : 'h-80'}
      />
    )
  }
  return (
    <Grid
      columns={columns}
      rows={rows}
      answered={answered}
      isTile={isTile}
      wantsChart={Boolean(shown && shown !== 'ActionsTable' && !isTable)}
    />
  )
}

function Grid({
  columns,
  rows,
  answered,
  isTile,
  wantsChart,
}: {
  columns: string[]
  rows: unknown[][]
  answered: Answered
  isTile?: boolean
  wantsChart: boolean
}) {
  const { answer } = answered
  const data = useMemo(() => rows.map((cells, index): Row => ({ index, cells })), [rows])
  const shown: Column<Row>[] = columns.map((name, index) => ({
    name: `${index}`,
    title: (
      <span title={answer.types?.[index]?.[1]} className="break-all">
        {name}
      </span>
    ),
    width: 'minmax(8rem, 1fr)',
    cell: ({ cells }) => {
      const value = cells[index]
      if (value === null || value === undefined) return <span className="text-muted">null</span>
      const text = typeof value === 'number' ? String(value) : valueText(value)
      return (
        <span title={text.slice(0, 500)} className={typeof value === 'number' ? 'block text-right' : ''}>
          {text}
        </span>
      )
    },
  }))
  if (rows.length === 0) return <p className="p-6 text-center text-muted">The query found no rows.</p>
  return (
    <div className={isTile ? 'h-full overflow-auto' : ''}>
      {wantsChart && <p className="px-1 pb-2 text-[13px] text-muted">A chart needs a column of numbers.</p>}
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
          {answer.hasMore ? '; there are more: a larger LIMIT shows them (50,000 at most).' : '.'}
        </p>
      )}
    </div>
  )
}
