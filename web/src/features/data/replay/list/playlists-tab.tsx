/** Collections of recordings, and saved filters. */
import { counted } from '@hedgerow/shared/format'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useChanges } from '../../../../changes'
import { Button } from '../../../../components/controls'
import { NameDialog } from '../../../../components/name-dialog'
import { rowsOf, ShowMore } from '../../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../../components/states'
import { useProject } from '../../../../project'
import { TimeAgo } from '../../../../time-ago'
import { changes, collectedQuery, type Playlist, playlistQuery, playlistsQuery } from '../api'
import { playlistName } from './collect-dialog'
import { RecordingList } from './recording-list'
import { NO_FILTERS, readStored } from './search'

type Type = 'collection' | 'filters'

const EMPTY: Record<Type, { title: string; text: string }> = {
  collection: { title: 'No collections yet', text: 'Select recordings in the list and add them to a collection.' },
  filters: {
    title: 'No saved filters yet',
    text: 'Set filters in the list and save them, to find the same recordings again.',
  },
}

export function PlaylistsTab({ type }: { type: Type }) {
  const project = useProject()
  const query = useQuery(playlistsQuery(project.id, type))
  const [isNew, setNew] = useState(false)
  return (
    <div className="flex flex-col items-start gap-3">
      {type === 'collection' && <Button onClick={() => setNew(true)}>New collection</Button>}
      <Loaded
        query={query}
        isBoxed
        skeleton={<Skeleton rows={4} />}
        className="w-full"
        isEmpty={({ results }) => results.length === 0}
        empty={
          <EmptyState title={EMPTY[type].title}>
            <p>{EMPTY[type].text}</p>
          </EmptyState>
        }
      >
        {({ results }) => (
          <ul
            aria-label={type === 'collection' ? 'Collections' : 'Saved filters'}
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {results.map((playlist) => (
              <li key={playlist.short_id}>
                <PlaylistRow playlist={playlist} type={type} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isNew && <PlaylistName onClose={() => setNew(false)} />}
    </div>
  )
}

/** A saved filter opens the list with these filters, and a collection the recordings in it. */
function searchOf(playlist: Playlist, type: Type) {
  const { filters, isWhole } = readStored((playlist.filters ?? {}) as Record<string, unknown>)
  return type === 'filters' && isWhole
    ? { ...filters, tab: 'recordings' as const, list: '' }
    : {
        ...NO_FILTERS,
        tab: type === 'filters' ? ('saved' as const) : ('collections' as const),
        list: playlist.short_id,
      }
}

function PlaylistRow({ playlist, type }: { playlist: Playlist; type: Type }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const name = playlistName(playlist)
  const setDeleted = (deleted: boolean): Promise<unknown> =>
    run(
      () => changes.changePlaylist(project.id, playlist.short_id, { deleted }),
      deleted ? `Deleted ${name}.` : `Restored ${name}.`,
      deleted ? () => void setDeleted(false) : undefined,
    )
  const count = playlist.recordings_counts?.collection?.count
  return (
    <div className="flex flex-wrap items-center gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <Link
          to="/replay"
          search={searchOf(playlist, type)}
          className="font-medium break-words text-accent hover:underline"
        >
          {name}
        </Link>
        <p className="text-[13px] text-muted">
          {type === 'collection' && typeof count === 'number' && `${counted(count, 'recording')} · `}
          {playlist.created_by?.first_name || playlist.created_by?.email || 'Someone'} · changed{' '}
          <TimeAgo iso={playlist.last_modified_at} />
        </p>
      </div>
      <Button look="bare" aria-label={`Delete ${name}`} disabled={isBusy} onClick={() => void setDeleted(true)}>
        <Trash2 size={16} aria-hidden />
      </Button>
    </div>
  )
}

/** The recordings of one collection, or of a saved filter. */
export function PlaylistView({ shortId, type }: { shortId: string; type: Type }) {
  const project = useProject()
  const navigate = useNavigate()
  const playlist = useQuery(playlistQuery(project.id, shortId))
  const own = playlist.data?.type
  useEffect(() => {
    // A link to a playlist does not know which of the two it is.
    if (own && own !== type)
      void navigate({
        to: '/replay',
        search: { ...NO_FILTERS, tab: own === 'filters' ? 'saved' : 'collections', list: shortId },
        replace: true,
      })
  }, [own, type, shortId, navigate])
  const recordings = useInfiniteQuery(collectedQuery(project.id, shortId))
  const [isNaming, setNaming] = useState(false)
  return (
    <div className="flex flex-col gap-3">
      <Loaded query={playlist} skeleton={<Skeleton rows={1} />}>
        {(shown) => (
          <div className="flex flex-wrap items-center gap-2">
            <Link
              to="/replay"
              search={{ ...NO_FILTERS, tab: type === 'collection' ? 'collections' : 'saved', list: '' }}
              className="text-accent underline"
            >
              {type === 'collection' ? 'Collections' : 'Saved filters'}
            </Link>
            <h2 className="text-lg font-semibold break-words">{playlistName(shown)}</h2>
            <Button look="bare" onClick={() => setNaming(true)}>
              Rename
            </Button>
            {isNaming && <PlaylistName playlist={shown} onClose={() => setNaming(false)} />}
          </div>
        )}
      </Loaded>
      <Loaded
        query={recordings}
        isBoxed
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title="No recordings here">
            <p>{type === 'collection' ? EMPTY.collection.text : 'Nothing matches these filters now.'}</p>
          </EmptyState>
        }
      >
        {(data) => <RecordingList recordings={rowsOf(data)} collection={type === 'collection' ? shortId : undefined} />}
      </Loaded>
      <ShowMore query={recordings} />
    </div>
  )
}

function PlaylistName({ playlist, onClose }: { playlist?: Playlist; onClose: () => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const save = async (name: string) => {
    const body = { name }
    const saved = await run(
      () =>
        playlist
          ? changes.changePlaylist(project.id, playlist.short_id, body)
          : changes.createPlaylist(project.id, { ...body, type: 'collection' }),
      playlist ? 'Renamed.' : 'Collection created.',
    )
    if (saved) onClose()
  }
  return (
    <NameDialog
      title={playlist ? 'Rename' : 'New collection'}
      action={playlist ? 'Rename' : 'Create'}
      name={playlist?.name ?? ''}
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) => void save(name)}
    />
  )
}
