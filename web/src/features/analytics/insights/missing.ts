/** What a question still needs before it can be asked. */
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'

const NEEDS_PROPERTY = /^(sum|avg|min|max|median|p\d\d)$/

/** What to do next, as a sentence; null when the question is complete. */
export function missing(node: QueryNode): string | null {
  const { series = [] } = node as unknown as InsightNode
  if (node.kind === 'FunnelsQuery' && series.length < 2) return 'Add a second step to see the funnel.'
  const isUncounted = series.some(({ math, math_property: property }) => NEEDS_PROPERTY.test(math ?? '') && !property)
  if (node.kind === 'TrendsQuery' && isUncounted) return 'Choose the property to aggregate.'
  return null
}
