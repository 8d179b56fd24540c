/** The date range of a query. */

import { DEFAULT_FROM, describeRange, PRESETS, shiftRange, todayIn, UNITS } from '@hedgerow/shared/query/dates'
import type { DateRange } from '@hedgerow/shared/query/nodes'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button, Field, Select } from '../../../components/controls'
import { Popover } from '../../../components/popover'

interface Props {
  range: DateRange | null | undefined
  timeZone: string
  /** The days that the answer covers. */
  resolved?: { date_from: string; date_to: string } | null
  onChange: (range: DateRange) => void
  /** Label for having no range. */
  emptyLabel?: string
  onClear?: () => void
}

const dayIn = (iso: string, timeZone: string) => new Date(iso).toLocaleDateString('en-CA', { timeZone })

/** The period before or after what is shown, or null when there is none. */
export function neighbor(resolved: Props['resolved'], timeZone: string, step: -1 | 1): DateRange | null {
  if (!resolved) return null
  const days = { from: dayIn(resolved.date_from, timeZone), to: dayIn(resolved.date_to, timeZone) }
  return shiftRange(days, step, todayIn(timeZone))
}

export function RangePicker({ range, timeZone, resolved, onChange, emptyLabel, onClear }: Props) {
  const label = emptyLabel && !range?.date_from && !range?.date_to ? emptyLabel : describeRange(range)
  const before = neighbor(resolved, timeZone, -1)
  const after = neighbor(resolved, timeZone, 1)
  return (
    <div className="inline-flex items-center">
      {resolved !== undefined && (
        <Button
          look="bare"
          className="px-1.5"
          disabled={!before}
          aria-label="Previous period"
          title="Previous period (←)"
          onClick={() => before && onChange(before)}
        >
          <ChevronLeft size={16} aria-hidden />
        </Button>
      )}
      <Popover
        label="Date range"
        className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 whitespace-nowrap hover:bg-raised"
        trigger={
          <>
            <CalendarDays size={16} aria-hidden /> {label}
          </>
        }
      >
        {(close) => (
          <RangeForm
            range={range}
            timeZone={timeZone}
            onClear={
              onClear &&
              (() => {
                close()
                onClear()
              })
            }
            onChange={(next) => {
              close()
              onChange(next)
            }}
          />
        )}
      </Popover>
      {resolved !== undefined && (
        <Button
          look="bare"
          className="px-1.5"
          disabled={!after}
          aria-label="Next period"
          title="Next period (→)"
          onClick={() => after && onChange(after)}
        >
          <ChevronRight size={16} aria-hidden />
        </Button>
      )}
    </div>
  )
}

function RangeForm({
  range,
  timeZone,
  onChange,
  onClear,
}: {
  range: DateRange | null | undefined
  timeZone: string
  onChange: (range: DateRange) => void
  onClear?: () => void
}) {
  const today = todayIn(timeZone)
  const from = range?.date_from ?? DEFAULT_FROM
  const isAbsolute = /^\d{4}/.test(from)
  const relative = /^-(\d+)([hdwmy])$/.exec(from)
  const [start, setStart] = useState(isAbsolute ? from.slice(0, 10) : today)
  const [end, setEnd] = useState(/^\d{4}/.test(range?.date_to ?? '') ? range!.date_to!.slice(0, 10) : today)
  const [count, setCount] = useState(relative?.[1] ?? '7')
  const [unit, setUnit] = useState<string>(relative?.[2] ?? 'd')
  const isBackwards = start > end
  return (
    <div className="flex flex-wrap">
      <ul className="flex min-w-44 flex-1 flex-col p-1" aria-label="Ranges">
        {onClear && (
          <li>
            <button type="button" onClick={onClear} className="min-h-8 w-full rounded px-3 text-left hover:bg-raised">
              Each insight’s own dates
            </button>
          </li>
        )}
        {PRESETS.map((preset) => {
          const isChosen = preset.from === from && (preset.to ?? null) === (range?.date_to ?? null)
          return (
            <li key={preset.label}>
              <button
                type="button"
                aria-pressed={isChosen}
                onClick={() => onChange({ date_from: preset.from, date_to: preset.to ?? null })}
                className="min-h-8 w-full rounded px-3 text-left hover:bg-raised aria-pressed:bg-accent-soft"
              >
                {preset.label}
              </button>
            </li>
          )
        })}
      </ul>
      <div className="flex w-64 flex-col gap-4 border-line p-3 sm:border-l">
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (Number(count) > 0) onChange({ date_from: `-${Number(count)}${unit}`, date_to: null })
          }}
        >
          <div className="flex items-end gap-2">
            <Field
              label="In the last"
              type="number"
              min={1}
              max={10_000}
              value={count}
              onChange={(event) => setCount(event.target.value)}
            />
            <Select
              label="Unit"
              value={unit}
              onChange={(event) => setUnit(event.target.value)}
              options={Object.entries(UNITS).map(([value, name]) => ({ value, label: name }))}
            />
          </div>
          <Button type="submit">Apply</Button>
        </form>
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (!isBackwards) onChange({ date_from: start, date_to: end })
          }}
        >
          <Field
            label="From"
            type="date"
            value={start}
            max={today}
            onChange={(event) => setStart(event.target.value)}
            required
          />
          <Field
            label="To"
            type="date"
            value={end}
            onChange={(event) => setEnd(event.target.value)}
            error={isBackwards ? 'The end date is before the start date.' : undefined}
            required
          />
          <Button type="submit" disabled={isBackwards}>
            Apply
          </Button>
        </form>
        <p className="text-[13px] text-muted">Days in {timeZone}.</p>
      </div>
    </div>
  )
}
