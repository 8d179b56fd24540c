/** Who gets a flag: sets of conditions in the order in which they are tried. */
import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/controls'
import { Section } from '../../../components/form'
import type { ConditionSet, FlagFilters } from './api'
import { ConditionEditor } from './condition-set'

/** A new set releases the flag to no one until it is filled in. */
const ADDED: ConditionSet = { properties: [], rollout_percentage: 0 }

interface Props {
  filters: FlagFilters
  onChange: (groups: ConditionSet[]) => void
}

export function ConditionSets({ filters, onChange }: Props) {
  const { groups } = filters
  const variants = (filters.multivariate?.variants ?? []).map(({ key }) => key)
  return (
    <Section
      title="Who gets it"
      lead="Sets are checked in order. The first one whose conditions and rollout both match decides."
    >
      <ol className="flex flex-col gap-3">
        {groups.map((set, position) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: sets have no identity of their own
            key={position}
            className="flex flex-col gap-3 rounded-md border border-line p-3"
          >
            <ConditionEditor
              set={set}
              position={position}
              groupIndex={filters.aggregation_group_type_index ?? null}
              variants={variants}
              onChange={(next) => onChange(groups.with(position, { ...set, ...next }))}
            />
            <SetActions groups={groups} position={position} onChange={onChange} />
          </li>
        ))}
      </ol>
      {groups.length === 0 && <p className="text-muted">There are no condition sets, so no one gets the flag.</p>}
      <Button className="self-start" onClick={() => onChange([...groups, ADDED])}>
        <Plus size={16} aria-hidden /> Add a condition set
      </Button>
      {filters.super_groups && filters.super_groups.length > 0 && (
        <p className="rounded-md bg-accent-soft p-3">
          An early access feature uses this flag. What users choose there takes precedence over the sets above.
        </p>
      )}
    </Section>
  )
}

interface ActionsProps {
  groups: ConditionSet[]
  position: number
  onChange: (groups: ConditionSet[]) => void
}

/** Moves, copies and removes a set. */
function SetActions({ groups, position, onChange }: ActionsProps) {
  const set = groups[position]!
  const moveTo = (to: number) => onChange(groups.toSpliced(position, 1).toSpliced(to, 0, set))
  const action = (verb: string, icon: ReactNode, onClick: () => void, isDisabled = false) => (
    <Button look="bare" aria-label={verb.replace('#', `set ${position + 1}`)} disabled={isDisabled} onClick={onClick}>
      {icon}
    </Button>
  )
  return (
    <div className="flex flex-wrap gap-1">
      {action('Move # up', <ArrowUp size={16} aria-hidden />, () => moveTo(position - 1), position === 0)}
      {action(
        'Move # down',
        <ArrowDown size={16} aria-hidden />,
        () => moveTo(position + 1),
        position === groups.length - 1,
      )}
      {action('Copy #', <Copy size={16} aria-hidden />, () => onChange(groups.toSpliced(position + 1, 0, set)))}
      {action('Remove #', <Trash2 size={16} aria-hidden />, () => onChange(groups.toSpliced(position, 1)))}
    </div>
  )
}
