/** All accounts as a table of one's own: columns, filters and order, kept as views; changed in place or many at once. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Download, Plus, Upload } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useChanges } from '../../changes'
import { Button, Field } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { SearchField } from '../../components/search-field'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useToasts } from '../../components/toasts'
import { type Column, VirtualTable } from '../../components/virtual-table'
import { exactNumber } from '../../format'
import { useHotkeys } from '../../hotkeys'
import { useProject } from '../../project'
import { membersQuery } from '../settings/api'
import { createAccount, definitionsQuery, tagsQuery, updateAccount, useAccountSettings } from './api'
import { BulkDialog, SelectionBar } from './bulk-dialog'
import { ColumnPicker } from './column-picker'
import { exportTable } from './export'
import { FilterBar } from './filter-bar'
import { ImportDialog } from './import-dialog'
import { MetricDialog } from './metric-dialog'
import { metricsQuery } from './metrics'
import {
  askTable,
  changeMany,
  DEFAULT_STATE,
  ROWS_MAX,
  readState,
  stateOfView,
  stateText,
  type TableRow,
  type TableState,
  tableQuery,
  type View,
  viewsQuery,
} from './table'
import { tableColumns } from './table-columns'
import { ViewsMenu } from './views-menu'

const route = getRouteApi('/app/accounts')

export function AccountsPage() {
  const project = useProject()
  const search = route.useSearch()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const [dialog, setDialog] = useState<'new' | 'import' | 'metric' | 'bulk' | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<number | null>(null)
  const [isChoosingAll, setChoosingAll] = useState(false)
  const [exported, setExported] = useState<string | null>(null)
  const { groupType, currency } = useAccountSettings()

  const { data: views, isPending: areViewsPending } = useQuery(viewsQuery(project.id))
  const { data: definitionPage } = useQuery(definitionsQuery(project.id))
  const { data: metricPage } = useQuery(metricsQuery(project.id, groupType))
  const { data: members } = useQuery(membersQuery())
  const { data: tags } = useQuery(tagsQuery(project.id))
  const definitions = definitionPage?.results ?? []
  const metrics = metricPage?.results ?? []
  const people = (members?.results ?? []).map(({ user }) => ({
    value: String(user.id),
    label: user.first_name || user.email,
  }))
  const emails = new Map((members?.results ?? []).map(({ user }) => [String(user.id), user.email]))

  const view = views?.results.find(({ id }) => id === search.view) ?? null
  const state = useMemo(
    () => readState(search.state) ?? (view ? stateOfView(view.definition) : DEFAULT_STATE),
    [search.state, view],
  )
  const set = (change: Partial<typeof search>) => {
    setCurrent(null)
    void navigate({ to: '/accounts', search: { ...search, ...change }, replace: true })
  }
  const setState = (next: TableState) => {
    const base = view ? stateOfView(view.definition) : DEFAULT_STATE
    set({ state: stateText(next) === stateText(base) ? '' : stateText(next) })
  }
  const chooseView = (next: View | null) => set({ view: next?.id ?? '', state: '' })

  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery({ ...tableQuery(project.id, state, search.q), enabled: search.view === '' || !areViewsPending })
  const rows = data?.pages.flatMap((page) => page.results) ?? []
  const count = data?.pages[0]?.count ?? 0
  const isFiltered = search.q !== '' || state.filters.length > 0

  const change = (row: TableRow, body: Parameters<typeof changeMany>[2], undo: typeof body, done: string) =>
    void run(
      () => changeMany(project.id, [row.id], body, () => {}),
      done,
      () => void run(() => changeMany(project.id, [row.id], undo, () => {})),
    )
  const holder = (id: number | null | undefined) =>
    id === null || id === undefined ? null : { id, email: emails.get(String(id)) ?? '' }

  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const chooseAll = async () => {
    setChoosingAll(true)
    try {
      const all = new Set<string>()
      for (let offset = 0; ; offset += ROWS_MAX) {
        const bare = { ...state, columns: [], orderBy: null }
        const page = await askTable(project.id, bare, search.q, { limit: ROWS_MAX, offset })
        for (const { id } of page.results) all.add(id)
        if (!page.hasMore) break
      }
      setChosen(all)
    } catch (problem) {
      toasts.problem((problem as Error).message)
    } finally {
      setChoosingAll(false)
    }
  }
  const exportAll = async () => {
    setExported('Fetching…')
    try {
      await exportTable({
        projectId: project.id,
        state,
        q: search.q,
        definitions,
        metrics,
        emails,
        onProgress: (done, all) => setExported(`${exactNumber(done)} of ${exactNumber(all)}`),
        signal: new AbortController().signal,
      })
    } catch (problem) {
      toasts.problem((problem as Error).message)
    } finally {
      setExported(null)
    }
  }
  const step = (by: number) =>
    setCurrent((before) => Math.max(0, Math.min(rows.length - 1, before === null ? 0 : before + by)))
  useHotkeys({
    '/': () => input.current?.focus(),
    c: () => setDialog('new'),
    f: () => document.querySelector<HTMLElement>('[data-hotkey=filter]')?.click(),
    j: () => step(1),
    k: () => step(-1),
    x: () => current !== null && rows[current] && toggle(rows[current].id),
    e: () => chosen.size > 0 && setDialog('bulk'),
    Escape: () => setChosen(new Set()),
    Enter: () =>
      current !== null && rows[current] && void navigate({ to: '/accounts/$id', params: { id: rows[current].id } }),
  })

  const isAllChosen = rows.length > 0 && rows.every(({ id }) => chosen.has(id))
  const columns: Column<TableRow>[] = [
    {
      name: 'choose',
      title: (
        <input
          type="checkbox"
          aria-label="Choose all in sight"
          checked={isAllChosen}
          onChange={() => setChosen(isAllChosen ? new Set() : new Set([...chosen, ...rows.map(({ id }) => id)]))}
        />
      ),
      width: '2.75rem',
      cell: (row) => (
        <input
          type="checkbox"
          aria-label={`Choose ${row.name}`}
          checked={chosen.has(row.id)}
          onChange={() => toggle(row.id)}
        />
      ),
    },
    ...tableColumns({
      definitions,
      metrics,
      people,
      currency,
      state,
      onSort: (orderBy) => setState({ ...state, orderBy }),
      onRole: (row, role, userId) =>
        change(
          row,
          { roles: { [role]: holder(userId) } },
          { roles: { [role]: holder(row.relationships[role]?.[0]) } },
          'Role changed',
        ),
      onTags: (row, next) =>
        void run(
          () => updateAccount(project.id, row.id, { tags: next }),
          'Tags changed',
          () => void run(() => updateAccount(project.id, row.id, { tags: row.tags })),
        ),
    }),
  ]
  return (
    <>
      <PageHeader title="Accounts">
        <Button onClick={() => setDialog('import')}>
          <Upload size={16} aria-hidden /> Import
        </Button>
        <Button onClick={() => void exportAll()} disabled={exported !== null || count === 0} aria-live="polite">
          <Download size={16} aria-hidden /> {exported ?? 'CSV'}
        </Button>
        <Button look="primary" onClick={() => setDialog('new')} title="New account (c)">
          <Plus size={16} aria-hidden /> New account
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <ViewsMenu projectId={project.id} view={view} state={state} onChoose={chooseView} />
          <div className="w-full max-w-xs">
            <SearchField
              ref={input}
              label="Search by name or external id"
              value={search.q}
              onChange={(q) => set({ q })}
            />
          </div>
          <ColumnPicker
            projectId={project.id}
            groupType={groupType}
            columns={state.columns}
            definitions={definitions}
            metrics={metrics}
            onChange={(next) => setState({ ...state, columns: next })}
            onNewMetric={() => setDialog('metric')}
          />
        </div>
        <FilterBar
          projectId={project.id}
          groupType={groupType}
          filters={state.filters}
          definitions={definitions}
          people={people}
          tags={tags ?? []}
          onChange={(filters) => setState({ ...state, filters })}
        />
        {chosen.size > 0 && (
          <SelectionBar
            chosen={chosen.size}
            count={count}
            isChoosingAll={isChoosingAll}
            onChooseAll={() => void chooseAll()}
            onNone={() => setChosen(new Set())}
            onChange={() => setDialog('bulk')}
          />
        )}
        {error && rows.length === 0 ? (
          <>
            <ErrorState error={error} onRetry={() => void refetch()} />
            {(search.state !== '' || search.view !== '') && (
              <Button onClick={() => set({ state: '', view: '' })}>Back to all accounts</Button>
            )}
          </>
        ) : isPending ? (
          <div className="rounded-lg border border-line bg-surface">
            <Skeleton rows={14} />
          </div>
        ) : rows.length === 0 ? (
          <div className="rounded-lg border border-line bg-surface">
            {isFiltered ? (
              <EmptyState title="No account matches">
                <Button onClick={() => set({ q: '', state: stateText({ ...state, filters: [] }) })}>
                  Clear the search and filters
                </Button>
              </EmptyState>
            ) : (
              <EmptyState title="No accounts yet">
                <p>
                  An account is a company that is a customer: who looks after it, what was agreed, and, by its external
                  id, what its people do.
                </p>
                <div className="flex flex-wrap justify-center gap-2">
                  <Button look="primary" onClick={() => setDialog('new')}>
                    New account
                  </Button>
                  <Button onClick={() => setDialog('import')}>Bring them in from a file</Button>
                </div>
              </EmptyState>
            )}
          </div>
        ) : (
          <div className={isPlaceholderData ? 'opacity-60' : ''} aria-busy={isPlaceholderData}>
            <VirtualTable
              label="Accounts"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              count={count}
              current={current}
              hasMore={hasNextPage}
              isLoadingMore={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          </div>
        )}
        <p aria-live="polite" className="text-[13px] text-muted">
          {data ? `${exactNumber(count)} ${count === 1 ? 'account' : 'accounts'}.` : ''}
        </p>
      </div>
      {dialog === 'new' && <NewAccount projectId={project.id} onClose={() => setDialog(null)} />}
      {dialog === 'import' && <ImportDialog projectId={project.id} onClose={() => setDialog(null)} />}
      {dialog === 'metric' && (
        <MetricDialog
          projectId={project.id}
          groupType={groupType}
          onClose={() => setDialog(null)}
          onDone={({ id }) => {
            setDialog(null)
            setState({ ...state, columns: [...state.columns, { kind: 'usage_metric', metricId: id }] })
          }}
        />
      )}
      {dialog === 'bulk' && (
        <BulkDialog
          projectId={project.id}
          ids={[...chosen]}
          people={people}
          emails={emails}
          definitions={definitions}
          onClose={() => setDialog(null)}
          onDone={() => {
            setDialog(null)
            setChosen(new Set())
          }}
        />
      )}
    </>
  )
}

function NewAccount({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [externalId, setExternalId] = useState('')
  const make = async () => {
    const made = await run(
      () =>
        createAccount(projectId, { name: name.trim(), ...(externalId.trim() && { external_id: externalId.trim() }) }),
      'Account created',
    )
    if (made) await navigate({ to: '/accounts/$id', params: { id: made.id } })
  }
  return (
    <Dialog
      title="New account"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => void make()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <Field
        label="External id"
        hint="The key of its group: what it is called in your product."
        value={externalId}
        maxLength={400}
        onChange={(event) => setExternalId(event.target.value)}
      />
    </Dialog>
  )
}
