/** All accounts as a table of one's own: columns, filters and order, kept as views; changed in place or many at once. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Download, Plus, Upload, X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { RequestError } from '../../api/client'
import { meQuery } from '../../api/queries'
import { useChanges } from '../../changes'
import { Button, Field } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { SearchField } from '../../components/search-field'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useToasts } from '../../components/toasts'
import { useRowPages } from '../../components/use-row-pages'
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
  const { rows, count, error, isPending, isPlaceholder, onRange, refetch } = useRowPages(
    ['accounts-table', project.id, asked, search.q],
    PAGE_ROWS,
    (page, signal) => askTable(project.id, state, search.q, page, signal),
    search.view === preset.id || !areViewsPending,
  )
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
            <ErrorState error={error} onRetry={refetch} />
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
          <div className={isPlaceholder ? 'opacity-60' : ''} aria-busy={isPlaceholder}>
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
          </div>
        )}
        {error && rows.length > 0 && (
          <p role="alert" className="flex items-center gap-2 text-[13px] text-danger">
            Some rows could not be read: {error.message} <Button onClick={refetch}>Try again</Button>
          </p>
        )}
        <p aria-live="polite" className="text-[13px] text-muted">
          {!isPending ? `${exactNumber(count)} ${count === 1 ? 'account' : 'accounts'}.` : ''}
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
