/** A list of filters that must all hold, as chips. */

import { filterSentence, lacksValue, propertyName } from '@hedgerow/shared/query/names'
import type { PropertyFilter } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { PICKER_BUTTON } from '../../../components/picker'
import { Popover } from '../../../components/popover'
import { cohortNamesQuery } from './api'
import { FilterForm } from './filter-form'
import { PropertyPicker } from './property-picker'

const CHIP = 'inline-flex max-w-full items-center rounded-md border border-line bg-surface'

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
  // The latest filter; the page may not have rendered again since.
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
        // The property was just chosen, so ask for its value. A filter without a value is removed when the form closes.
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

interface FiltersProps {
  projectId: number
  label: string
  filters: PropertyFilter[]
  events?: string[]
  types?: readonly string[]
  addLabel?: string
  /** Called with the new list, which may be empty. */
  onChange: (filters: PropertyFilter[]) => void
  joint?: string
}

/** A list of filters that must all hold. */
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
          // biome-ignore lint/suspicious/noArrayIndexKey: the same filter can appear twice
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
