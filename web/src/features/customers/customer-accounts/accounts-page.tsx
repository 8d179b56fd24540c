/** All accounts as a table. Columns, filters and order are saved as views; accounts are edited in place or in bulk. */

import { exactNumber } from '@hedgerow/shared/format'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Upload } from 'lucide-react'
import { type RefObject, useRef, useState } from 'react'
import { Button } from '../../../components/controls'
import { SearchField } from '../../../components/search-field'
import { PageHeader } from '../../../components/shell'
import { SmallError } from '../../../components/states'
import { useHotkeys } from '../../../hotkeys'
import { useProject } from '../../../project'
import { AccountRows } from './accounts-table'
import { useAccountSettings } from './api'
import { BulkDialog, SelectionBar } from './bulk-dialog'
import { ColumnPicker } from './column-picker'
import { ExportButton } from './export-button'
import { FilterBar } from './filter-bar'
import { ImportDialog } from './import-dialog'
import { MetricDialog } from './metric-dialog'
import { NewAccount } from './new-account-dialog'
import { type AccountsTable, type Names, useAccountsTable, useNames } from './use-accounts-table'
import { type Selection, useSelection } from './use-selection'
import { ViewsMenu } from './views-menu'

type OpenDialog = 'new' | 'import' | 'metric' | 'bulk'

export function AccountsPage() {
  const input = useRef<HTMLInputElement>(null)
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [current, setCurrent] = useState<number | null>(null)
  const names = useNames()
  const table = useAccountsTable(() => setCurrent(null))
  const selection = useSelection(table.state, table.q)
  useShortcuts({ input, table, selection, current, setCurrent, setDialog })
  return (
    <>
      <PageHeader title="Accounts">
        <Button onClick={() => setDialog('import')}>
          <Upload size={16} aria-hidden /> Import
        </Button>
        <ExportButton table={table} names={names} />
        <Button look="primary" onClick={() => setDialog('new')} title="New account (c)">
          <Plus size={16} aria-hidden /> New account
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-3 px-4 pb-10 md:px-6">
        <Controls table={table} names={names} input={input} onNewMetric={() => setDialog('metric')} />
        {names.query.error && !names.query.data && (
          <div className="flex gap-2 text-[13px]">
            The names of columns, people and tags could not be loaded.
            <SmallError error={names.query.error} onRetry={() => void names.query.refetch()} />
          </div>
        )}
        {selection.chosen.size > 0 && (
          <SelectionBar
            chosen={selection.chosen.size}
            count={table.count}
            isChoosingAll={selection.isChoosingAll}
            onChooseAll={() => void selection.chooseAll()}
            onNone={selection.clear}
            onChange={() => setDialog('bulk')}
          />
        )}
        <AccountRows
          table={table}
          names={names}
          selection={selection}
          current={current}
          onNew={() => setDialog('new')}
          onImport={() => setDialog('import')}
        />
        <p aria-live="polite" className="min-h-5 text-[13px] text-muted">
          {table.query.data && `${exactNumber(table.count)} ${table.count === 1 ? 'account' : 'accounts'}.`}
        </p>
      </div>
      <Dialogs dialog={dialog} table={table} names={names} selection={selection} onClose={() => setDialog(null)} />
    </>
  )
}

interface ShortcutsInput {
  input: RefObject<HTMLInputElement | null>
  table: AccountsTable
  selection: Selection
  current: number | null
  setCurrent: (next: (before: number | null) => number) => void
  setDialog: (dialog: OpenDialog) => void
}

function useShortcuts({ input, table: { rows }, selection, current, setCurrent, setDialog }: ShortcutsInput) {
  const navigate = useNavigate()
  const row = current === null ? undefined : rows[current]
  const step = (by: number) =>
    setCurrent((before) => Math.max(0, Math.min(rows.length - 1, before === null ? 0 : before + by)))
  useHotkeys({
    '/': () => input.current?.focus(),
    c: () => setDialog('new'),
    f: () => document.querySelector<HTMLElement>('[data-hotkey=filter]')?.click(),
    j: () => step(1),
    k: () => step(-1),
    x: () => row && selection.toggle(row.id),
    e: () => selection.chosen.size > 0 && setDialog('bulk'),
    Escape: selection.clear,
    Enter: () => row && void navigate({ to: '/accounts/$id', params: { id: row.id } }),
  })
}

interface ControlsProps {
  table: AccountsTable
  names: Names
  input: RefObject<HTMLInputElement | null>
  onNewMetric: () => void
}

/** The view, the search, the columns and the filters. */
function Controls({ table, names, input, onNewMetric }: ControlsProps) {
  const project = useProject()
  const { groupType } = useAccountSettings()
  const { state, setState } = table
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <ViewsMenu
          projectId={project.id}
          view={table.view}
          preset={table.preset}
          state={state}
          onChoose={table.chooseView}
        />
        <div className="w-full max-w-xs">
          <SearchField ref={input} label="Search by name or external ID" value={table.q} onChange={table.setSearch} />
        </div>
        <ColumnPicker
          projectId={project.id}
          groupType={groupType}
          columns={state.columns}
          definitions={names.definitions}
          metrics={names.metrics}
          onChange={(columns) => setState({ ...state, columns })}
          onNewMetric={onNewMetric}
        />
      </div>
      <FilterBar
        projectId={project.id}
        groupType={groupType}
        filters={state.filters}
        definitions={names.definitions}
        people={names.people}
        tags={names.tags}
        onChange={(filters) => setState({ ...state, filters })}
      />
    </>
  )
}

interface DialogsProps {
  dialog: OpenDialog | null
  table: AccountsTable
  names: Names
  selection: Selection
  onClose: () => void
}

function Dialogs({ dialog, table: { state, setState }, names, selection, onClose }: DialogsProps) {
  const project = useProject()
  const { groupType } = useAccountSettings()
  if (dialog === 'new') return <NewAccount projectId={project.id} onClose={onClose} />
  if (dialog === 'import') return <ImportDialog projectId={project.id} onClose={onClose} />
  if (dialog === 'metric')
    return (
      <MetricDialog
        projectId={project.id}
        groupType={groupType}
        onClose={onClose}
        onDone={({ id }) => {
          onClose()
          setState({ ...state, columns: [...state.columns, { kind: 'usage_metric', metricId: id }] })
        }}
      />
    )
  if (dialog === 'bulk')
    return (
      <BulkDialog
        projectId={project.id}
        ids={[...selection.chosen]}
        people={names.people}
        emails={names.emails}
        definitions={names.definitions}
        onClose={onClose}
        onDone={() => {
          onClose()
          selection.clear()
        }}
      />
    )
  return null
}
