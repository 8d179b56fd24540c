/** The bar below an SQL query: run, parameters, display and export. */

import { SQL_DISPLAYS, withChoice } from '@hedgerow/shared/charts/sql-chart'
import type { ChartSettings, SqlVisual } from '@hedgerow/shared/query/nodes'
import { Play, Square } from 'lucide-react'
import { Button, Field } from '../../../components/controls'
import { ExportMenu } from '../../delivery/exports/use-export'
import type { useSqlColumns } from '../charts/sql-result'
import { Freshness } from '../insights/answer-frame'
import type { UseAnswer } from '../query/use-answer'
import type { Values } from './api'
import { ChartControls } from './chart-controls'

const NUMBER = /^-?\d+(\.\d+)?$/

interface Props {
  projectId: number
  title: string
  /** Of the parameters. */
  names: string[]
  values: Values
  asked: UseAnswer
  hasRun: boolean
  visual: SqlVisual
  table: ReturnType<typeof useSqlColumns>
  onRun: () => void
  onValue: (name: string, value: string | number) => void
  onWrite: (change: { display?: string; chart?: ChartSettings }) => void
}

export function RunBar({
  projectId,
  title,
  names,
  values,
  asked,
  hasRun,
  visual,
  table,
  onRun,
  onValue,
  onWrite,
}: Props) {
  return (
    <div className="flex flex-wrap items-end gap-3">
      {asked.isAsking ? (
        <Button look="danger" onClick={asked.cancel} title="Cancel (Esc in the text)">
          <Square size={14} aria-hidden /> Cancel
        </Button>
      ) : (
        <Button look="primary" onClick={onRun} title="Run the query, or only the selection (Ctrl Enter)">
          <Play size={14} aria-hidden /> Run
        </Button>
      )}
      {names.map((name) => (
        <div key={name} className="w-40">
          <Field
            label={name}
            value={String(values[name] ?? '')}
            onChange={({ target: { value } }) => onValue(name, NUMBER.test(value) ? Number(value) : value)}
            onKeyDown={(event) => event.key === 'Enter' && onRun()}
          />
        </div>
      ))}
      <label className="flex items-center gap-2">
        <span className="text-[13px] text-muted">Show as</span>
        <select
          value={visual.display}
          onChange={(event) => onWrite({ display: event.target.value })}
          className="min-h-9 rounded-md border border-line-strong bg-surface px-2"
        >
          <option value="Auto">Best fit</option>
          {SQL_DISPLAYS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {asked.answered && table && table.shown !== 'ActionsTable' && (
        <ChartControls
          columns={table.columns}
          choice={table.choice}
          isNumber={table.shown === 'BoldNumber'}
          onChange={(choice) => onWrite({ chart: withChoice(visual.chartSettings, choice) })}
        />
      )}
      <span className="ml-auto inline-flex items-center gap-2">
        {hasRun && <Freshness asked={asked} />}
        {asked.answered && (
          <ExportMenu
            projectId={projectId}
            formats={['CSV', 'XLSX', 'NDJSON', 'JSON', 'PNG', 'PDF']}
            source={() => ({
              query: { kind: 'DataVisualizationNode', source: asked.answered!.node, ...visual },
              name: title,
            })}
          />
        )}
      </span>
    </div>
  )
}
