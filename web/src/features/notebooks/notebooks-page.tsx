/** All notebooks, the one changed last first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { useChanges } from '../../changes'
import { Button } from '../../components/controls'
import { SearchField } from '../../components/search-field'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { exactNumber } from '../../format'
import { useHotkeys } from '../../hotkeys'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { createNotebook, notebooksQuery } from './api'

const route = getRouteApi('/app/notebooks')

export function NotebooksPage() {
  const project = useProject()
  const { q } = route.useSearch()
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    notebooksQuery(project.id, q),
  )
  const make = async () => {
    const made = await run(() => createNotebook(project.id, ''))
    if (made) await navigate({ to: '/notebooks/$id', params: { id: made.short_id } })
  }
  useHotkeys({ '/': () => input.current?.focus(), c: () => void make() })
  const rows = data?.pages.flatMap((page) => page.results) ?? []
  const count = data?.pages[0]?.count ?? 0
  return (
    <>
      <PageHeader title="Notebooks">
        <Button look="primary" disabled={isBusy} onClick={() => void make()} title="New notebook (c)">
          <Plus size={16} aria-hidden /> New notebook
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="w-full max-w-sm">
          <SearchField
            ref={input}
            label="Search titles and texts"
            value={q}
            onChange={(next) => void navigate({ to: '/notebooks', search: { q: next }, replace: true })}
          />
        </div>
        {error && rows.length === 0 ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : isPending ? (
          <Skeleton rows={6} />
        ) : rows.length === 0 ? (
          <div className="rounded-lg border border-line bg-surface">
            <EmptyState title={q ? 'No notebook matches' : 'No notebooks yet'}>
              <p>What was found out, decided and agreed, written down where the numbers are.</p>
              <Button look="primary" onClick={() => void make()}>
                Write the first one
              </Button>
            </EmptyState>
          </div>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {rows.map((notebook) => (
              <li key={notebook.id}>
                <Link
                  to="/notebooks/$id"
                  params={{ id: notebook.short_id }}
                  className="flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised"
                >
                  <span className="min-w-0 truncate font-medium">{notebook.title || 'Untitled'}</span>
                  <span className="shrink-0 text-[13px] text-muted">
                    {notebook.last_modified_by?.first_name || notebook.last_modified_by?.email}{' '}
                    <TimeAgo iso={notebook.last_modified_at} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {hasNextPage && (
          <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
            {isFetchingNextPage ? 'Loading…' : 'Show more'}
          </Button>
        )}
        <p aria-live="polite" className="text-[13px] text-muted">
          {data ? `${exactNumber(count)} ${count === 1 ? 'notebook' : 'notebooks'}.` : ''}
        </p>
      </div>
    </>
  )
}
