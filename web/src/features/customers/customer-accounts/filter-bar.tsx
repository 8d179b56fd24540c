/** Filters of the accounts table as chips: added by typing, changed in place, removed by mouse or keyboard. */

import { propertyName } from '@hedgerow/shared/query/names'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '../../../components/popover'
import { ROLES, type Role } from './api'
import { FilterForm, type FilterSources } from './filter-form'
import { SubjectList } from './filter-subjects'
import { OPERATORS, type TableFilter, takesNoValue } from './table'

interface Props extends FilterSources {
  projectId: number
  groupType: number
  filters: TableFilter[]
  onChange: (filters: TableFilter[]) => void
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
        return filter.definitionId ? `${roleName(filter.definitionId)} is unassigned` : 'no role is assigned'
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
        // biome-ignore lint/suspicious/noArrayIndexKey: a filter has no ID, and two can be equal
        <span key={index} className={CHIP}>
          <Popover
            label={`Filter: ${words(filter)}`}
            trigger={<span className="truncate">{words(filter)}</span>}
            className="min-h-9 max-w-80 truncate px-3 text-left hover:bg-raised"
            autoFocus={index === fresh}
            panelClassName="w-80 p-3"
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
