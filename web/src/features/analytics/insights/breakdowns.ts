/** Breakdowns as a list, which is how they are edited. */
import type { Breakdown, BreakdownFilter } from '@hedgerow/shared/query/nodes'

/** A breakdown of any shape as a list. */
export function breakdownList(filter: BreakdownFilter | null | undefined): Breakdown[] {
  if (!filter) return []
  if (filter.breakdowns?.length) return filter.breakdowns
  if (filter.breakdown === null || filter.breakdown === undefined) return []
  return [filter.breakdown].flat().map((property) => ({
    property,
    type: filter.breakdown_type ?? ('event' as const),
    ...(filter.breakdown_group_type_index !== null &&
      filter.breakdown_group_type_index !== undefined && { group_type_index: filter.breakdown_group_type_index }),
  }))
}

/** A single property is not written as a list: every version of PostHog can read that form. */
export function fromBreakdownList(
  list: Breakdown[],
  before: BreakdownFilter | null | undefined,
): BreakdownFilter | null {
  const { breakdown_limit } = before ?? {}
  const rest = breakdown_limit === undefined ? {} : { breakdown_limit }
  if (list.length === 0) return null
  if (list.every(({ type }) => type === 'cohort'))
    return { ...rest, breakdown_type: 'cohort', breakdown: list.map(({ property }) => property) }
  const [first] = list
  if (list.length === 1)
    return {
      ...rest,
      breakdown: first!.property,
      breakdown_type: first!.type ?? 'event',
      ...(first!.group_type_index !== undefined && { breakdown_group_type_index: first!.group_type_index }),
    }
  return { ...rest, breakdowns: list }
}
