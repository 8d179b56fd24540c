/** Which columns a chart of SQL uses: for the x axis, for the y axis, and to split it into series. */

import type { SqlChoice, SqlColumn } from '@hedgerow/shared/charts/sql-chart'
import { ChevronDown } from 'lucide-react'
import { PICKER_BUTTON } from '../../../components/picker'
import { Popover } from '../../../components/popover'

const SELECT = 'min-h-9 max-w-48 min-w-0 rounded-md border border-line-strong bg-surface px-2'

interface Props {
  columns: readonly SqlColumn[]
  choice: SqlChoice
  /** The chart is a single number, from one column. */
  isNumber: boolean
  onChange: (choice: SqlChoice) => void
}

export function ChartControls({ columns, choice: { x, y, series }, isNumber, onChange }: Props) {
  const names = (list: readonly SqlColumn[]) => [...new Set(list.map(({ name }) => name))]
  const numbers = names(columns.filter(({ role }) => role === 'number'))
  return (
    <fieldset className="flex flex-wrap items-center gap-3">
      <legend className="sr-only">Columns of the chart</legend>
      {!isNumber && (
        <label className="flex items-center gap-2">
          <span className="text-[13px] text-muted">x axis</span>
          <select
            aria-label="x axis"
            className={SELECT}
            value={x ?? ''}
            onChange={({ target: { value } }) =>
              onChange({
                x: value || null,
                y: y.length > 1 ? y.filter((name) => name !== value) : y,
                series: series === value ? null : series,
              })
            }
          >
            <option value="">Row number</option>
            {names(columns).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="flex items-center gap-2">
        <span className="text-[13px] text-muted">y axis</span>
        <Popover
          label="Columns on the y axis"
          aria-label={`Columns on the y axis: ${y.join(', ') || 'none'}`}
          title={y.join(', ')}
          className={PICKER_BUTTON}
          trigger={
            <>
              <span className="max-w-40 min-w-0 truncate">
                {y.length === 0 ? 'Choose a column' : y.length === 1 ? y[0] : `${y.length} columns`}
              </span>
              <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
            </>
          }
          panelClassName="max-w-80 min-w-48 p-3"
        >
          {() => (
            <fieldset className="flex max-h-64 flex-col gap-1 overflow-y-auto">
              <legend className="pb-1 text-[13px] text-muted">Numeric columns</legend>
              {numbers.length === 0 && <p>No numeric columns.</p>}
              {numbers.map((name) => (
                <label key={name} className="flex min-h-8 items-center gap-2">
                  <input
                    type="checkbox"
                    checked={y.includes(name)}
                    // The last column cannot be removed.
                    disabled={y.length === 1 && y[0] === name}
                    onChange={({ target: { checked } }) =>
                      onChange({
                        x,
                        y: checked
                          ? numbers.filter((each) => each === name || y.includes(each))
                          : y.filter((each) => each !== name),
                        series,
                      })
                    }
                  />
                  <span className="min-w-0 break-all">{name}</span>
                </label>
              ))}
            </fieldset>
          )}
        </Popover>
      </div>
      {!isNumber && (
        <label className="flex items-center gap-2">
          <span className="text-[13px] text-muted">Series</span>
          <select
            aria-label="Series"
            className={SELECT}
            value={series ?? ''}
            onChange={({ target: { value } }) => onChange({ x, y, series: value || null })}
          >
            <option value="">None</option>
            {names(columns)
              .filter((name) => name !== x && !y.includes(name))
              .map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      )}
    </fieldset>
  )
}
