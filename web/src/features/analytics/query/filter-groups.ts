/** The filters of a query as groups, the form in which they are edited. */
import type { FilterGroup, PropertyFilter } from '@hedgerow/shared/query/nodes'

export interface Groups {
  type: 'AND' | 'OR'
  groups: { type: 'AND' | 'OR'; filters: PropertyFilter[] }[]
}

const isGroup = (each: FilterGroup | PropertyFilter): each is FilterGroup =>
  'values' in each && Array.isArray(each.values)

/** A list is one AND group. @returns null for more than two levels, which the editor leaves alone */
export function toGroups(filters: PropertyFilter[] | FilterGroup | null | undefined): Groups | null {
  if (!filters) return { type: 'AND', groups: [] }
  if (Array.isArray(filters)) return { type: 'AND', groups: filters.length > 0 ? [{ type: 'AND', filters }] : [] }
  if (filters.values.every((each) => !isGroup(each)))
    return { type: 'AND', groups: [{ type: filters.type, filters: filters.values as PropertyFilter[] }] }
  const groups = filters.values.map((each) => (isGroup(each) ? each : ({ type: 'AND', values: [each] } as FilterGroup)))
  if (groups.some(({ values }) => values.some(isGroup))) return null
  return {
    type: filters.type,
    groups: groups.map(({ type, values }) => ({ type, filters: values as PropertyFilter[] })),
  }
}

export function fromGroups({ type, groups }: Groups): PropertyFilter[] | FilterGroup | undefined {
  const filled = groups.filter(({ filters }) => filters.length > 0)
  if (filled.length === 0) return undefined
  if (filled.length === 1 && (filled[0]!.type === 'AND' || filled[0]!.filters.length === 1)) return filled[0]!.filters
  return { type, values: filled.map((group) => ({ type: group.type, values: group.filters })) }
}
