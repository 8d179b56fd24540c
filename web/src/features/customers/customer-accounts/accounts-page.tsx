/** All accounts as a table of one's own: columns, filters and order, kept as views; changed in place or many at once. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Download, Plus, Upload, X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import {
  EmptyState,
  ErrorState,
  Loaded,
  type Question,
  Skeleton,
  SmallError,
  together,
} from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { useRowPages } from '../../../components/use-row-pages'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { exactNumber } from '../../../format'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { type Member, membersQuery } from '../../workspace/settings/api'
import { createAccount, type Definition, definitionsQuery, tagsQuery, updateAccount, useAccountSettings } from './api'
import { BulkDialog, SelectionBar } from './bulk-dialog'
import { ColumnPicker } from './column-picker'
import { exportTable } from './export'
import { FilterBar } from './filter-bar'
import { ImportDialog } from './import-dialog'
import { MetricDialog } from './metric-dialog'
import { type Metric, metricsQuery } from './metrics'
import {
  askTable,
  type BulkChange,
  changeMany,
  PAGE_ROWS,
  presets,
  ROWS_MAX,
  readState,
  stateOfView,
  stateText,
  type TableRow,
  type TableState,
  viewsQuery,
} from './table'
import { tableColumns } from './table-columns'
import { ViewsMenu } from './views-menu'

const route = getRouteApi('/app/accounts')
const GONE = { type: 'invalid_request', code: 'not_found', attr: null }

/** Before the names of columns, people and tags are known: what has a name is shown without it, and a line says so when they fail. */
const NO_NAMES: [{ results: Definition[] }, { results: Metric[] }, { results: Member[] }, string[]] = [
  { results: [] },
  { results: [] },
  { results: [] },
  [],
]

