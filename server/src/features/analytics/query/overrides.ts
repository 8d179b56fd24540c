/** Overrides that a dashboard or request applies to a query's date range, filters and breakdown. */
import { isJsonObject } from '../../../platform/json.ts'

export interface FilterOverrides {
  date_from?: string | null | undefined
  date_to?: string | null | undefined
  explicitDate?: boolean | null | undefined
  properties?: unknown
  breakdown_filter?: unknown
}

/** Applies overrides to a node as received. */
export function applyOverrides(
  node: unknown,
  overrides: FilterOverrides | null | undefined,
  variables?: Record<string, unknown> | null,
): unknown {
  if (!isJsonObject(node)) return node
  let result: Record<string, unknown> = { ...node }
  if (variables && node.kind === 'HogQLQuery') {
    const own = isJsonObject(node.variables) ? node.variables : {}
    result.variables = { ...own, ...variables }
  }
  if (!overrides) return result
  const { date_from: from, date_to: to, properties, breakdown_filter: breakdown } = overrides
  const isEmpty = (filters: unknown) =>
    filters === null || filters === undefined || (Array.isArray(filters) && filters.length === 0)
  const both = (own: unknown) =>
    isEmpty(own)
      ? properties
      : {
          type: 'AND',
          values: [own, properties].map((each) => (Array.isArray(each) ? { type: 'AND', values: each } : each)),
        }
  if (node.kind === 'HogQLQuery') {
    const filters = isJsonObject(node.filters) ? node.filters : {}
    result.filters = {
      ...filters,
      ...((from || to) && { dateRange: { date_from: from ?? null, date_to: to ?? null } }),
      ...(!isEmpty(properties) && { properties: both(filters.properties) }),
    }
    return result
  }
  if ('source' in node && !('series' in node)) {
    result.source = applyOverrides(node.source, overrides)
    return result
  }
  if (from || to)
    result = {
      ...result,
      dateRange: {
        date_from: from ?? null,
        date_to: to ?? null,
        ...(overrides.explicitDate && { explicitDate: true }),
      },
    }
  if (!isEmpty(properties)) result.properties = both(node.properties)
  if (breakdown && (node.kind === 'TrendsQuery' || node.kind === 'FunnelsQuery' || node.kind === 'RetentionQuery'))
    result.breakdownFilter = breakdown
  return result
}

const WRAPPERS = new Set(['InsightVizNode', 'DataTableNode', 'DataVisualizationNode'])

/** The inner query of nodes that only describe how to display it. */
export function unwrapNode(node: unknown): unknown {
  let inner = node
  for (let depth = 0; depth < 5 && isJsonObject(inner) && WRAPPERS.has(String(inner.kind)); depth++)
    inner = inner.source
  return inner
}
