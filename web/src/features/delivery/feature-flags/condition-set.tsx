/** One set of conditions of a flag: its filters, its rollout and its variant. */
import { useState } from 'react'
import { Field, Select } from '../../../components/controls'
import { useProject } from '../../../project'
import type { PropertyFilter } from '../../people/persons/filter-schema'
import { FilterChips } from '../../people/persons/filters'
import type { ConditionSet, FlagProperty } from './api'
import { Reach } from './condition-reach'

const toChip = ({ key, operator = 'exact', value }: FlagProperty): PropertyFilter => ({
  key,
  operator,
  value: Array.isArray(value) ? value.map(String) : value === undefined || value === null ? '' : String(value),
})
const LISTS = new Set(['exact', 'is_not'])

interface ConditionEditorProps {
  set: ConditionSet
  position: number
  groupIndex: number | null
  variants: string[]
  onChange: (next: Partial<ConditionSet>) => void
}

export function ConditionEditor({ set, position, groupIndex, variants, onChange }: ConditionEditorProps) {
  const project = useProject()
  const [editing, setEditing] = useState<number | null>(null)
  // Conditions on other flags are kept as they are; only the API can edit them.
  const others = set.properties.filter(({ type }) => type === 'flag')
  const shown = set.properties.filter(({ type }) => type !== 'flag')
  const toProperty = (chip: PropertyFilter): FlagProperty => ({
    key: chip.key,
    type: groupIndex === null ? 'person' : 'group',
    operator: chip.operator,
    ...(groupIndex === null ? {} : { group_type_index: groupIndex }),
    ...(chip.operator.startsWith('is_') && chip.operator.endsWith('set')
      ? {}
      : {
          value:
            LISTS.has(chip.operator) && !Array.isArray(chip.value)
              ? chip.value.split(',').map((each) => each.trim())
              : chip.value,
        }),
  })
  const percent = set.rollout_percentage ?? 100
  return (
    <>
      <h3 className="font-medium">Set {position + 1}</h3>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted">{set.properties.length === 0 ? 'Everyone' : 'All of'}</span>
        {others.map((property) => (
          <span key={property.key} className="rounded-md border border-line px-3 py-1.5">
            flag {property.key} is {String(property.value)}
          </span>
        ))}
        <FilterChips
          projectId={project.id}
          filters={shown.map(toChip)}
          onChange={(chips) => onChange({ properties: [...others, ...chips.map(toProperty)] })}
          editing={editing}
          onEdit={setEditing}
        />
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <label className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
          <span className="font-medium">Rollout of set {position + 1}</span>
          <input
            type="range"
            min={0}
            max={100}
            value={percent}
            className="min-h-8 w-full accent-accent"
            onChange={(event) => onChange({ rollout_percentage: Number(event.target.value) })}
          />
        </label>
        <div className="w-24">
          <Field
            label="Percent"
            type="number"
            min={0}
            max={100}
            step="any"
            value={percent}
            onChange={(event) =>
              onChange({ rollout_percentage: Math.min(100, Math.max(0, Number(event.target.value))) })
            }
          />
        </div>
        {variants.length > 0 && (
          <Select
            label="Variant"
            value={set.variant ?? ''}
            onChange={(event) => onChange({ variant: event.target.value || null })}
            options={[{ value: '', label: 'By share' }, ...variants.map((key) => ({ value: key, label: key }))]}
          />
        )}
      </div>
      <Reach set={set} groupIndex={groupIndex} />
    </>
  )
}
