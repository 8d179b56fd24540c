/** The form of one filter of accounts. */

import { propertyName } from '@hedgerow/shared/query/names'
import { useState } from 'react'
import { Button, Field, Select } from '../../../components/controls'
import { type Definition, ROLES } from './api'
import { OPERATORS, type Operator, type TableFilter, takesNoValue } from './table'

type ValueFilter = Extract<TableFilter, { operator: Operator }>
const hasOperator = (filter: TableFilter): filter is ValueFilter => 'operator' in filter

const NUMERIC: Operator[] = ['exact', 'is_not', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set']
const TEXT: Operator[] = ['exact', 'is_not', 'icontains', 'not_icontains', 'is_set', 'is_not_set']
function operatorsOf(type: string | undefined): Operator[] {
  if (type === undefined) return [...TEXT.slice(0, 4), 'gt', 'lt', 'is_set', 'is_not_set']
  if (type === 'text') return TEXT
  if (type === 'select' || type === 'boolean') return ['exact', 'is_not', 'is_set', 'is_not_set']
  return NUMERIC
}

export interface Choice {
  value: string
  label: string
}

/** What the values of filters are selected from. */
export interface FilterSources {
  definitions: Definition[]
  people: Choice[]
  tags: string[]
}

interface FormProps extends FilterSources {
  filter: TableFilter
  onApply: (filter: TableFilter) => void
}

export function FilterForm({ filter, definitions, people, tags, onApply }: FormProps) {
  const [draft, setDraft] = useState(filter)
  const isWhole =
    draft.kind === 'tags'
      ? draft.values.length > 0
      : draft.kind === 'assigned_to'
        ? draft.userIds.length > 0
        : draft.kind === 'unassigned' || takesNoValue(draft.operator) || (draft.value ?? '') !== ''
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) onApply(draft)
      }}
    >
      {draft.kind === 'tags' ? (
        <Checks
          title="Has one of these tags"
          all={tags.map((tag) => ({ value: tag, label: tag }))}
          chosen={draft.values}
          onChange={(values) => setDraft({ ...draft, values })}
        />
      ) : draft.kind === 'assigned_to' || draft.kind === 'unassigned' ? (
        <Checks
          title={`${ROLES.find(({ key }) => key === draft.definitionId)?.label ?? 'Any role'} is`}
          all={[{ value: 'unassigned', label: 'No one' }, ...people]}
          chosen={draft.kind === 'unassigned' ? ['unassigned'] : draft.userIds.map(String)}
          onChange={(values) => {
            const role = draft.definitionId ? { definitionId: draft.definitionId } : {}
            if (values.includes('unassigned') && draft.kind !== 'unassigned') setDraft({ kind: 'unassigned', ...role })
            else
              setDraft({
                kind: 'assigned_to',
                userIds: values.filter((value) => value !== 'unassigned').map(Number),
                ...role,
              })
          }}
        />
      ) : (
        hasOperator(draft) && <ValueForm draft={draft} definitions={definitions} onChange={setDraft} />
      )}
      <Button type="submit" look="primary" disabled={!isWhole}>
        Apply
      </Button>
    </form>
  )
}

function ValueForm({
  draft,
  definitions,
  onChange,
}: {
  draft: ValueFilter
  definitions: Definition[]
  onChange: (filter: ValueFilter) => void
}) {
  const definition =
    draft.kind === 'custom_property' ? definitions.find(({ id }) => id === draft.definitionId) : undefined
  const type = definition?.display_type
  const options =
    type === 'boolean'
      ? [
          { value: 'true', label: 'yes' },
          { value: 'false', label: 'no' },
        ]
      : type === 'select'
        ? (definition?.options ?? []).map(({ label }) => ({ value: label, label }))
        : null
  const setValue = (value: string) => onChange({ ...draft, value })
  return (
    <>
      <Select
        label={definition?.name ?? (draft.kind === 'group_property' ? propertyName(draft.property) : 'Property')}
        value={draft.operator}
        onChange={(event) => onChange({ ...draft, operator: event.target.value as Operator })}
        options={operatorsOf(type).map((value) => ({ value, label: OPERATORS[value] }))}
      />
      {!takesNoValue(draft.operator) &&
        (options ? (
          <Select
            label="Value"
            value={draft.value ?? ''}
            onChange={(event) => setValue(event.target.value)}
            options={[{ value: '', label: '–' }, ...options]}
          />
        ) : (
          <Field
            label="Value"
            type={type === 'date' ? 'date' : 'text'}
            inputMode={type === 'number' || type === 'currency' || type === 'percent' ? 'decimal' : undefined}
            hint={type === 'percent' ? '0.5 is 50 %.' : undefined}
            value={draft.value ?? ''}
            onChange={(event) => setValue(event.target.value)}
          />
        ))}
    </>
  )
}

function Checks({
  title,
  all,
  chosen,
  onChange,
}: {
  title: string
  all: Choice[]
  chosen: string[]
  onChange: (values: string[]) => void
}) {
  return (
    <fieldset className="flex max-h-64 flex-col gap-1 overflow-y-auto">
      <legend className="pb-1 font-medium">{title}</legend>
      {all.length === 0 && <p className="text-muted">None yet.</p>}
      {all.map(({ value, label }) => (
        <label key={value} className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
            }
          />
          <span className="min-w-0 truncate">{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
