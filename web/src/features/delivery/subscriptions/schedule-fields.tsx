/** When a report is sent. */
import { capitalized, FREQUENCIES, type Frequency, WEEKDAYS, type Weekday } from '@hedgerow/shared/schedule'
import { Button, Field, Select } from '../../../components/controls'
import { useProject } from '../../../project'
import { type Counted, type Draft, POSITIONS } from './draft'

interface Props {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

const UNITS: Record<Frequency, string> = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' }
const POSITION_NAMES: Record<number, string> = { 1: 'First', 2: 'Second', 3: 'Third', 4: 'Fourth', [-1]: 'Last' }
const COUNTED = [
  ...WEEKDAYS.map((value) => ({ value: value as Counted, label: capitalized(value) })),
  { value: 'weekday' as const, label: 'weekday (Monday to Friday)' },
  { value: 'day' as const, label: 'day' },
]
const ENDS = [
  { value: 'never', label: 'Never' },
  { value: 'on', label: 'On a day' },
  { value: 'after', label: 'After a number of reports' },
]

export function ScheduleFields({ draft, onChange }: Props) {
  const { timezone } = useProject()
  const { frequency, interval } = draft
  const plural = Number(interval) > 1 ? 's' : ''
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium">Schedule</legend>
      <div className="grid grid-cols-[4rem_minmax(0,1fr)_minmax(0,1fr)] gap-3">
        <Field
          label="Every"
          inputMode="numeric"
          value={interval}
          maxLength={6}
          onChange={(event) => onChange({ interval: event.target.value })}
        />
        <Select
          label="Unit"
          value={frequency}
          options={FREQUENCIES.map((value) => ({ value, label: `${UNITS[value]}${plural}` }))}
          onChange={(event) => onChange({ frequency: event.target.value as Frequency })}
        />
        <Field
          label="At"
          type="time"
          title={`Time in ${timezone}`}
          value={draft.time}
          onChange={(event) => onChange({ time: event.target.value })}
        />
      </div>
      {frequency === 'weekly' && (
        <WeekdayButtons days={draft.weekdays} onChange={(weekdays) => onChange({ weekdays })} />
      )}
      {frequency === 'monthly' && <MonthFields draft={draft} onChange={onChange} />}
      {startGivesDay(draft) && <StartField draft={draft} onChange={onChange} />}
    </fieldset>
  )
}

/** Whether the date of the start is also the day of the month or the year. */
const startGivesDay = ({ frequency, monthly }: Draft) =>
  frequency === 'yearly' || (frequency === 'monthly' && monthly === 'date')

function StartField({ draft, onChange }: Props) {
  return (
    <Field
      label="Starts on"
      type="date"
      value={draft.date}
      onChange={(event) => onChange({ date: event.target.value })}
    />
  )
}

function WeekdayButtons({ days, onChange }: { days: readonly Weekday[]; onChange: (days: Weekday[]) => void }) {
  const toggle = (day: Weekday) =>
    onChange(WEEKDAYS.filter((each) => (each === day ? !days.includes(day) : days.includes(each))))
  return (
    <div role="group" aria-label="Days of the week" className="flex flex-wrap gap-1.5">
      {WEEKDAYS.map((day) => (
        <Button
          key={day}
          className="px-2.5 aria-pressed:border-accent aria-pressed:bg-accent-soft"
          aria-pressed={days.includes(day)}
          aria-label={capitalized(day)}
          onClick={() => toggle(day)}
        >
          {capitalized(day).slice(0, 2)}
        </Button>
      ))}
      <Button look="bare" onClick={() => onChange(WEEKDAYS.slice(0, 5))}>
        Weekdays
      </Button>
    </div>
  )
}

function MonthFields({ draft: { monthly, position, counted, kept }, onChange }: Props) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Select
        label="On the"
        value={monthly === 'position' ? String(position) : monthly}
        options={[
          ...POSITIONS.map((value) => ({ value: String(value), label: POSITION_NAMES[value]! })),
          { value: 'date', label: 'date of the start' },
          ...(kept?.frequency === 'monthly' && monthly === 'kept'
            ? [{ value: 'kept', label: 'days set by the API' }]
            : []),
        ]}
        onChange={({ target: { value } }) =>
          onChange(
            value === 'date' || value === 'kept'
              ? { monthly: value }
              : { monthly: 'position', position: Number(value) },
          )
        }
      />
      {monthly === 'position' && (
        <Select
          label="Day"
          value={counted}
          options={COUNTED}
          onChange={(event) => onChange({ counted: event.target.value as Counted })}
        />
      )}
    </div>
  )
}

/** When a schedule starts and ends. */
export function SpanFields({ draft, onChange }: Props) {
  const { ends, until, count } = draft
  return (
    <>
      {!startGivesDay(draft) && <StartField draft={draft} onChange={onChange} />}
      <div className="grid grid-cols-2 items-end gap-3">
        <Select
          label="Ends"
          value={ends}
          options={ENDS}
          onChange={(event) => onChange({ ends: event.target.value as Draft['ends'] })}
        />
        {ends === 'on' && (
          <Field
            label="Last day"
            type="date"
            value={until}
            onChange={(event) => onChange({ until: event.target.value })}
          />
        )}
        {ends === 'after' && (
          <Field
            label="Reports since the start"
            inputMode="numeric"
            value={count}
            maxLength={6}
            onChange={(event) => onChange({ count: event.target.value })}
          />
        )}
      </div>
    </>
  )
}
