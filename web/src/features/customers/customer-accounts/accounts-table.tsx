/** The rows of the accounts table, edited in place. */
import { RequestError } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { EmptyState, ErrorState, Loaded, Skeleton } from '../../../components/states'
import { type Column, VirtualTable } from '../../../components/virtual-table'
import { useProject } from '../../../project'
import { updateAccount, useAccountSettings } from './api'
import { type BulkChange, changeMany, type TableRow } from './table'
import { tableColumns } from './table-columns'
import type { AccountsTable, Names } from './use-accounts-table'
import type { Selection } from './use-selection'

const GONE = { type: 'invalid_request', code: 'not_found', attr: null }

interface Props {
  table: AccountsTable
  names: Names
  selection: Selection
  /** Index of the row that keys act on. */
  current: number | null
  onNew: () => void
  onImport: () => void
}

export function AccountRows({ table, names, selection, current, onNew, onImport }: Props) {
  const columns = useColumns(table, names, selection)
  return (
    <Loaded
      query={table.query}
      skeleton={<Skeleton rows={14} />}
      isBoxed
      isEmpty={({ length }) => length === 0}
      empty={<Empty table={table} onNew={onNew} onImport={onImport} />}
      failed={(problem) => (
        <>
          <ErrorState error={problem} onRetry={() => void table.query.refetch()} />
          {table.isChanged && <Button onClick={() => table.chooseView('')}>Back to all accounts</Button>}
        </>
      )}
    >
      {() => (
        <VirtualTable
          label="Accounts"
          columns={columns}
          rows={table.rows}
          rowKey={({ id }) => id}
          count={table.count}
          current={current}
          onRange={table.onRange}
          of={table.identity}
        />
      )}
    </Loaded>
  )
}

function Empty({ table, onNew, onImport }: { table: AccountsTable; onNew: () => void; onImport: () => void }) {
  if (table.isFiltered)
    return (
      <EmptyState title="No accounts match">
        <Button onClick={table.clearFilters}>Clear search and filters</Button>
      </EmptyState>
    )
  return (
    <EmptyState title="No accounts yet">
      <p>
        An account is one of your customers. It shows who is responsible for it, the terms you agreed on and, through
        its external ID, what its people do in your product.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" onClick={onNew}>
          New account
        </Button>
        <Button onClick={onImport}>Import from a file</Button>
      </div>
    </EmptyState>
  )
}

/** Changes one account, with an undo. */
function useRowChanges({ emails }: Names) {
  const project = useProject()
  const { run } = useChanges()
  const changeOne = async (row: TableRow, body: BulkChange) => {
    const { refused } = await changeMany(project.id, [row.id], body, () => {})
    if (refused > 0)
      throw new RequestError(404, { ...GONE, detail: 'This account was deleted, or you cannot change it.' }, null)
  }
  const holder = (id: number | null | undefined) =>
    id === null || id === undefined ? null : { id, email: emails.get(String(id)) ?? '' }
  const setTags = (row: TableRow, tags: string[]) => updateAccount(project.id, row.id, { tags })
  return {
    setRole: (row: TableRow, role: string, userId: number | null) =>
      void run(
        () => changeOne(row, { roles: { [role]: holder(userId) } }),
        'Role changed',
        () => void run(() => changeOne(row, { roles: { [role]: holder(row.relationships[role]?.[0]) } })),
      ),
    setTags: (row: TableRow, tags: string[]) =>
      void run(
        () => setTags(row, tags),
        'Tags changed',
        () => void run(() => setTags(row, row.tags)),
      ),
  }
}

function useColumns(table: AccountsTable, names: Names, selection: Selection): Column<TableRow>[] {
  const { currency } = useAccountSettings()
  const changes = useRowChanges(names)
  const read = table.rows.filter((row) => row !== undefined)
  const isAllChosen = read.length > 0 && read.every(({ id }) => selection.chosen.has(id))
  return [
    {
      name: 'choose',
      title: (
        <input
          type="checkbox"
          aria-label="Select all loaded"
          checked={isAllChosen}
          onChange={() => (isAllChosen ? selection.clear() : selection.add(read.map(({ id }) => id)))}
        />
      ),
      width: '2.75rem',
      cell: (row) => (
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={selection.chosen.has(row.id)}
          onChange={() => selection.toggle(row.id)}
        />
      ),
    },
    ...tableColumns({
      definitions: names.definitions,
      metrics: names.metrics,
      people: names.people,
      currency,
      state: table.state,
      onSort: (orderBy) => table.setState({ ...table.state, orderBy }),
      onRole: changes.setRole,
      onTags: changes.setTags,
    }),
  ]
}
