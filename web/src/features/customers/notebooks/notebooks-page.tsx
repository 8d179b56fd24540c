/** All notebooks of the project and of its accounts, last changed first. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { CountLine, rowsOf, ShowMore } from '../../../components/paging'
import type { Question } from '../../../components/refresh-note'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { EmptyState, Loaded } from '../../../components/states'
import { Tabs } from '../../../components/tabs'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { TimeAgo } from '../../../time-ago'
import { accountNotesQuery, createNotebook, notebooksQuery } from './api'

const route = getRouteApi('/app/notebooks')
const TABS = [
  { name: 'project', title: 'Notebooks' },
  { name: 'accounts', title: 'Account notebooks' },
] as const

export function NotebooksPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/notebooks', search: { ...search, ...change }, replace: true })
  const make = async () => {
    const made = await run(() => createNotebook(project.id, ''))
    if (made) await navigate({ to: '/notebooks/$id', params: { id: made.short_id } })
  }
  useHotkeys({ '/': () => input.current?.focus(), c: () => void make() })
  return (
    <>
      <PageHeader title="Notebooks">
        <Button look="primary" disabled={isBusy} onClick={() => void make()} title="New notebook (c)">
          <Plus size={16} aria-hidden /> New notebook
        </Button>
      </PageHeader>
      <div className="px-4 pb-10 md:px-6">
        <Tabs label="Whose notebooks" tabs={[...TABS]} value={search.of} onChange={(of) => set({ of })}>
          <div className="flex flex-col gap-3">
            <div className="w-full max-w-sm">
              <SearchField ref={input} label="Search titles and texts" value={search.q} onChange={(q) => set({ q })} />
            </div>
            {search.of === 'accounts' ? (
              <OfAccounts q={search.q} />
            ) : (
              <OfProject q={search.q} onNew={() => void make()} />
            )}
          </div>
        </Tabs>
      </div>
    </>
  )
}

function OfProject({ q, onNew }: { q: string; onNew: () => void }) {
  const query = useInfiniteQuery(notebooksQuery(useProject().id, q))
  return (
    <List
      query={query}
      empty={
        <EmptyState title={q ? 'No notebook matches' : 'No notebooks yet'}>
          <p>Write down findings, decisions and agreements next to the numbers.</p>
          <Button look="primary" onClick={onNew}>
            Create a notebook
          </Button>
        </EmptyState>
      }
      row={(notebook) => (
        <>
          <span className="min-w-0 truncate font-medium">{notebook.title || 'Untitled'}</span>
          <span className="shrink-0 text-[13px] text-muted">
            {notebook.last_modified_by?.first_name || notebook.last_modified_by?.email}{' '}
            <TimeAgo iso={notebook.last_modified_at} />
          </span>
        </>
      )}
    />
  )
}

function OfAccounts({ q }: { q: string }) {
  const query = useInfiniteQuery(accountNotesQuery(useProject().id, q))
  return (
    <List
      query={query}
      empty={
        <EmptyState title={q ? 'No notebook matches' : 'No account has a notebook yet'}>
          <p>Create one on the page of an account.</p>
          <Link to="/accounts" className="text-accent underline">
            All accounts
          </Link>
        </EmptyState>
      }
      row={(note) => (
        <>
          <span className="min-w-0 truncate">
            <span className="font-medium">{note.title || 'Untitled'}</span>{' '}
            <span className="text-muted">{note.account_name}</span>
          </span>
          <span className="shrink-0 text-[13px] text-muted">
            <TimeAgo iso={note.last_modified_at} />
          </span>
        </>
      )}
    />
  )
}

type ListQuery<Row> = Question<{ pages: { count: number; results: Row[] }[] }>

function List<Row extends { short_id: string }>({
  query,
  empty,
  row,
}: {
  query: ListQuery<Row>
  empty: ReactNode
  row: (row: Row) => ReactNode
}) {
  return (
    <>
      <Loaded query={query} isBoxed isEmpty={(data) => rowsOf(data).length === 0} empty={empty}>
        {(data) => (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {rowsOf(data).map((each) => (
              <li key={each.short_id}>
                <Link
                  to="/notebooks/$id"
                  params={{ id: each.short_id }}
                  className="flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised"
                >
                  {row(each)}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ShowMore query={query} />
      <CountLine query={query} one="notebook" many="notebooks" />
    </>
  )
}
