/** All dashboards, pinned ones first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Pin, Plus } from 'lucide-react'
import { useRef } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { CountLine, moreOf, rowsOf } from '../../../components/paging'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { type DashboardRow, dashboardsQuery, updateDashboard } from './api'
import { NewDashboardDialog } from './new-dashboard-dialog'

const route = getRouteApi('/app/dashboards')

export function DashboardsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/dashboards', search: { ...search, ...change } as never, replace: true })
  const query = useInfiniteQuery(dashboardsQuery(project.id, search.q, search.tag))
  useHotkeys({ '/': () => input.current?.focus(), c: () => set({ new: true }) })
  const isFiltered = search.q !== '' || search.tag !== ''
  const columns: Column<DashboardRow>[] = [
    {
      name: 'pin',
      title: <span className="sr-only">Pinned</span>,
      width: '3rem',
      cell: (row) => (
        <button
          type="button"
          aria-pressed={row.pinned}
          aria-label={`Pinned: ${row.name || 'Untitled'}`}
          className="flex h-8 w-8 items-center justify-center rounded hover:bg-raised"
          onClick={() => void run(() => updateDashboard(project.id, row.id, { pinned: !row.pinned }))}
        >
          <Pin size={16} aria-hidden fill={row.pinned ? 'currentColor' : 'none'} />
        </button>
      ),
    },
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(16rem, 3fr)',
      cell: (row) => (
        <Link
          to="/dashboards/$id"
          params={{ id: String(row.id) }}
          className="font-medium text-accent hover:underline"
          title={row.description}
        >
          {row.name || 'Untitled'}
        </Link>
      ),
    },
    {
      name: 'tags',
      title: 'Tags',
      width: 'minmax(8rem, 1fr)',
      cell: (row) =>
        row.tags.map((tag) => (
          <button
            key={tag}
            type="button"
            onClick={() => set({ tag })}
            className="mr-1 rounded bg-raised px-2 text-[13px]"
          >
            {tag}
          </button>
        )),
    },
    {
      name: 'author',
      title: 'Created by',
      width: '10rem',
      cell: ({ created_by: by }) => by?.first_name || by?.email || '–',
    },
    { name: 'created', title: 'Created', width: '9rem', cell: (row) => <TimeAgo iso={row.created_at} /> },
    {
      name: 'viewed',
      title: 'Last opened',
      width: '9rem',
      cell: ({ last_accessed_at: at }) => (at ? <TimeAgo iso={at} /> : <span className="text-muted">–</span>),
    },
  ]
  return (
    <>
      <PageHeader title="Dashboards">
        <Button look="primary" title="New dashboard (c)" onClick={() => set({ new: true })}>
          <Plus size={16} aria-hidden /> New dashboard
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full max-w-sm">
            <SearchField
              ref={input}
              label="Search by name, description or tag"
              value={search.q}
              onChange={(q) => set({ q })}
            />
          </div>
          {search.tag && (
            <Button onClick={() => set({ tag: '' })} aria-label={`Remove filter tag ${search.tag}`}>
              tag {search.tag} ×
            </Button>
          )}
        </div>
        <Loaded
          query={query}
          isBoxed
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={
            isFiltered ? (
              <EmptyState title="No dashboard matches">
                <Button onClick={() => set({ q: '', tag: '' })}>Clear search</Button>
              </EmptyState>
            ) : (
              <EmptyState title="No dashboards yet">
                <p>
                  A dashboard shows several insights together. Start with an empty one, or create one from your events.
                </p>
                <Button look="primary" onClick={() => set({ new: true })}>
                  Create a dashboard
                </Button>
              </EmptyState>
            )
          }
        >
          {(data) => (
            <VirtualTable
              label="Dashboards"
              columns={columns}
              rows={rowsOf(data)}
              rowKey={({ id }) => String(id)}
              count={data.pages[0]!.count}
              {...moreOf(query)}
            />
          )}
        </Loaded>
        <CountLine query={query} one="dashboard" many="dashboards" />
      </div>
      {search.new && <NewDashboardDialog projectId={project.id} onClose={() => set({ new: false })} />}
    </>
  )
}
