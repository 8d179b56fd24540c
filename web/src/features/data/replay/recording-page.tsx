/** One recording with its events, console, network and person. */
import { duration, eventTime } from '@hedgerow/shared/format'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { FolderPlus, Share2, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { RequestError } from '../../../api/client'
import { Button } from '../../../components/controls'
import { EmptyState, Loaded, PageError, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { ShareDialog } from '../../delivery/sharing/share-dialog'
import { changes, type Recording, recordingQuery } from './api'
import { beginningOf } from './early'
import { DeleteRecordings } from './list/bulk-bar'
import { CollectDialog } from './list/collect-dialog'
import { nextOf } from './list/next'
import { personName } from './list/recording-row'
import { NO_FILTERS } from './list/search'
import { EventsTab } from './player/events-tab'
import type { Mark } from './player/marks'
import { PersonTab } from './player/person-tab'
import { RecordingPlayer } from './player/recording-player'
import { sessionEventsQuery } from './player/session-events'
import { pathOf, recordingAt } from './recording/source'

const route = getRouteApi('/app/replay/$id')
/** How often a recording that is going on is looked at again. */
const ONGOING_MS = 15_000
const NO_MARKS: readonly Mark[] = []
const LIST = { ...NO_FILTERS, tab: 'recordings', list: '' } as const

export function RecordingPage() {
  const project = useProject()
  const { id } = route.useParams()
  const query = useQuery({
    ...recordingQuery(project.id, id),
    refetchInterval: ({ state }) => (state.data?.ongoing ? ONGOING_MS : false),
  })
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={8} />}
      failed={(error) =>
        error instanceof RequestError && (error.status === 404 || error.status === 410) ? (
          <EmptyState title="Recording not found">
            <p>It was deleted, its time is over, or this session was not recorded.</p>
            <Link to="/replay" search={LIST} className="text-accent underline">
              All recordings
            </Link>
          </EmptyState>
        ) : (
          <PageError error={error} onRetry={() => void query.refetch()} />
        )
      }
    >
      {(recording) => <Watching key={recording.id} recording={recording} />}
    </Loaded>
  )
}

function Watching({ recording }: { recording: Recording }) {
  const project = useProject()
  const navigate = useNavigate()
  const { t, at } = route.useSearch()
  const { id, start_time: start, end_time: end } = recording
  const source = useMemo(() => recordingAt(pathOf(project.id, id)), [project.id, id])
  const span = { start: Date.parse(start), end: Date.parse(end) }
  const events = useQuery({
    ...sessionEventsQuery(project.id, id, span),
    refetchInterval: recording.ongoing && ONGOING_MS,
  })
  useEffect(() => {
    // A mark that fails changes nothing about watching.
    changes.markViewed(project.id, id).catch(() => {})
  }, [project.id, id])
  const next = nextOf(id)
  return (
    <RecordingPlayer
      id={id}
      source={source}
      at={beginningOf({ t, at }, span.start) / 1_000}
      isOngoing={recording.ongoing}
      marks={events.data ?? NO_MARKS}
      tabs={[
        { name: 'events', title: 'Events', content: <EventsTab events={events} /> },
        { name: 'person', title: 'Person', content: <PersonTab recording={recording} timeZone={project.timezone} /> },
      ]}
      onNext={
        next ? () => void navigate({ to: '/replay/$id', params: { id: next }, search: { t: 0, at: '' } }) : undefined
      }
      header={<Header recording={recording} />}
    />
  )
}

function Live() {
  return (
    <span className="inline-flex items-center gap-1.5 text-danger" title="Data arrived within the last five minutes.">
      <span aria-hidden className="size-2 rounded-full bg-danger motion-safe:animate-pulse" />
      Live
    </span>
  )
}

function Header({ recording }: { recording: Recording }) {
  const project = useProject()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'collect' | 'delete' | 'share' | null>(null)
  const ids = [recording.id]
  return (
    <header className="flex flex-wrap items-start justify-between gap-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="text-[13px] text-muted">
          <Link to="/replay" search={LIST} className="underline">
            Session replay
          </Link>
        </p>
        <h1 className="text-lg font-semibold break-words">{personName(recording)}</h1>
        <p className="flex flex-wrap gap-x-3 text-[13px] text-muted">
          <time dateTime={recording.start_time}>{eventTime(recording.start_time, project.timezone)}</time>
          <span>{duration(recording.recording_duration)}</span>
          {recording.ongoing && <Live />}
          <span className="break-all">{recording.start_url}</span>
        </p>
      </div>
      <div className="flex flex-wrap gap-1">
        <Button look="bare" onClick={() => setDialog('share')} aria-label="Share">
          <Share2 size={16} aria-hidden />
        </Button>
        <Button look="bare" onClick={() => setDialog('collect')} aria-label="Add to collection">
          <FolderPlus size={16} aria-hidden />
        </Button>
        <Button look="bare" onClick={() => setDialog('delete')} aria-label="Delete recording">
          <Trash2 size={16} aria-hidden />
        </Button>
      </div>
      {dialog === 'share' && (
        <ShareDialog target={{ kind: 'session_recording', id: recording.id }} onClose={() => setDialog(null)} />
      )}
      {dialog === 'collect' && <CollectDialog projectId={project.id} ids={ids} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <DeleteRecordings
          projectId={project.id}
          ids={ids}
          onClose={() => setDialog(null)}
          onDone={() => void navigate({ to: '/replay', search: LIST })}
        />
      )}
    </header>
  )
}
