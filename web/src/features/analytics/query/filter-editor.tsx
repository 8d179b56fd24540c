/** Property filters as chips: chosen by typing, changed in place, removed by mouse or keyboard, joined by AND or OR. */

import type { FilterGroup, PropertyFilter } from '@hedgerow/shared/query/nodes'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/controls'
import { fromGroups, type Groups, toGroups } from './filter-groups'
import { FilterList } from './filter-list'

interface GroupsProps {
  projectId: number
  filters: PropertyFilter[] | FilterGroup | null | undefined
  events?: string[]
  onChange: (filters: PropertyFilter[] | FilterGroup | undefined) => void
}

/** The filters of a query: groups joined by AND or OR, each with filters joined by AND or OR. */
export function FilterGroups({ projectId, filters, events, onChange }: GroupsProps) {
  const parsed = toGroups(filters)
  // A new group is empty until it has its first filter. A query cannot contain an empty group.
  const [hasEmpty, setHasEmpty] = useState(false)
  if (!parsed)
    return (
      <p className="text-muted">
        These filters are nested too deeply to show here.{' '}
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
          {position > 0 && joint(parsed.type, 'Join groups with AND or OR', (type) => set(parsed.groups, type))}
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
              joint(group.type, 'Join filters with AND or OR', (type) =>
                set(groups.with(position, { ...group, type })),
              )}
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
