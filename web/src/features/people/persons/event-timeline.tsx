/** Events of a person or a group by day, newest first, with filters. Older ones are loaded on demand. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button, Field } from '../../../components/controls'
import { rowsOf, ShowMore } from '../../../components/paging'
import { EmptyState, Loaded } from '../../../components/states'
import { EventRow, type StoredEvent } from '../../data/events/event-row'
import { type EventFilter, eventsQuery } from './api'

interface Props {
  projectId: number
  of: Parameters<typeof eventsQuery>[1]
  filter: EventFilter
  onFilter: (change: Partial<EventFilter>) => void
  timeZone: string
}

export function EventTimeline({ projectId, of, filter, onFilter, timeZone }: Props) {
  const query = useInfiniteQuery(eventsQuery(projectId, of, filter))
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const isFiltered = filter.event !== '' || filter.from !== '' || filter.to !== ''
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[1fr_auto_auto]">
        <Field
          label="Event"
          value={filter.event}
          onChange={(event) => onFilter({ event: event.target.value })}
          placeholder="All events"
        />
        <Field
          label="From"
          type="date"
          value={filter.from}
          onChange={(event) => onFilter({ from: event.target.value })}
        />
        <Field label="To" type="date" value={filter.to} onChange={(event) => onFilter({ to: event.target.value })} />
      </div>
      <Loaded
        query={query}
        className="flex flex-col gap-3"
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title={isFiltered ? 'No event matches' : 'No events'}>
            {isFiltered && <Button onClick={() => onFilter({ event: '', from: '', to: '' })}>Clear filters</Button>}
          </EmptyState>
        }
      >
        {(data) =>
          byDay(rowsOf(data), timeZone).map(([day, own]) => (
            <section key={day} aria-label={day}>
              <h3 className="pb-1 text-[13px] font-medium text-muted">{day}</h3>
              <ul className="overflow-hidden rounded-lg border border-line bg-surface">
                {own.map((event) => (
                  <li key={event.id} className="border-b border-line last:border-b-0">
                    <EventRow
                      event={event}
                      timeZone={timeZone}
                      isOpen={open.has(event.id)}
                      onToggle={() => {
                        const next = new Set(open)
                        if (!next.delete(event.id)) next.add(event.id)
                        setOpen(next)
                      }}
                      icon={open.has(event.id) ? ChevronDown : ChevronRight}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))
        }
      </Loaded>
      <ShowMore query={query} label="Older events" />
    </div>
  )
}

function byDay(events: StoredEvent[], timeZone: string): [string, StoredEvent[]][] {
  const days = new Map<string, StoredEvent[]>()
  for (const event of events) {
    const day = new Date(event.timestamp).toLocaleDateString('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    })
    days.set(day, [...(days.get(day) ?? []), event])
  }
  return [...days]
}
