/** All persons: search, filter, choose columns, sort, export. All of it is kept in the URL. */

import { exactNumber } from '@hedgerow/shared/format'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Columns3 } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { CountLine, moreOf, rowsOf } from '../../../components/paging'
import { RefreshNote } from '../../../components/refresh-note'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { VirtualTable } from '../../../components/virtual-table'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { ExportMenu } from '../../delivery/exports/use-export'
import { deletionsQuery, listParameters, personsQuery } from './api'
import { FilterChips } from './filters'
import { ColumnsDialog, toColumns } from './person-columns'

const route = getRouteApi('/app/persons')
const DELETIONS_SHOWN_MAX = 5

export function PersonsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const set = useCallback(
    (change: Partial<typeof search>) =>
      void navigate({ to: '/persons', search: (before) => ({ ...before, ...change }) as typeof search, replace: true }),
    [navigate],
  )
  const [editing, setEditing] = useState<number | null>(null)
  const [choosesColumns, setChoosesColumns] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const query = useInfiniteQuery({ ...personsQuery(project.id, search), placeholderData: (before) => before })
  useHotkeys({
    '/': () => input.current?.focus(),
    f: () => setEditing(search.filters.length),
  })
  const isFiltered = search.q !== '' || search.filters.length > 0

  return (
    <>
      <PageHeader title="Persons">
        <Button onClick={() => setChoosesColumns(true)}>
          <Columns3 size={16} aria-hidden /> Columns
        </Button>
        <ExportMenu
          projectId={project.id}
          formats={['CSV', 'XLSX', 'NDJSON', 'JSON']}
          source={() => ({ path: `persons?${new URLSearchParams(listParameters(search))}`, name: 'Persons' })}
        />
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full max-w-sm">
            <SearchField
              ref={input}
              label="Search by email, distinct ID or UUID"
              value={search.q}
              onChange={(q) => set({ q })}
            />
          </div>
          <FilterChips
            projectId={project.id}
            filters={search.filters}
            onChange={(filters) => set({ filters })}
            editing={editing}
            onEdit={setEditing}
          />
        </div>
        <Deletions projectId={project.id} />
        <Loaded
          query={query}
          skeleton={<Skeleton rows={8} />}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Nothing isFiltered={isFiltered} onClear={() => set({ q: '', filters: [] })} />}
        >
          {(data) => (
            <VirtualTable
              label="Persons"
              columns={toColumns(search.columns, search.sort, project.timezone, (sort) => set({ sort }))}
              rows={rowsOf(data)}
              rowKey={(person) => person.uuid}
              count={data.pages[0]!.count}
              {...moreOf(query)}
            />
          )}
        </Loaded>
        <CountLine
          query={query}
          one={isFiltered ? 'matching person' : 'person'}
          many={isFiltered ? 'matching persons' : 'persons'}
        >
          Times in {project.timezone}.
        </CountLine>
      </div>
      {choosesColumns && (
        <ColumnsDialog
          projectId={project.id}
          columns={search.columns}
          onClose={() => setChoosesColumns(false)}
          onSave={(columns) => {
            set({ columns })
            setChoosesColumns(false)
          }}
        />
      )}
    </>
  )
}

/** Background deletions of person events, with their progress. */
function Deletions({ projectId }: { projectId: number }) {
  const query = useQuery(deletionsQuery(projectId))
  const { data } = query
  // Without an answer show nothing: the list below reports the failure.
  if (!data || data.count === 0) return null
  return (
    <ul aria-label="Deletions in progress" className="relative flex flex-col gap-2">
      <RefreshNote queries={[query]} />
      {data.results.slice(0, DELETIONS_SHOWN_MAX).map((deletion) => (
        <li key={deletion.person_uuid} className="rounded-md border border-line bg-surface px-3 py-2">
          <label className="flex flex-wrap items-center gap-3 text-[13px]">
            Deleting events of {deletion.person_uuid}
            <progress
              className="h-2 min-w-32 flex-1 accent-accent"
              max={deletion.events_total ?? undefined}
              value={deletion.events_total === null ? undefined : deletion.events_deleted}
            />
            {deletion.events_total !== null &&
              `${exactNumber(deletion.events_deleted)} of ${exactNumber(deletion.events_total)}`}
          </label>
        </li>
      ))}
      {data.count > DELETIONS_SHOWN_MAX && (
        <li className="text-[13px] text-muted">and {exactNumber(data.count - DELETIONS_SHOWN_MAX)} more</li>
      )}
    </ul>
  )
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState title="No person matches">
        <p>No one matches the search and all filters.</p>
        <Button onClick={onClear}>Clear search and filters</Button>
      </EmptyState>
    )
  return (
    <EmptyState title="No persons yet">
      <p>A person appears with the first event of a visitor who is identified or captured with a profile.</p>
      <Link
        to="/setup"
        search={{ language: 'web' }}
        className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 font-medium text-accent-text"
      >
        Send the first event
      </Link>
    </EmptyState>
  )
}
