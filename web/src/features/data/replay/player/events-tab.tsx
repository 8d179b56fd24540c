/** The events of the session, to search, to filter by kind, and to go to. */
import { useState } from 'react'
import { SearchInput, Select } from '../../../../components/controls'
import type { Question } from '../../../../components/refresh-note'
import { EmptyState, Loaded } from '../../../../components/states'
import { KIND_LABELS, type Mark, type MarkKind } from './marks'
import { TimedList } from './timed-list'

const KINDS = [
  { value: '', label: 'All kinds' },
  ...Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label })),
]
const LOOKS: Record<MarkKind, string> = {
  pageview: '',
  click: '',
  error: 'text-danger',
  custom: 'font-medium',
  other: 'text-muted',
}

export function EventsTab({ events }: { events: Question<readonly Mark[]> }) {
  const [text, setText] = useState('')
  const [kind, setKind] = useState('')
  const words = text.trim().toLowerCase()
  const fits = (mark: Mark) =>
    (kind === '' || mark.kind === kind) && (words === '' || `${mark.name} ${mark.detail}`.toLowerCase().includes(words))
  return (
    <div className="flex flex-col gap-2">
      <SearchInput label="Search events" value={text} onChange={(event) => setText(event.target.value)} />
      <Select label="Kind" options={KINDS} value={kind} onChange={(event) => setKind(event.target.value)} />
      <Loaded
        query={events}
        isEmpty={(all) => all.length === 0}
        empty={
          <EmptyState title="No events">
            <p>Nothing was captured in this session besides the recording.</p>
          </EmptyState>
        }
      >
        {(all) =>
          all.some(fits) ? (
            <TimedList label="Events" entries={all.filter(fits)} keyOf={({ id }) => id}>
              {(mark) => (
                <span className="flex min-w-0 flex-col">
                  <span className={`truncate ${LOOKS[mark.kind]}`}>{mark.name}</span>
                  {mark.detail && (
                    <span className="truncate text-muted" title={mark.detail}>
                      {mark.detail}
                    </span>
                  )}
                </span>
              )}
            </TimedList>
          ) : (
            <EmptyState title="No event matches" />
          )
        }
      </Loaded>
    </div>
  )
}
