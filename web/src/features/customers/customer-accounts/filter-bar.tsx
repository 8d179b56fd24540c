/** Filters of the table of accounts as chips: added by typing, changed in place, removed by mouse or keyboard. */
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Button, Field, Select } from '../../../components/controls'
import { ChoiceList, resultsSoFar } from '../../../components/picker'
import { Popover } from '../../../components/popover'
import { propertyNamesQuery } from '../../analytics/query/api'
import { propertyName } from '../../analytics/query/names'
import { type Definition, ROLES, type Role } from './api'
import { OPERATORS, type Operator, type TableFilter, takesNoValue } from './table'

export interface Choice {
  value: string
  label: string
}

interface Props {
  projectId: number
  groupType: number
  filters: TableFilter[]
  definitions: Definition[]
  people: Choice[]
  tags: string[]
  onChange: (filters: TableFilter[]) => void
}

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

const CHIP = 'inline-flex max-w-full items-center rounded-md border border-line bg-surface'

export function FilterBar({ projectId, groupType, filters, definitions, people, tags, onChange }: Props) {
  const [fresh, setFresh] = useState(-1)
  const set = (index: number, filter: TableFilter) =>
    onChange(filters.map((each, at) => (at === index ? filter : each)))
  const words = (filter: TableFilter): string => {
    const roleName = (role: Role | undefined) => ROLES.find(({ key }) => key === role)?.label ?? 'Any role'
    switch (filter.kind) {
      case 'tags':
        return `tag ${filter.values.join(' or ') || '…'}`
      case 'assigned_to':
        return `${roleName(filter.definitionId)} is ${filter.userIds.map((id) => people.find(({ value }) => value === String(id))?.label ?? `user ${id}`).join(' or ') || '…'}`
      case 'unassigned':
        return filter.definitionId ? `${roleName(filter.definitionId)} is nobody` : 'nobody has a role'
      case 'custom_property': {
        const name = definitions.find(({ id }) => id === filter.definitionId)?.name ?? 'Deleted property'
        return `${name} ${OPERATORS[filter.operator]}${takesNoValue(filter.operator) ? '' : ` ${filter.value ?? '…'}`}`
      }
      case 'group_property':
        return `${propertyName(filter.property)} ${OPERATORS[filter.operator]}${takesNoValue(filter.operator) ? '' : ` ${filter.value ?? '…'}`}`
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {filters.map((filter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a filter has no name of its own, and two may be alike
        <span key={index} className={CHIP}>
          <Popover
            label={`Filter: ${words(filter)}`}
            trigger={<span className="truncate">{words(filter)}</span>}
            className="min-h-9 max-w-80 truncate px-3 text-left hover:bg-raised"
            autoFocus={index === fresh}
            panelClassName="w-[min(20rem,calc(100vw-1rem))] p-3"
          >
            {(close) => (
              <FilterForm
                filter={filter}
                definitions={definitions}
                people={people}
                tags={tags}
                onApply={(next) => {
                  close()
                  set(index, next)
                }}
              />
            )}
          </Popover>
          <button
            type="button"
            aria-label={`Remove filter: ${words(filter)}`}
            onClick={() => onChange(filters.filter((_, at) => at !== index))}
            className="flex min-h-9 items-center px-2 text-muted hover:bg-raised"
          >
            <X size={14} aria-hidden />
          </button>
        </span>
      ))}
      <Popover
        label="Add a filter"
        trigger={
          <>
            <Plus size={15} aria-hidden /> Filter
          </>
        }
        title="Add a filter (f)"
        data-hotkey="filter"
        className="inline-flex min-h-9 items-center gap-1.5 rounded-md border border-dashed border-line-strong px-3 hover:bg-raised"
      >
        {(close) => (
          <SubjectList
            projectId={projectId}
            groupType={groupType}
            definitions={definitions}
            people={people}
            tags={tags}
            onAdd={(filter) => {
              close()
              setFresh(filters.length)
              onChange([...filters, filter])
            }}
          />
        )}
      </Popover>
    </div>
  )
}

/** First what is asked about, then what of it. */
function SubjectList({
  projectId,
  groupType,
  definitions,
  people,
  tags,
  onAdd,
}: Omit<Props, 'filters' | 'onChange'> & { onAdd: (filter: TableFilter) => void }) {
  const [draft, setDraft] = useState<TableFilter | null>(null)
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const names = useQuery(propertyNamesQuery(projectId, 'group', search, { groupIndex: groupType }))
  if (draft)
    return (
      <div className="w-[min(20rem,calc(100vw-1rem))] p-3">
        <FilterForm filter={draft} definitions={definitions} people={people} tags={tags} onApply={onAdd} />
      </div>
    )
  const groups = [
    {
      title: 'Account',
      choices: [
        { value: 'tags', label: 'Tags' },
        ...ROLES.map(({ key, label }) => ({ value: `role:${key}`, label })),
        { value: 'role:', label: 'Any role' },
      ],
    },
    {
      title: 'Custom properties',
      choices: definitions.map(({ id, name }) => ({ value: `custom:${id}`, label: name })),
    },
    {
      title: 'Properties of the group',
      choices: resultsSoFar(names).map(({ name }) => ({ value: `group:${name}`, label: propertyName(name) })),
    },
  ]
  const choose = (value: string) => {
    const [kind, rest] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
    if (value === 'tags') setDraft({ kind: 'tags', values: [] })
    else if (kind === 'role')
      setDraft({ kind: 'assigned_to', userIds: [], ...(rest && { definitionId: rest as Role }) })
    else if (kind === 'custom') setDraft({ kind: 'custom_property', definitionId: rest, operator: 'exact' })
    else setDraft({ kind: 'group_property', property: rest, operator: 'exact' })
  }
  return <ChoiceList label="Filter by" groups={groups} queries={[names]} onSearch={setText} onChoose={choose} />
}

interface FormProps {
  filter: TableFilter
  definitions: Definition[]
  people: Choice[]
  tags: string[]
  onApply: (filter: TableFilter) => void
}

function FilterForm({ filter, definitions, people, tags, onApply }: FormProps) {
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
          all={[{ value: 'unassigned', label: 'Nobody' }, ...people]}
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
      {all.length === 0 && <p className="text-muted">There are none yet.</p>}
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
