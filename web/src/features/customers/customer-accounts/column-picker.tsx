/** Which columns the accounts table has, and in which order. */

import { propertyName } from '@hedgerow/shared/query/names'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Columns3, Plus, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { ChoiceList, resultsSoFar } from '../../../components/picker'
import { Popover } from '../../../components/popover'
import { propertyNamesQuery } from '../../analytics/query/api'
import { type Definition, LINKS, ROLES } from './api'
import type { Metric } from './metrics'
import { columnKey, FIELD_NAMES, type TableColumn } from './table'

interface Props {
  projectId: number
  groupType: number
  columns: TableColumn[]
  definitions: Definition[]
  metrics: Metric[]
  onChange: (columns: TableColumn[]) => void
  onNewMetric: () => void
}

/** What a column is called. */
export function columnName(
  column: TableColumn,
  definitions: readonly Definition[],
  metrics: readonly Metric[],
): string {
  switch (column.kind) {
    case 'account_field':
      return FIELD_NAMES[column.field] ?? column.field
    case 'relationship':
      return ROLES.find(({ key }) => key === column.definitionId)?.label ?? column.definitionId
    case 'custom_property':
      return definitions.find(({ id }) => id === column.definitionId)?.name ?? 'Deleted property'
    case 'group_property':
      return propertyName(column.property)
    case 'usage_metric':
      return metrics.find(({ id }) => id === column.metricId)?.name ?? 'Deleted metric'
    case 'tags':
      return 'Tags'
    case 'note_count':
      return 'Notebooks'
    case 'last_seen':
      return 'Last seen'
  }
}

const SMALL = 'flex h-8 w-8 shrink-0 items-center justify-center rounded text-muted hover:bg-raised disabled:opacity-40'

export function ColumnPicker({ projectId, groupType, columns, definitions, metrics, onChange, onNewMetric }: Props) {
  return (
    <Popover
      label="Columns"
      trigger={
        <>
          <Columns3 size={16} aria-hidden /> Columns
        </>
      }
      className="inline-flex min-h-9 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium hover:bg-raised"
      panelClassName="w-96"
    >
      {(close) => (
        <div className="flex flex-col gap-1 p-2">
          <ul aria-label="Columns in order">
            {columns.map((column, index) => {
              const name = columnName(column, definitions, metrics)
              const move = (step: number) => {
                const next = [...columns]
                next.splice(index + step, 0, ...next.splice(index, 1))
                onChange(next)
              }
              return (
                <li key={columnKey(column)} className="flex items-center gap-1 rounded px-2 hover:bg-raised">
                  <span className="min-w-0 flex-1 truncate" title={name}>
                    {name}
                  </span>
                  <button
                    type="button"
                    className={SMALL}
                    aria-label={`Move ${name} to the left`}
                    disabled={index === 0}
                    onClick={() => move(-1)}
                  >
                    <ArrowUp size={15} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className={SMALL}
                    aria-label={`Move ${name} to the right`}
                    disabled={index === columns.length - 1}
                    onClick={() => move(1)}
                  >
                    <ArrowDown size={15} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className={SMALL}
                    aria-label={`Remove ${name}`}
                    onClick={() => onChange(columns.filter((each) => each !== column))}
                  >
                    <X size={15} aria-hidden />
                  </button>
                </li>
              )
            })}
          </ul>
          <Popover
            label="Add a column"
            trigger={
              <>
                <Plus size={15} aria-hidden /> Add a column
              </>
            }
            className="inline-flex min-h-9 items-center gap-2 rounded-md px-2 text-accent hover:bg-raised"
          >
            {(closeList) => (
              <ColumnList
                projectId={projectId}
                groupType={groupType}
                taken={new Set(columns.map(columnKey))}
                definitions={definitions}
                metrics={metrics}
                onChoose={(column) => {
                  closeList()
                  onChange([...columns, column])
                }}
                onNewMetric={() => {
                  closeList()
                  close()
                  onNewMetric()
                }}
              />
            )}
          </Popover>
        </div>
      )}
    </Popover>
  )
}

function ColumnList({
  projectId,
  groupType,
  taken,
  definitions,
  metrics,
  onChoose,
  onNewMetric,
}: {
  projectId: number
  groupType: number
  taken: ReadonlySet<string>
  definitions: Definition[]
  metrics: Metric[]
  onChoose: (column: TableColumn) => void
  onNewMetric: () => void
}) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const names = useQuery(propertyNamesQuery(projectId, 'group', search, { groupIndex: groupType }))
  const known = new Map<string, TableColumn>()
  const choices = (columns: TableColumn[]) =>
    columns
      .filter((column) => !taken.has(columnKey(column)))
      .map((column) => {
        known.set(columnKey(column), column)
        return { value: columnKey(column), label: columnName(column, definitions, metrics) }
      })
  const groups = [
    {
      title: 'Account',
      choices: choices([
        { kind: 'account_field', field: 'external_id' },
        ...ROLES.map(({ key }) => ({ kind: 'relationship' as const, definitionId: key })),
        { kind: 'tags' },
        { kind: 'note_count' },
        { kind: 'account_field', field: 'created_at' },
        { kind: 'account_field', field: 'updated_at' },
        ...LINKS.map(({ key }) => ({ kind: 'account_field' as const, field: key })),
      ]),
    },
    {
      title: 'Custom properties',
      choices: choices(definitions.map(({ id }) => ({ kind: 'custom_property', definitionId: id }))),
    },
    {
      title: 'Usage metrics',
      choices: [
        ...choices([
          { kind: 'last_seen' },
          ...metrics.map(({ id }) => ({ kind: 'usage_metric' as const, metricId: id })),
        ]),
        { value: 'new-metric', label: 'New usage metric…' },
      ],
    },
    {
      title: 'Group properties',
      choices: choices(resultsSoFar(names).map(({ name }) => ({ kind: 'group_property', property: name }))),
    },
  ]
  return (
    <ChoiceList
      label="Search columns"
      groups={groups}
      queries={[names]}
      onSearch={setText}
      onChoose={(value) => (value === 'new-metric' ? onNewMetric() : onChoose(known.get(value)!))}
    />
  )
}
