/** The persons behind a number: search them, open them, save them as a cohort, export them. */

import type { Point } from '@hedgerow/shared/charts/points'
import { counted, exactNumber } from '@hedgerow/shared/format'
import { stable } from '@hedgerow/shared/query/nodes'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download, UsersRound } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, SearchInput } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { NameDialog } from '../../../components/name-dialog'
import { ShowMore } from '../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { ActorRecordings, type MatchedRecording } from '../../data/replay/list/actor-recordings'
import { saveCsv } from '../charts/export'
import { ask } from '../query/ask'

const ROWS = 50
const CSV_ROWS = 1_000
const CSV_ROWS_MAX = 50_000

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
  const [isExporting, setExporting] = useState(false)
  const toasts = useToasts()
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
  const exportAll = async () => {
    setExporting(true)
    try {
      const rows: unknown[][] = []
      for (let offset = 0; offset < CSV_ROWS_MAX; offset += CSV_ROWS) {
        const page = await ask(projectId, question(point, search, CSV_ROWS, offset))
        for (const [actor] of page.results as [Actor][])
          rows.push([
            actor.id,
            actor.name ?? '',
            actor.properties?.email ?? '',
            actor.distinct_ids?.join(' ') ?? '',
            actor.created_at ?? '',
          ])
        if (!page.hasMore) break
      }
      saveCsv('persons.csv', { columns: ['id', 'name', 'email', 'distinct_ids', 'created_at'], rows })
    } catch (problem) {
      toasts.problem((problem as Error).message)
    } finally {
      setExporting(false)
    }
  }
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
          <Button onClick={() => void exportAll()} disabled={!actors?.length || isExporting}>
            <Download size={16} aria-hidden /> {isExporting ? 'Exporting…' : 'CSV'}
          </Button>
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
