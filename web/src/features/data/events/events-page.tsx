/** Live events: what arrives, as it arrives. */

import { exactNumber } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ChevronDown, ChevronRight, Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { statusQuery } from '../../../api/queries'
import { Button, SearchInput } from '../../../components/controls'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { ExportMenu } from '../../delivery/exports/use-export'
import { projectQuery } from '../../workspace/settings/api'
import { EventRow, type StoredEvent } from './event-row'
import { addArrivals, filterEvents, SHOWN_MAX } from './live-buffer'

const POLL_MS = 1_000
const EXPORTED_MS = 7 * 24 * 60 * 60 * 1000
const route = getRouteApi('/app/events')

/** Polls for new events and collects them; while paused they are counted but not shown. */
function useLiveEvents(projectId: number, isPaused: boolean) {
  const [shown, setShown] = useState<StoredEvent[]>([])
  const [waiting, setWaiting] = useState<StoredEvent[]>([])
  const cursor = useRef<string | undefined>(undefined)
  const query = useQuery({
    queryKey: ['live-events', projectId],
    queryFn: async ({ signal }) => {
      const answer = await dataOf(
        api.GET('/api/projects/{project_id}/events/live', {
          params: { path: { project_id: String(projectId) }, query: { since: cursor.current } },
          signal,
        }),
      )
      const isFirst = cursor.current === undefined
      cursor.current = answer.cursor
      setWaiting((before) => addArrivals(before, answer.results))
      return { isFirst, checkedAt: Date.now() }
    },
    refetchInterval: POLL_MS,
    gcTime: 0,
  })
  useEffect(() => {
    if (isPaused || waiting.length === 0) return
    setShown((before) => addArrivals(before, waiting))
    setWaiting([])
  }, [isPaused, waiting])
  return { query, shown, waiting: waiting.length }
}

export function EventsPage() {
  const project = useProject()
  const { q, paused } = route.useSearch()
  const navigate = useNavigate()
  const { query, shown, waiting } = useLiveEvents(project.id, paused)
  const filter = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const events = filterEvents(shown, q)
  const setSearch = (change: { q?: string; paused?: boolean }) =>
    void navigate({ to: '/events', search: { q, paused, ...change }, replace: true })

  const moveFocus = (step: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const index = rows.indexOf(document.activeElement as HTMLElement)
    rows[Math.max(0, Math.min(rows.length - 1, index + step))]?.focus()
  }
  useHotkeys({
    '/': () => filter.current?.focus(),
    p: () => setSearch({ paused: !paused }),
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
  })

  return (
    <>
      <PageHeader title="Live events">
        <ExportMenu
          projectId={project.id}
          formats={['CSV', 'XLSX', 'NDJSON', 'JSON']}
          source={() => ({
            path: `events?${new URLSearchParams({ after: new Date(Date.now() - EXPORTED_MS).toISOString() })}`,
            name: 'Events of the last 7 days',
          })}
        />
        <Button
          onClick={() => setSearch({ paused: !paused })}
          aria-pressed={paused}
          title={`${paused ? 'Resume' : 'Pause'} (p)`}
        >
          {paused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
          {paused ? `Resume${waiting > 0 ? ` (${exactNumber(waiting)} new)` : ''}` : 'Pause'}
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="max-w-md">
          <SearchInput
            ref={filter}
            label="Filter by event or distinct ID"
            value={q}
            onChange={(event) => setSearch({ q: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === 'ArrowDown') moveFocus(1)
            }}
            title="Filter (/)"
          />
        </div>
        <Loaded query={query} skeleton={<Skeleton rows={8} />}>
          {() => (
            <div ref={list} className="overflow-hidden rounded-lg border border-line bg-surface">
              {events.length > 0 ? (
                <Rows events={events} timeZone={project.timezone} />
              ) : shown.length > 0 ? (
                <EmptyState title="No event matches">
                  <p>None of the events that arrived match “{q}”.</p>
                  <Button onClick={() => setSearch({ q: '' })}>Clear filter</Button>
                </EmptyState>
              ) : (
                <Quiet projectId={project.id} />
              )}
            </div>
          )}
        </Loaded>
        <p aria-live="polite" className="text-[13px] text-muted">
          {shown.length >= SHOWN_MAX ? `The newest ${exactNumber(SHOWN_MAX)} events. ` : ''}
          {q && shown.length > 0 ? `${exactNumber(events.length)} of ${exactNumber(shown.length)} match. ` : ''}
          Times in {project.timezone}.
        </p>
      </div>
    </>
  )
}

function Rows({ events, timeZone }: { events: StoredEvent[]; timeZone: string }) {
  const { data: settings } = useQuery(projectQuery(useProject().id))
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    <ul aria-label="Events, newest first">
      {events.map((event) => (
        <li key={event.id} className="arriving border-b border-line last:border-b-0">
          <EventRow
            columns={settings?.live_events_columns ?? []}
            event={event}
            timeZone={timeZone}
            isOpen={open.has(event.id)}
            onToggle={() => toggle(event.id)}
            icon={open.has(event.id) ? ChevronDown : ChevronRight}
          />
        </li>
      ))}
    </ul>
  )
}

/** Shown if nothing arrives at the moment, or nothing ever did. */
function Quiet({ projectId }: { projectId: number }) {
  const status = useQuery(statusQuery(projectId, 1))
  return (
    <Loaded query={status} skeleton={<Skeleton rows={8} />}>
      {({ ingested_event: isIngested }) => (
        <EmptyState title={isIngested ? 'No events right now' : 'No events yet'}>
          <p>
            {isIngested
              ? 'Nothing arrived in the last hour. New events appear here automatically.'
              : 'Events appear here a second after your app sends them.'}
          </p>
          <Link
            to="/setup"
            search={{ language: 'web' }}
            className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 font-medium text-accent-text"
          >
            {isIngested ? 'Check the setup' : 'Send the first event'}
          </Link>
        </EmptyState>
      )}
    </Loaded>
  )
}
