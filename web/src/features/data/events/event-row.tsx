/** One event: a line that expands to show everything the event contains. */

import { eventTime } from '@hedgerow/shared/format'
import { valueText } from '@hedgerow/shared/value-text'
import { Link } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import type { components } from '../../../api/schema'
import { CopyButton } from '../../../components/code-block'
import { FactsTable } from '../../../components/facts-table'
import { WatchLink } from '../replay/list/watch-link'

export type StoredEvent = components['schemas']['ClickhouseEvent']

interface Props {
  event: StoredEvent
  timeZone: string
  isOpen: boolean
  onToggle: () => void
  icon: LucideIcon
  /** Properties to show in the line. Without any, it shows where the event happened. */
  columns?: readonly string[]
}

export function EventRow({ event, timeZone, isOpen, onToggle, icon: Icon, columns = [] }: Props) {
  return (
    <>
      <button
        type="button"
        data-row
        aria-expanded={isOpen}
        onClick={onToggle}
        className="grid w-full grid-cols-[1rem_1fr_auto] items-center gap-x-3 px-3 py-2 text-left hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[1rem_minmax(0,2fr)_minmax(0,2fr)_minmax(0,2fr)_auto]"
      >
        <Icon size={16} aria-hidden className="text-muted" />
        <span className="truncate font-medium">{event.event}</span>
        <span className="hidden truncate md:block" title={event.distinct_id}>
          {personLabel(event)}
        </span>
        <span className="hidden truncate text-muted md:block">
          {columns.length > 0 ? valuesOf(event, columns) : placeOf(event)}
        </span>
        <time dateTime={event.timestamp} title={event.timestamp} className="text-[13px] whitespace-nowrap text-muted">
          {eventTime(event.timestamp, timeZone)}
        </time>
        <span className="col-start-2 col-end-4 truncate text-[13px] text-muted md:hidden">{personLabel(event)}</span>
      </button>
      {isOpen && <EventDetails event={event} />}
    </>
  )
}

function personLabel(event: StoredEvent): string {
  const email = event.person?.properties.email
  return typeof email === 'string' && email ? email : event.distinct_id
}

/** Where it happened: page, screen, or the library that sent it. */
function placeOf(event: StoredEvent): string {
  const { $current_url: url, $screen_name: screen, $lib: library } = event.properties
  return [url, screen, library].find((value) => typeof value === 'string') ?? ''
}

function valuesOf({ properties }: StoredEvent, columns: readonly string[]): string {
  return columns
    .filter((key) => properties[key] !== undefined)
    .map((key) => `${key} ${valueText(properties[key])}`)
    .join(' · ')
}

function EventDetails({ event }: { event: StoredEvent }) {
  const properties = Object.entries(event.properties).sort(([a], [b]) => (a < b ? -1 : 1))
  const facts: [string, string][] = [
    ['Event', event.event],
    ['Distinct ID', event.distinct_id],
    [
      'Person',
      event.person
        ? `${event.person.is_identified ? 'identified' : 'not identified'}, ${event.person.uuid}`
        : 'no profile',
    ],
    ['Time', event.timestamp],
    ['Arrived', event.created_at],
    ['Event ID', event.id],
  ]
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-page px-3 py-3 md:px-10">
      <div className="flex flex-wrap gap-2">
        <CopyButton text={JSON.stringify(event, null, 2)} label="Copy JSON" />
        {event.person && (
          <Link
            to="/persons/$id"
            params={{ id: event.person.uuid }}
            className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
          >
            Open person
          </Link>
        )}
        <WatchLink sessionId={event.properties.$session_id} time={event.timestamp} />
        <Link
          to="/events"
          search={{ q: event.distinct_id, paused: false }}
          className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
        >
          Filter by this distinct ID
        </Link>
      </div>
      <FactsTable isCode label="Facts" rows={facts} />
      <FactsTable
        isCode
        label={`Properties (${properties.length})`}
        rows={properties.map(([key, value]) => [key, valueText(value)])}
      />
    </div>
  )
}
