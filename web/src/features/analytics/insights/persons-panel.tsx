/** The persons behind a number: search them, open them, save them as a cohort, export them. */

import type { Point } from '@hedgerow/shared/charts/points'
import { counted, exactNumber } from '@hedgerow/shared/format'
import { stable } from '@hedgerow/shared/query/nodes'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { NameDialog } from '../../../components/name-dialog'
import { ShowMore } from '../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { ActorRecordings, type MatchedRecording } from '../../data/replay/list/actor-recordings'
import { ExportMenu } from '../../delivery/exports/use-export'
import { ask } from '../query/ask'

const ROWS = 50

interface Actor {
  id: string
  name?: string
  created_at?: string
  distinct_ids?: string[]
  properties?: Record<string, unknown>
  /** Of a group. */
  group_key?: string
  type?: string
}

interface Props {
  projectId: number
  point: Point
  onClose: () => void
}

const question = (point: Point, search: string, limit: number, offset: number) => ({
  kind: 'ActorsQuery',
  source: point.source,
  select: ['actor', 'matched_recordings'],
  limit,
  offset,
  ...(search && { search }),
})

/** Start of the range of the insight that a source of actors is about. */
function startOf(source: unknown): string | undefined {
  const node = source as { dateRange?: { date_from?: string | null } | null; source?: unknown }
  return node.dateRange?.date_from ?? (node.source ? startOf(node.source) : undefined)
}

export function PersonsPanel({ projectId, point, onClose }: Props) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const [isSaving, setSaving] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['actors', projectId, stable(point.source), search],
    queryFn: ({ pageParam, signal }) => ask(projectId, question(point, search, ROWS, pageParam), { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.hasMore ? pages.length * ROWS : undefined),
  })
  const actors = query.data?.pages.flatMap((page) =>
    (page.results as [Actor, MatchedRecording[] | null][]).map(([actor, recordings]) => ({
      ...actor,
      matched_recordings: recordings,
    })),
  )
  const isGroup = actors?.[0]?.group_key !== undefined || actors?.[0]?.type === 'group'
  return (
    <Drawer
      title={point.title}
      lead={
        actors === undefined
          ? query.error
            ? 'The persons are unknown'
            : 'Loading persons…'
          : query.hasNextPage
            ? `${exactNumber(actors.length)} or more ${isGroup ? 'groups' : 'persons'}`
            : counted(actors.length, isGroup ? 'group' : 'person')
      }
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          <div className="min-w-48 flex-1">
            <SearchInput label="Search these persons" value={text} onChange={(event) => setText(event.target.value)} />
          </div>
          <Button onClick={() => setSaving(true)} disabled={!actors?.length || isGroup}>
            <UsersRound size={16} aria-hidden /> Save as cohort
          </Button>
          {actors && actors.length > 0 && (
            <ExportMenu
              projectId={projectId}
              formats={['CSV', 'XLSX', 'NDJSON', 'JSON']}
              source={() => ({
                query: {
                  kind: 'ActorsQuery',
                  source: point.source,
                  select: ['actor', isGroup ? 'actor_id -- key' : 'id', 'created_at'],
                  ...(search && { search }),
                },
                name: point.title,
              })}
            />
          )}
        </div>
        <Loaded
          query={query}
          skeleton={<Skeleton rows={8} />}
          isEmpty={() => actors?.length === 0}
          empty={
            <EmptyState title={search ? 'No one matches' : 'No one'}>
              {search ? (
                <Button onClick={() => setText('')}>Clear search</Button>
              ) : (
                <p>Deleted persons are counted but cannot be shown.</p>
              )}
            </EmptyState>
          }
        >
          {() => (
            <ul className="divide-y divide-line rounded-lg border border-line">
              {actors?.map((actor) => (
                <li
                  key={actor.id ?? actor.group_key}
                  className="flex min-h-12 items-center justify-between gap-3 px-3 py-1.5"
                >
                  <div className="min-w-0">
                    {isGroup ? (
                      <span className="font-medium break-all">{actor.name ?? actor.group_key ?? actor.id}</span>
                    ) : (
                      <Link
                        to="/persons/$id"
                        params={{ id: actor.id }}
                        className="font-medium break-all text-accent hover:underline"
                      >
                        {actor.name || actor.id}
                      </Link>
                    )}
                    {actor.distinct_ids && actor.distinct_ids.length > 0 && (
                      <p className="truncate text-[13px] text-muted">{actor.distinct_ids[0]}</p>
                    )}
                  </div>
                  {!isGroup && (
                    <ActorRecordings
                      person={actor.id}
                      name={actor.name || actor.id}
                      recordings={actor.matched_recordings}
                      from={startOf(point.source)}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
        <ShowMore query={query} />
      </div>
      {isSaving && <CohortDialog projectId={projectId} point={point} onClose={() => setSaving(false)} />}
    </Drawer>
  )
}

function CohortDialog({ projectId, point, onClose }: Props) {
  const { run, isBusy } = useChanges()
  const save = async (name: string) => {
    const made = await run(
      () =>
        dataOf(
          api.POST('/api/projects/{project_id}/cohorts', {
            params: { path: { project_id: String(projectId) } },
            body: { name, is_static: true, query: { kind: 'ActorsQuery', source: point.source, select: ['actor'] } },
          }),
        ),
      'Saved as a cohort',
    )
    if (made) onClose()
  }
  return (
    <NameDialog
      title="Save as cohort"
      action="Save"
      name={point.title.slice(0, 200)}
      lead="A static cohort of these persons. It does not update by itself."
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) => void save(name)}
    />
  )
}
