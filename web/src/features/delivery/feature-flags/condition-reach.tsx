/** How many persons or groups a set of conditions matches, as they are stored now. */

import { exactNumber } from '@hedgerow/shared/format'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { SmallError } from '../../../components/states'
import { useProject } from '../../../project'
import { type ConditionSet, type FlagProperty, reachQuery } from './api'

const hasValue = ({ operator, value }: FlagProperty) =>
  operator === 'is_set' || operator === 'is_not_set' || (Array.isArray(value) ? value.length > 0 : value != null)

/** How many would get the flag, by what is stored now. */
export function Reach({ set, groupIndex }: { set: ConditionSet; groupIndex: number | null }) {
  const project = useProject()
  const isFinished = set.properties.every(hasValue)
  const query = useQuery({
    ...reachQuery(project.id, set.properties, groupIndex),
    enabled: isFinished,
    placeholderData: keepPreviousData,
  })
  const who = groupIndex === null ? 'persons' : 'groups'
  const { data, error } = query
  if (!isFinished) return <p className="text-[13px] text-muted">Finish the conditions to see who matches.</p>
  // The count is unknown; an older number would belong to other conditions.
  if (error) return <SmallError error={error} onRetry={() => void query.refetch()} />
  if (!data) return <p className="text-[13px] text-muted">Counting who matches…</p>
  const share = (set.rollout_percentage ?? 100) / 100
  return (
    <p className="text-[13px] text-muted" aria-live="polite">
      {exactNumber(data.affected)} of {exactNumber(data.total)} {who} match
      {share < 1 && `, about ${exactNumber(Math.round(data.affected * share))} get it`}.
    </p>
  )
}