export function AccountsPage() {
  const project = useProject()
  const userId = useQuery(meQuery).data!.id
  const search = route.useSearch()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { run } = useChanges()
  const input = useRef<HTMLInputElement>(null)
  const [dialog, setDialog] = useState<'new' | 'import' | 'metric' | 'bulk' | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<number | null>(null)
  const [isChoosingAll, setChoosingAll] = useState(false)
  const [exported, setExported] = useState<{ text: string; cancel: () => void } | null>(null)
  const { groupType, currency } = useAccountSettings()

  const views = useQuery(viewsQuery(project.id))
  const named = together(
    useQuery(definitionsQuery(project.id)),
    useQuery(metricsQuery(project.id, groupType)),
    useQuery(membersQuery()),
    useQuery(tagsQuery(project.id)),
  )
  const [{ results: definitions }, { results: metrics }, { results: members }, tags] = named.data ?? NO_NAMES
  const people = members.map(({ user }) => ({
    value: String(user.id),
    label: user.first_name || user.email,
  }))
  const emails = new Map(members.map(({ user }) => [String(user.id), user.email]))

  const view = views.data?.results.find(({ id }) => id === search.view) ?? null
  const preset = useMemo(() => {
    const all = presets(userId)
    return all.find(({ id }) => id === search.view) ?? all[0]
  }, [userId, search.view])
  const base = useMemo(() => (view ? stateOfView(view.definition) : preset.state), [view, preset])
  const state = useMemo(() => readState(search.state) ?? base, [search.state, base])
  const set = (change: Partial<typeof search>) => {
    setCurrent(null)
    void navigate({ to: '/accounts', search: { ...search, ...change }, replace: true })
  }
  const setState = (next: TableState) => {
    set({ state: stateText(next) === stateText(base) ? '' : stateText(next) })
  }

  const asked = stateText(state)
  const pages = useRowPages(
    ['accounts-table', project.id, asked, search.q],
    PAGE_ROWS,
    (page, signal) => askTable(project.id, state, search.q, page, signal),
    search.view === preset.id || views.data !== undefined,
  )
  const { rows, count, error, onRange, refetch } = pages
  const query: Question<typeof rows> = {
    // Until the first page came there is nothing to tell, least of all that there are no accounts.
    data: pages.isPending || (error && rows.length === 0) ? undefined : rows,
    // Without the view that was asked for, nobody knows which table to show.
    error: error ?? (search.view !== preset.id && !views.data ? views.error : null),
    isFetching: pages.isFetching,
    isPlaceholderData: pages.isPlaceholder,
    dataUpdatedAt: pages.dataUpdatedAt,
    refetch: () => {
      if (views.error) void views.refetch()
      refetch()
    },
  }
  const isFiltered = search.q !== '' || state.filters.length > 0

  const changeOne = async (row: TableRow, body: BulkChange) => {
    const { refused } = await changeMany(project.id, [row.id], body, () => {})
    if (refused > 0)
      throw new RequestError(404, { ...GONE, detail: 'This account is gone, or you may not change it.' }, null)
  }
  const change = (row: TableRow, body: BulkChange, undo: BulkChange, done: string) =>
    void run(
      () => changeOne(row, body),
      done,
      () => void run(() => changeOne(row, undo)),
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
    const controller = new AbortController()
    const note = (text: string) => setExported({ text, cancel: () => controller.abort() })
    note('Fetching…')
    try {
      await exportTable({
        projectId: project.id,
        state,
        q: search.q,
        definitions,
        metrics,
        emails,
        onProgress: (done, all) => note(`${exactNumber(done)} of ${exactNumber(all)}`),
        signal: controller.signal,
      })
    } catch (problem) {
      if (!controller.signal.aborted) toasts.problem((problem as Error).message)
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

  const read = rows.filter((row) => row !== undefined)
  const isAllChosen = read.length > 0 && read.every(({ id }) => chosen.has(id))
  const columns: Column<TableRow>[] = [
    {
      name: 'choose',
      title: (
        <input
          type="checkbox"
          aria-label="Choose all in sight"
          checked={isAllChosen}
          onChange={() => setChosen(isAllChosen ? new Set() : new Set([...chosen, ...read.map(({ id }) => id)]))}
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
        {exported ? (
          <Button onClick={exported.cancel} title="Stop writing the file">
            <X size={16} aria-hidden /> <span aria-live="polite">{exported.text}</span>
          </Button>
        ) : (
          <Button onClick={() => void exportAll()} disabled={count === 0}>
            <Download size={16} aria-hidden /> CSV
          </Button>
        )}
        <Button look="primary" onClick={() => setDialog('new')} title="New account (c)">
          <Plus size={16} aria-hidden /> New account
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <ViewsMenu
            projectId={project.id}
            view={view}
            preset={preset}
            state={state}
            onChoose={(id) => set({ view: id, state: '' })}
          />
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
          tags={tags}
          onChange={(filters) => setState({ ...state, filters })}
        />
        {named.error && !named.data && (
          <div className="flex gap-2 text-[13px]">
            The names of columns, people and tags are not known.
            <SmallError error={named.error} onRetry={named.refetch} />
          </div>
        )}
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
        <Loaded
          query={query}
          skeleton={<Skeleton rows={14} />}
          isBoxed
          isEmpty={({ length }) => length === 0}
          empty={
            isFiltered ? (
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
            )
          }
          failed={(problem) => (
            <>
              <ErrorState error={problem} onRetry={query.refetch} />
              {(search.state !== '' || search.view !== '') && (
                <Button onClick={() => set({ state: '', view: '' })}>Back to all accounts</Button>
              )}
            </>
          )}
        >
          {() => (
            <VirtualTable
              label="Accounts"
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              count={count}
              current={current}
              onRange={onRange}
              of={`${asked} ${search.q}`}
            />
          )}
        </Loaded>
        <p aria-live="polite" className="min-h-5 text-[13px] text-muted">
          {query.data && `${exactNumber(count)} ${count === 1 ? 'account' : 'accounts'}.`}
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
