/** All insights: search, filter, sort, star. */

import { KIND_NAMES } from '@hedgerow/shared/query/names'
import { unwrap } from '@hedgerow/shared/query/nodes'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus, Star } from 'lucide-react'
import { useRef } from 'react'
import { useChanges } from '../../../changes'
import { Button, Select } from '../../../components/controls'
import { CountLine, moreOf, rowsOf } from '../../../components/paging'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { type Insight, type InsightsSearch, insightsQuery, titleOf, updateInsight } from './api'

const route = getRouteApi('/app/insights')
const TABS = [
  { name: 'all', title: 'Saved' },
  { name: 'favorites', title: 'Favorites' },
  { name: 'mine', title: 'Mine' },
  { name: 'unsaved', title: 'Unsaved' },
] as const
const KINDS = [
  { value: '', label: 'All kinds' },
  { value: 'TRENDS', label: 'Trends' },
  { value: 'FUNNELS', label: 'Funnels' },
  { value: 'RETENTION', label: 'Retention' },
  { value: 'LIFECYCLE', label: 'Lifecycle' },
  { value: 'STICKINESS', label: 'Stickiness' },
  { value: 'PATHS', label: 'Paths' },
  { value: 'SQL', label: 'SQL' },
]

export const kindOf = (insight: Pick<Insight, 'query'>) => {
  const kind = unwrap(insight.query)?.kind
  return kind === 'HogQLQuery' ? 'SQL' : ((KIND_NAMES as Record<string, string>)[kind ?? ''] ?? 'Other')
}

export function InsightsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<InsightsSearch>) =>
    void navigate({ to: '/insights', search: { ...search, ...change } as never, replace: true })
  const query = useInfiniteQuery(insightsQuery(project.id, search))
  useHotkeys({
    '/': () => input.current?.focus(),
    c: () => void navigate({ to: '/insights/$id', params: { id: 'new' } }),
  })
  const isFiltered = search.q !== '' || search.kind !== '' || search.tag !== ''
  const sortable = (name: string, isDescendingFirst = false) => {
    const [first, second] = isDescendingFirst ? [`-${name}`, name] : [name, `-${name}`]
    const current = search.sort || '-last_modified_at'
    return {
      sorted: current === name ? ('ascending' as const) : current === `-${name}` ? ('descending' as const) : null,
      onSort: () => set({ sort: current === first ? second : first }),
    }
  }
  const columns: Column<Insight>[] = [
    {
      name: 'star',
      title: <span className="sr-only">Favorite</span>,
      width: '3rem',
      cell: (insight) => (
        <button
          type="button"
          aria-pressed={insight.favorited}
          aria-label={`Favorite: ${titleOf(insight)}`}
          className="flex h-8 w-8 items-center justify-center rounded hover:bg-raised"
          onClick={() => void run(() => updateInsight(project.id, insight.id, { favorited: !insight.favorited }))}
        >
          <Star size={16} aria-hidden fill={insight.favorited ? 'currentColor' : 'none'} />
        </button>
      ),
    },
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(16rem, 3fr)',
      cell: (insight) => (
        <Link
          to="/insights/$id"
          params={{ id: insight.short_id }}
          className="font-medium text-accent hover:underline"
          title={insight.description ?? titleOf(insight)}
        >
          {titleOf(insight)}
        </Link>
      ),
      ...sortable('name'),
    },
    { name: 'kind', title: 'Kind', width: '7rem', cell: kindOf },
    {
      name: 'tags',
      title: 'Tags',
      width: 'minmax(8rem, 1fr)',
      cell: (insight) =>
        insight.tags.map((tag) => (
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
      ...sortable('created_by'),
    },
    {
      name: 'modified',
      title: 'Changed',
      width: '9rem',
      cell: (insight) => <TimeAgo iso={insight.last_modified_at} />,
      ...sortable('last_modified_at', true),
    },
    {
      name: 'viewed',
      title: 'Last viewed',
      width: '9rem',
      cell: ({ last_viewed_at: at }) => (at ? <TimeAgo iso={at} /> : <span className="text-muted">–</span>),
      ...sortable('last_viewed_at', true),
    },
  ]
  return (
    <>
      <PageHeader title="Insights">
        <Link
          to="/insights/$id"
          params={{ id: 'new' }}
          title="New insight (c)"
          className="inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3 font-medium text-accent-text hover:opacity-90"
        >
          <Plus size={16} aria-hidden /> New insight
        </Link>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Tabs label="Which insights" tabs={[...TABS]} value={search.tab as 'all'} onChange={(tab) => set({ tab })}>
          <div className="flex flex-col gap-3">
            <div className="flex flex-wrap items-end gap-2">
              <div className="w-full max-w-sm">
                <SearchField
                  ref={input}
                  label="Search by name, description or tag"
                  value={search.q}
                  onChange={(q) => set({ q })}
                />
              </div>
              <Select
                label="Kind"
                value={search.kind}
                onChange={(event) => set({ kind: event.target.value })}
                options={KINDS}
              />
              {search.tag && (
                <Button onClick={() => set({ tag: '' })} aria-label={`Remove filter tag ${search.tag}`}>
                  tag {search.tag} ×
                </Button>
              )}
            </div>
            <Loaded
              query={query}
              skeleton={<Skeleton rows={8} />}
              isBoxed
              isEmpty={(data) => rowsOf(data).length === 0}
              empty={
                <Nothing isFiltered={isFiltered} tab={search.tab} onClear={() => set({ q: '', kind: '', tag: '' })} />
              }
            >
              {(data) => (
                <VirtualTable
                  label="Insights"
                  columns={columns}
                  rows={rowsOf(data)}
                  rowKey={({ short_id: id }) => id}
                  count={data.pages[0]!.count}
                  {...moreOf(query)}
                />
              )}
            </Loaded>
            <CountLine query={query} one="insight" many="insights" />
          </div>
        </Tabs>
      </div>
    </>
  )
}

function Nothing({ isFiltered, tab, onClear }: { isFiltered: boolean; tab: string; onClear: () => void }) {
  if (isFiltered)
    return (
      <EmptyState title="No insight matches">
        <Button onClick={onClear}>Clear search</Button>
      </EmptyState>
    )
  return (
    <EmptyState title={tab === 'favorites' ? 'No favorites yet' : 'No insights yet'}>
      <p>
        {tab === 'favorites'
          ? 'Star an insight to see it here.'
          : 'An insight answers a question about your users: a trend, a funnel, who comes back, where people go.'}
      </p>
      <Link
        to="/insights/$id"
        params={{ id: 'new' }}
        className="inline-flex min-h-9 items-center rounded-md bg-accent px-3 font-medium text-accent-text"
      >
        Create an insight
      </Link>
    </EmptyState>
  )
}
