/** Cells of the table of accounts, by kind of column. */

import { valueText } from '@hedgerow/shared/value-text'
import { Link } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { Popover } from '../../../components/popover'
import type { Column } from '../../../components/virtual-table'
import { TimeAgo } from '../../../time-ago'
import { TagsEditor } from '../../analytics/insights/tags-editor'
import { type Definition, ROLES, type Role } from './api'
import { columnName } from './column-picker'
import type { Choice } from './filter-form'
import type { Metric } from './metrics'
import { columnKey, type TableColumn, type TableRow, type TableState } from './table'
import { isNumeric, UsageText, ValueText } from './values'

export interface ColumnContext {
  definitions: Definition[]
  metrics: Metric[]
  people: Choice[]
  currency: string
  state: TableState
  onSort: (orderBy: TableState['orderBy']) => void
  onRole: (row: TableRow, role: Role, userId: number | null) => void
  onTags: (row: TableRow, tags: string[]) => void
}

const NAME: TableColumn = { kind: 'account_field', field: 'name' }
/** The first click shows the largest first. */
const LARGEST_FIRST = new Set(['custom_property', 'group_property', 'usage_metric', 'last_seen', 'note_count'])
const TIMES = new Set(['created_at', 'updated_at'])

function sorting(column: TableColumn, { state: { orderBy }, onSort }: ColumnContext): Partial<Column<TableRow>> {
  const isBy = orderBy !== null && columnKey(orderBy.column) === columnKey(column)
  const isLargestFirst = LARGEST_FIRST.has(column.kind) || (column.kind === 'account_field' && TIMES.has(column.field))
  const [first, second] = isLargestFirst ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const)
  return {
    sorted: isBy ? (orderBy.direction === 'asc' ? 'ascending' : 'descending') : null,
    // A third click goes back to the newest first.
    onSort: () =>
      onSort(!isBy ? { column, direction: first } : orderBy.direction === first ? { column, direction: second } : null),
  }
}

export function tableColumns(context: ColumnContext): Column<TableRow>[] {
  const { definitions, metrics } = context
  return [
    {
      name: 'name',
      title: 'Name',
      width: 'minmax(13rem, 2fr)',
      cell: (row) => (
        <Link
          to="/accounts/$id"
          params={{ id: row.id }}
          className="block truncate py-1.5 font-medium text-accent hover:underline"
          title={row.name}
        >
          {row.name}
        </Link>
      ),
      ...sorting(NAME, context),
    },
    ...context.state.columns.map((column) => ({
      name: columnKey(column),
      title: columnName(column, definitions, metrics),
      width: widthOf(column, context),
      cell: (row: TableRow) => <Cell column={column} row={row} context={context} />,
      ...sorting(column, context),
    })),
  ]
}

function widthOf(column: TableColumn, { metrics }: ColumnContext): string {
  switch (column.kind) {
    case 'tags':
      return 'minmax(10rem, 1fr)'
    case 'note_count':
      return '7rem'
    case 'usage_metric':
      return metrics.find(({ id }) => id === column.metricId)?.display === 'sparkline' ? '14rem' : '9rem'
    default:
      return '10rem'
  }
}

const NOTHING = <span className="text-muted">–</span>

function Cell({ column, row, context }: { column: TableColumn; row: TableRow; context: ColumnContext }) {
  const { definitions, metrics, currency } = context
  switch (column.kind) {
    case 'account_field': {
      const value = row.accountFields[column.field]
      if (value === null || value === undefined || value === '') return NOTHING
      return TIMES.has(column.field) ? <TimeAgo iso={String(value)} /> : <span title={String(value)}>{value}</span>
    }
    case 'tags':
      return <Tags row={row} onTags={context.onTags} />
    case 'note_count':
      return row.noteCount ? (
        <Link to="/accounts/$id" params={{ id: row.id }} className="underline tabular-nums">
          {row.noteCount}
        </Link>
      ) : (
        NOTHING
      )
    case 'relationship':
      return <RoleCell row={row} role={column.definitionId} context={context} />
    case 'custom_property': {
      const definition = definitions.find(({ id }) => id === column.definitionId)
      if (!definition) return NOTHING
      const text = <ValueText definition={definition} value={row.customProperties[definition.id]} currency={currency} />
      return isNumeric(definition) ? <span className="block text-right tabular-nums">{text}</span> : text
    }
    case 'group_property': {
      const value = row.groupProperties[column.property]
      return value === null || value === undefined ? NOTHING : <span title={valueText(value)}>{valueText(value)}</span>
    }
    case 'usage_metric': {
      const metric = metrics.find(({ id }) => id === column.metricId)
      const usage = row.usageMetrics[column.metricId]
      return metric && usage ? <UsageText usage={usage} metric={metric} currency={currency} /> : NOTHING
    }
    case 'last_seen':
      return row.lastSeen ? <TimeAgo iso={row.lastSeen} /> : NOTHING
  }
}

function Tags({ row, onTags }: { row: TableRow; onTags: ColumnContext['onTags'] }) {
  return (
    <Popover
      label={`Tags of ${row.name}`}
      trigger={
        <>
          {row.tags.length === 0 ? (
            <span className="text-muted">–</span>
          ) : (
            <span className="truncate">
              {row.tags.map((tag) => (
                <span key={tag} className="mr-1 rounded bg-raised px-2 text-[13px]">
                  {tag}
                </span>
              ))}
            </span>
          )}
          <Pencil size={13} aria-hidden className="shrink-0 text-muted opacity-0 group-hover:opacity-100" />
        </>
      }
      aria-label={`Tags of ${row.name}: ${row.tags.join(', ') || 'none'}`}
      className="group flex min-h-8 w-full items-center gap-1 rounded-md border border-transparent px-1 text-left hover:border-line-strong"
      panelClassName="w-88 p-3"
    >
      {() => <TagsEditor tags={row.tags} onChange={(tags) => onTags(row, tags)} />}
    </Popover>
  )
}

function RoleCell({ row, role, context }: { row: TableRow; role: Role; context: ColumnContext }) {
  const { people, onRole } = context
  const holder = row.relationships[role]?.[0]
  const label = ROLES.find(({ key }) => key === role)!.label
  const isKnown = holder === undefined || people.some(({ value }) => value === String(holder))
  return (
    <select
      aria-label={`${label} of ${row.name}`}
      value={holder === undefined ? '' : String(holder)}
      onChange={(event) => onRole(row, role, event.target.value === '' ? null : Number(event.target.value))}
      className="min-h-8 w-full min-w-0 truncate rounded-md border border-transparent bg-transparent px-1 hover:border-line-strong"
    >
      <option value="">–</option>
      {!isKnown && <option value={String(holder)}>former member</option>}
      {people.map(({ value, label: name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}
