/** The filters of the list. */
import { eventName } from '@hedgerow/shared/query/names'
import { X } from 'lucide-react'
import { Button, Select } from '../../../../components/controls'
import { SearchField } from '../../../../components/search-field'
import { useProject } from '../../../../project'
import { RangePicker } from '../../../analytics/insights/range-picker'
import { EventPicker } from '../../../analytics/query/event-picker'
import { FilterList } from '../../../analytics/query/filter-list'
import { type Entity, isFiltered, NO_FILTERS, ORDERS, type RecordingFilters } from './search'

const DURATIONS = [
  { value: '0', label: 'Any duration' },
  { value: '5', label: '5 seconds or more' },
  { value: '15', label: '15 seconds or more' },
  { value: '60', label: '1 minute or more' },
  { value: '300', label: '5 minutes or more' },
  { value: '1800', label: '30 minutes or more' },
]
const LEVELS = [
  { value: '', label: 'Any' },
  { value: 'info', label: 'Something logged' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
]
const HIDES = [
  { value: '', label: 'All' },
  { value: 'current-user', label: 'Not viewed by me' },
  { value: 'any-user', label: 'Not viewed by anyone' },
]

interface Props {
  filters: RecordingFilters
  onChange: (change: Partial<RecordingFilters>) => void
}

export function FilterBar({ filters, onChange }: Props) {
  const project = useProject()
  return (
    <section aria-label="Filters" className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-3">
      <div className="flex flex-wrap items-center gap-2">
        <RangePicker
          range={{ date_from: filters.from, date_to: filters.to || null }}
          timeZone={project.timezone}
          onChange={({ date_from: from, date_to: to }) => onChange({ from: from ?? NO_FILTERS.from, to: to ?? '' })}
        />
        <Events events={filters.events} onChange={(events) => onChange({ events })} />
        <FilterList
          projectId={project.id}
          label="Properties, persons and cohorts"
          filters={filters.filters}
          types={['event', 'person', 'session', 'group', 'cohort']}
          joint="and"
          onChange={(own) => onChange({ filters: own })}
        />
        {filters.person && (
          <Button onClick={() => onChange({ person: '' })} aria-label="Show recordings of everyone">
            One person <X size={14} aria-hidden />
          </Button>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3">
        <div className="col-span-2 flex flex-col justify-end gap-1 md:col-span-1">
          <SearchField label="Visited page contains" value={filters.page} onChange={(page) => onChange({ page })} />
        </div>
        <Select
          label="Duration"
          value={String(filters.min)}
          options={
            DURATIONS.some(({ value }) => value === String(filters.min))
              ? DURATIONS
              : [...DURATIONS, { value: String(filters.min), label: `${filters.min} seconds or more` }]
          }
          onChange={(event) => onChange({ min: Number(event.target.value) })}
        />
        <Select
          label="Console"
          value={filters.console}
          options={LEVELS}
          onChange={(event) => onChange({ console: event.target.value as RecordingFilters['console'] })}
        />
        <div className="flex flex-col justify-end gap-1">
          <SearchField label="Console contains" value={filters.log} onChange={(log) => onChange({ log })} />
        </div>
        <Select
          label="Viewed"
          value={filters.hides}
          options={HIDES}
          onChange={(event) => onChange({ hides: event.target.value as RecordingFilters['hides'] })}
        />
        <Select
          label="Order"
          value={`${filters.order} ${filters.isAscending}`}
          options={ORDERS.flatMap(({ value, label }) => [
            { value: `${value} false`, label: `${label} ↓` },
            { value: `${value} true`, label: `${label} ↑` },
          ])}
          onChange={(event) => {
            const [order, isAscending] = event.target.value.split(' ')
            onChange({ order: order as RecordingFilters['order'], isAscending: isAscending === 'true' })
          }}
        />
      </div>
      {isFiltered(filters) && (
        <Button
          look="bare"
          className="self-start"
          onClick={() => onChange({ ...NO_FILTERS, from: filters.from, to: filters.to })}
        >
          Clear filters
        </Button>
      )}
    </section>
  )
}

/** The events and actions that must have happened. */
function Events({ events, onChange }: { events: readonly Entity[]; onChange: (events: Entity[]) => void }) {
  const project = useProject()
  const shown = ({ type, name }: Entity) => (type === 'events' ? eventName(name) : name)
  return (
    <>
      {events.map((entity, position) => (
        <Button
          // biome-ignore lint/suspicious/noArrayIndexKey: the same event can appear twice
          key={position}
          aria-label={`Remove event ${shown(entity)}`}
          onClick={() => onChange(events.filter((_each, index) => index !== position))}
        >
          <span className="max-w-48 truncate">{shown(entity)}</span> <X size={14} aria-hidden />
        </Button>
      ))}
      <EventPicker
        projectId={project.id}
        label="Add an event that must have happened"
        value="Event"
        isAdding
        hasAll={false}
        onChoose={(chosen) =>
          onChange([
            ...events,
            'action' in chosen
              ? { id: chosen.action, type: 'actions', name: chosen.name }
              : { id: chosen.event ?? '', type: 'events', name: chosen.event ?? '' },
          ])
        }
      />
    </>
  )
}
