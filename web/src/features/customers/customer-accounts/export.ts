/** The accounts table as a file that can be imported again. */
import { saveCsv } from '../../analytics/charts/export'
import { type Definition, ROLES } from './api'
import { columnName } from './column-picker'
import type { Metric } from './metrics'
import { askTable, columnKey, ROWS_MAX, type TableColumn, type TableRow, type TableState } from './table'

interface Exporting {
  projectId: number
  state: TableState
  q: string
  definitions: Definition[]
  metrics: Metric[]
  /** Email addresses by user ID. */
  emails: ReadonlyMap<string, string>
  onProgress: (done: number, count: number) => void
  signal: AbortSignal
}

/** The column names that the import knows; other columns have the same name as on the page. */
function headerOf(column: TableColumn, definitions: Definition[], metrics: Metric[]): string {
  if (column.kind === 'account_field') return column.field
  if (column.kind === 'relationship') return column.definitionId
  if (column.kind === 'tags' || column.kind === 'note_count' || column.kind === 'last_seen') return column.kind
  return columnName(column, definitions, metrics)
}

function cellOf(column: TableColumn, row: TableRow, emails: ReadonlyMap<string, string>): unknown {
  switch (column.kind) {
    case 'account_field':
      return row.accountFields[column.field]
    case 'tags':
      return row.tags.join(', ')
    case 'note_count':
      return row.noteCount
    case 'relationship':
      return (row.relationships[column.definitionId] ?? []).map((id) => emails.get(String(id)) ?? '').join(', ')
    case 'custom_property':
      return row.customProperties[column.definitionId]
    case 'group_property':
      return row.groupProperties[column.property]
    case 'usage_metric':
      return row.usageMetrics[column.metricId]?.value
    case 'last_seen':
      return row.lastSeen
  }
}

/** Reads all matching accounts, page by page. ID, name, external ID and roles are always included. */
export async function exportTable({
  projectId,
  state,
  q,
  definitions,
  metrics,
  emails,
  onProgress,
  signal,
}: Exporting): Promise<void> {
  const always: TableColumn[] = [
    { kind: 'account_field', field: 'external_id' },
    ...ROLES.map(({ key }) => ({ kind: 'relationship' as const, definitionId: key })),
  ]
  const columns = [
    ...always,
    ...state.columns.filter((column) => !always.some((each) => columnKey(each) === columnKey(column))),
  ]
  const rows = new Map<string, unknown[]>()
  for (let offset = 0; ; offset += ROWS_MAX) {
    const page = await askTable(projectId, { ...state, columns }, q, { limit: ROWS_MAX, offset }, signal)
    // Accounts created in the meantime push others to the next page, where they appear again.
    for (const row of page.results)
      rows.set(row.id, [row.id, row.name, ...columns.map((column) => cellOf(column, row, emails))])
    onProgress(rows.size, page.count)
    if (!page.hasMore) break
  }
  saveCsv('accounts.csv', {
    columns: ['id', 'name', ...columns.map((column) => headerOf(column, definitions, metrics))],
    rows: [...rows.values()],
  })
}
