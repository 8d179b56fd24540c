/** The properties or cohorts that an answer is broken down by. */

import { propertyName } from '@hedgerow/shared/query/names'
import type { Breakdown, BreakdownFilter } from '@hedgerow/shared/query/nodes'
import { PICKER_BUTTON } from '../../../components/picker'
import { PropertyPicker } from '../query/property-picker'
import { breakdownList, fromBreakdownList } from './breakdowns'
import { Removable } from './question-parts'
import { TextCommit } from './text-commit'

export function BreakdownEditor({
  projectId,
  filter,
  max,
  events,
  onChange,
}: {
  projectId: number
  filter: BreakdownFilter | null | undefined
  max: number
  events: string[]
  onChange: (filter: BreakdownFilter | null) => void
}) {
  const list = breakdownList(filter)
  const isCohorts = filter?.breakdown_type === 'cohort'
  return (
    <div className="flex flex-wrap items-center gap-2">
      {list.map((each, position) => (
        <Removable
          key={`${each.type}-${each.property}`}
          text={
            isCohorts
              ? each.property === 'all'
                ? 'everybody'
                : `cohort ${each.property}`
              : propertyName(String(each.property))
          }
          onRemove={() => onChange(fromBreakdownList(list.toSpliced(position, 1), filter))}
        />
      ))}
      {(list.length < max || isCohorts) && (
        <PropertyPicker
          projectId={projectId}
          label="Property to break down by"
          events={events}
          types={isCohorts ? ['cohort'] : list.length > 0 ? ['event', 'person', 'session', 'group'] : undefined}
          className={`${PICKER_BUTTON} border-dashed text-muted`}
          trigger={isCohorts ? '+ Cohort' : '+ Breakdown'}
          onChoose={({ type, key, groupIndex }) => {
            const next: Breakdown = {
              property: type === 'cohort' ? Number(key) : key,
              type,
              ...(groupIndex !== undefined && { group_type_index: groupIndex }),
            }
            onChange(fromBreakdownList([...list, next], filter))
          }}
        />
      )}
      {list.length > 0 && !isCohorts && (
        <div className="inline-flex items-center gap-2">
          <span className="text-[13px] text-muted">top</span>
          <TextCommit
            label="Number of values"
            type="number"
            min={1}
            max={1000}
            className="w-20"
            value={String(filter?.breakdown_limit ?? 25)}
            onCommit={(text) =>
              Number(text) >= 1 && onChange({ ...filter, breakdown_limit: Math.min(1000, Math.floor(Number(text))) })
            }
          />
        </div>
      )}
    </div>
  )
}
