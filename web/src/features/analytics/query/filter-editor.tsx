/** Property filters as chips: chosen by typing, changed in place, removed by mouse or keyboard, joined by and or or. */
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import { Button, Select } from '../../../components/controls'
import { ChoiceList, PICKER_BUTTON } from '../../../components/picker'
import { Popover } from '../../../components/popover'
import { cohortNamesQuery, valuesQuery } from './api'
import { fromGroups, type Groups, toGroups } from './filter-groups'
import { filterSentence, lacksValue, OPERATORS, propertyName } from './names'
import type { FilterGroup, PropertyFilter } from './nodes'
import { PropertyPicker } from './property-picker'

const CHIP = 'inline-flex max-w-full items-center rounded-md border border-line bg-surface'
const NUMBER = /^-?\d+(\.\d+)?$/

interface ChipProps {
  projectId: number
  filter: PropertyFilter
  isNew?: boolean
  onChange: (filter: PropertyFilter) => void
  onRemove: () => void
}

function FilterChip({ projectId, filter, isNew, onChange, onRemove }: ChipProps) {
  const { data: cohorts } = useQuery({ ...cohortNamesQuery(projectId), enabled: filter.type === 'cohort' })
  const cohort = cohorts?.results.find(({ id }) => id === Number(filter.value))
  const isMissing = filter.type === 'cohort' && cohorts !== undefined && !cohort
  const text =
    filter.type === 'cohort' && cohort
      ? `${filter.operator === 'not_in' ? 'not in' : 'in'} cohort ${cohort.name}`
      : filterSentence(filter)
  // What was chosen last; the page may not have been drawn again since.
  const latest = useRef(filter)
  latest.current = filter
  const change = (next: PropertyFilter) => {
    latest.current = next
    onChange(next)
  }
  return (
    <span className={`${CHIP} ${isMissing ? 'border-danger' : ''}`}>
      <Popover
        label={`Filter by ${propertyName(filter.key)}`}
        // A property was just chosen: its value is what comes next. Without one it filters by nothing.
        isOpenAtFirst={isNew}
        onClosed={() => isNew && lacksValue(latest.current) && onRemove()}
        title={isMissing ? 'This cohort was deleted' : text}
        className="min-h-9 min-w-0 truncate rounded-l-md px-3 hover:bg-raised"
        trigger={
          <>
            {filter.type !== 'event' && filter.type !== 'cohort' && <span className="text-muted">{filter.type} </span>}
            {text}
            {isMissing && <span className="text-danger"> (deleted)</span>}
          </>
        }
        onKeyDown={(event) => {
          if (event.key === 'Delete' || event.key === 'Backspace') onRemove()
        }}
      >
        {(close) => <FilterForm projectId={projectId} filter={filter} onChange={change} onDone={close} />}
      </Popover>
      <button
        type="button"
        aria-label={`Remove filter ${text}`}
        className="min-h-9 rounded-r-md border-l border-line px-2 text-muted hover:bg-raised hover:text-text"
        onClick={onRemove}
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  )
}

