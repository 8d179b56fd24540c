/** Property filters as chips: added, changed and removed by mouse or keyboard, with values suggested while typing. */
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button, Select, SuggestField } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { resultsSoFar } from '../../../components/picker'
import { propertyNamesQuery, propertyValuesQuery } from './api'
import type { PropertyFilter } from './filter-schema'

const OPERATORS = [
  { value: 'exact', label: 'is' },
  { value: 'is_not', label: 'is not' },
  { value: 'icontains', label: 'contains' },
  { value: 'not_icontains', label: 'does not contain' },
  { value: 'starts_with', label: 'starts with' },
  { value: 'ends_with', label: 'ends with' },
  { value: 'regex', label: 'matches expression' },
  { value: 'not_regex', label: 'does not match expression' },
  { value: 'gt', label: 'is greater than' },
  { value: 'gte', label: 'is at least' },
  { value: 'lt', label: 'is less than' },
  { value: 'lte', label: 'is at most' },
  { value: 'is_set', label: 'is set' },
  { value: 'is_not_set', label: 'is not set' },
  { value: 'is_date_after', label: 'is after (date)' },
  { value: 'is_date_before', label: 'is before (date)' },
  { value: 'semver_gte', label: 'is at least version' },
  { value: 'semver_lt', label: 'is below version' },
] as const
const WITHOUT_VALUE = new Set(['is_set', 'is_not_set'])
const NEW: PropertyFilter = { key: '', operator: 'exact', value: '' }

const shownValue = ({ value }: PropertyFilter) => (Array.isArray(value) ? value.join(', ') : value)
const sentence = (filter: PropertyFilter) =>
  [
    filter.key,
    OPERATORS.find(({ value }) => value === filter.operator)?.label ?? filter.operator,
    WITHOUT_VALUE.has(filter.operator) ? '' : shownValue(filter) || '(empty)',
  ].join(' ')

interface Props {
  projectId: number
  filters: PropertyFilter[]
  onChange: (filters: PropertyFilter[]) => void
  /** Position that is being edited; the number of filters adds one; null edits none. */
  editing: number | null
  onEdit: (position: number | null) => void
}

export function FilterChips({ projectId, filters, onChange, editing, onEdit }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {filters.map((filter, position) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter can appear twice
          key={position}
          className="inline-flex max-w-full items-center rounded-md border border-line bg-surface"
        >
          <button
            type="button"
            className="min-h-9 min-w-0 truncate rounded-l-md px-3 hover:bg-raised"
            onClick={() => onEdit(position)}
            onKeyDown={(event) => {
              if (event.key === 'Delete' || event.key === 'Backspace')
                onChange(filters.filter((_each, index) => index !== position))
            }}
          >
            {sentence(filter)}
          </button>
          <button
            type="button"
            aria-label={`Remove filter ${sentence(filter)}`}
            className="min-h-9 rounded-r-md border-l border-line px-2 text-muted hover:bg-raised hover:text-text"
            onClick={() => onChange(filters.filter((_each, index) => index !== position))}
          >
            <X size={14} aria-hidden />
          </button>
        </span>
      ))}
      <Button onClick={() => onEdit(filters.length)} title="Add a filter (f)">
        <Plus size={16} aria-hidden /> Filter
      </Button>
      {editing !== null && (
        <FilterDialog
          projectId={projectId}
          filter={filters[editing] ?? NEW}
          isNew={!filters[editing]}
          onClose={() => onEdit(null)}
          onSave={(filter) => {
            onChange([...filters.slice(0, editing), filter, ...filters.slice(editing + 1)])
            onEdit(null)
          }}
        />
      )}
    </div>
  )
}

interface FilterDialogProps {
  projectId: number
  filter: PropertyFilter
  isNew: boolean
  onClose: () => void
  onSave: (filter: PropertyFilter) => void
}

function FilterDialog({ projectId, filter, isNew, onClose, onSave }: FilterDialogProps) {
  const [key, setKey] = useState(filter.key)
  const [operator, setOperator] = useState(filter.operator)
  const [value, setValue] = useState(shownValue(filter))
  const names = useQuery(propertyNamesQuery(projectId))
  const values = useQuery(propertyValuesQuery(projectId, key, value))
  const hasValue = !WITHOUT_VALUE.has(operator)
  return (
    <Dialog
      title={isNew ? 'Add a filter' : 'Edit filter'}
      action={isNew ? 'Add' : 'Change'}
      isDisabled={key.trim() === ''}
      onClose={onClose}
      onAction={() => onSave({ key, operator, value: hasValue ? value : '' })}
    >
      <SuggestField
        label="Property"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        suggestions={resultsSoFar(names).map(({ name }) => name)}
        hint={names.error && 'The property names could not be loaded. Type the name.'}
        autoFocus
        required
      />
      <Select
        label="Condition"
        value={operator}
        onChange={(event) => setOperator(event.target.value)}
        options={OPERATORS}
      />
      {hasValue && (
        <SuggestField
          label="Value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
          suggestions={resultsSoFar(values).map(({ name }) => name)}
          hint={
            values.data && values.data.results.length > 0
              ? `Frequent: ${values.data.results
                  .slice(0, 4)
                  .map(({ name, count }) => `${name.slice(0, 30)} (${count})`)
                  .join(', ')}`
              : undefined
          }
        />
      )}
    </Dialog>
  )
}