function FilterForm({
  projectId,
  filter,
  onChange,
  onDone,
}: {
  projectId: number
  filter: PropertyFilter
  onChange: (filter: PropertyFilter) => void
  onDone: () => void
}) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text)
  const operator = filter.operator ?? 'exact'
  const kind = OPERATORS.find(({ value }) => value === operator)?.kind ?? 'text'
  const of = { type: filter.type, key: filter.key, groupIndex: filter.group_type_index }
  const values = useQuery({
    ...valuesQuery(projectId, of, search),
    enabled: kind === 'values' && filter.type !== 'session',
  })
  const chosen = (
    Array.isArray(filter.value)
      ? filter.value
      : filter.value === undefined || filter.value === null
        ? []
        : [filter.value]
  ).map(String)
  if (filter.type === 'cohort')
    return (
      <div className="flex flex-col gap-3 p-3">
        <Select
          label="Persons"
          value={operator === 'not_in' ? 'not_in' : 'in'}
          onChange={(event) => onChange({ ...filter, operator: event.target.value })}
          options={[
            { value: 'in', label: 'in the cohort' },
            { value: 'not_in', label: 'not in the cohort' },
          ]}
        />
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    )
  const toggle = (value: string) =>
    onChange({
      ...filter,
      value: chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
    })
  return (
    <div className="flex w-[min(24rem,calc(100vw-1.5rem))] flex-col gap-3 p-3">
      <p className="font-medium break-all">{propertyName(filter.key)}</p>
      <Select
        label="Condition"
        value={operator}
        onChange={(event) => {
          const next = OPERATORS.find(({ value }) => value === event.target.value)!
          const isList = next.kind === 'values'
          const value = next.kind === 'none' ? undefined : isList ? chosen : (chosen[0] ?? '')
          onChange({ ...filter, operator: next.value, value })
        }}
        options={OPERATORS}
      />
      {kind === 'values' && (
        <>
          {chosen.length > 0 && (
            <ul aria-label="Chosen values" className="flex flex-wrap gap-1">
              {chosen.map((value) => (
                <li key={value} className="inline-flex max-w-full items-center gap-1 rounded bg-accent-soft pl-2">
                  <span className="truncate">{value || '(empty)'}</span>
                  <button
                    type="button"
                    aria-label={`Remove ${value}`}
                    className="min-h-7 px-1.5"
                    onClick={() => toggle(value)}
                  >
                    <X size={12} aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div className="rounded-md border border-line">
            <ChoiceList
              label="Values; paste several lines at once"
              groups={[
                {
                  choices: (values.data ? values.data : []).map(({ name, count }) => ({
                    value: name,
                    label: name || '(empty)',
                    hint: String(count),
                  })),
                },
              ]}
              queries={[values]}
              onSearch={setText}
              onChoose={toggle}
              onFree={(free) => {
                const several = free
                  .split(/[\n\r]+|,(?=\s)/)
                  .map((each) => each.trim())
                  .filter((each) => each !== '')
                onChange({ ...filter, value: [...new Set([...chosen, ...several])] })
              }}
              freeLabel="Add"
            />
          </div>
        </>
      )}
      {(kind === 'text' || kind === 'number' || kind === 'date') && (
        <ValueField
          key={kind}
          kind={kind}
          value={chosen[0] ?? ''}
          onCommit={(value) =>
            onChange({ ...filter, value: kind === 'number' && NUMBER.test(value) ? Number(value) : value })
          }
          onDone={onDone}
        />
      )}
      <Button look="primary" onClick={onDone}>
        Done
      </Button>
    </div>
  )
}

function ValueField({
  kind,
  value,
  onCommit,
  onDone,
}: {
  kind: 'text' | 'number' | 'date'
  value: string
  onCommit: (value: string) => void
  onDone: () => void
}) {
  const [text, setText] = useState(value)
  return (
    <input
      aria-label="Value"
      placeholder={kind === 'date' ? '2026-01-31 or -7d' : 'Value'}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onCommit(text)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        if (text !== value) onCommit(text)
        onDone()
      }}
      className="min-h-10 w-full rounded-md border border-line-strong bg-surface px-3"
    />
  )
}

interface FiltersProps {
  projectId: number
  label: string
  filters: PropertyFilter[]
  events?: string[]
  types?: readonly string[]
  addLabel?: string
  /** Where another thing ends with the last filter. */
  onChange: (filters: PropertyFilter[]) => void
  joint?: string
}

/** Filters that all have to hold. */
export function FilterList({
  projectId,
  label,
  filters,
  events,
  types,
  addLabel = 'Filter',
  onChange,
  joint,
}: FiltersProps) {
  const [added, setAdded] = useState<number | null>(null)
  return (
    <fieldset aria-label={label} className="flex min-w-0 flex-wrap items-center gap-2">
      {filters.map((filter, position) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter may stand here twice
          key={position}
          className="inline-flex max-w-full min-w-0 items-center gap-2"
        >
          {position > 0 && joint && <span className="text-[13px] text-muted">{joint}</span>}
          <FilterChip
            projectId={projectId}
            filter={filter}
            isNew={position === added}
            onChange={(next) => onChange(filters.with(position, next))}
            onRemove={() => {
              setAdded(null)
              onChange(filters.toSpliced(position, 1))
            }}
          />
        </span>
      ))}
      <PropertyPicker
        projectId={projectId}
        label="Property or cohort to filter by"
        events={events}
        types={types}
        className={`${PICKER_BUTTON} border-dashed text-muted`}
        trigger={
          <>
            <Plus size={14} aria-hidden /> {addLabel}
          </>
        }
        onChoose={({ type, key, groupIndex }) => {
          setAdded(type === 'cohort' ? null : filters.length)
          onChange([
            ...filters,
            type === 'cohort'
              ? { key: 'id', type: 'cohort', operator: 'in', value: Number(key) }
              : {
                  key,
                  type,
                  operator: key === '$session_duration' ? 'gt' : 'exact',
                  value: key === '$session_duration' ? 60 : [],
                  ...(groupIndex !== undefined && { group_type_index: groupIndex }),
                },
          ])
        }}
      />
    </fieldset>
  )
}

interface GroupsProps {
  projectId: number
  filters: PropertyFilter[] | FilterGroup | null | undefined
  events?: string[]
  onChange: (filters: PropertyFilter[] | FilterGroup | undefined) => void
}

/** Filters of a whole question: groups of filters, each and all of them joined by and or or. */
export function FilterGroups({ projectId, filters, events, onChange }: GroupsProps) {
  const parsed = toGroups(filters)
  // An added group is empty until it has its first filter, which the question cannot say.
  const [hasEmpty, setHasEmpty] = useState(false)
  if (!parsed)
    return (
      <p className="text-muted">
        Filters nested more deeply than can be shown here.{' '}
        <Button look="bare" onClick={() => onChange(undefined)}>
          Remove them
        </Button>
      </p>
    )
  const groups =
    hasEmpty || parsed.groups.length === 0 ? [...parsed.groups, { type: 'AND' as const, filters: [] }] : parsed.groups
  const set = (next: Groups['groups'], type = parsed.type) => {
    setHasEmpty(false)
    onChange(fromGroups({ type, groups: next }))
  }
  const joint = (type: 'AND' | 'OR', label: string, onToggle: (type: 'AND' | 'OR') => void) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => onToggle(type === 'AND' ? 'OR' : 'AND')}
      className="min-h-7 rounded border border-line px-2 text-[13px] text-muted hover:bg-raised hover:text-text"
    >
      {type === 'AND' ? 'and' : 'or'}
    </button>
  )
  return (
    <div className="flex flex-col items-start gap-2">
      {groups.map((group, position) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: groups have no other identity
          key={position}
          className="flex max-w-full flex-col items-start gap-2"
        >
          {position > 0 && joint(parsed.type, 'Join groups by and or or', (type) => set(parsed.groups, type))}
          <div className="flex max-w-full flex-wrap items-center gap-2">
            <FilterList
              projectId={projectId}
              label={`Filter group ${position + 1}`}
              filters={group.filters}
              events={events}
              joint={group.type === 'AND' ? 'and' : 'or'}
              onChange={(next) => set(groups.with(position, { ...group, filters: next }))}
            />
            {group.filters.length > 1 &&
              joint(group.type, 'Join filters by and or or', (type) => set(groups.with(position, { ...group, type })))}
          </div>
        </div>
      ))}
      {parsed.groups.length > 0 && !hasEmpty && (
        <Button look="bare" onClick={() => setHasEmpty(true)}>
          <Plus size={14} aria-hidden /> Filter group
        </Button>
      )}
    </div>
  )
}
