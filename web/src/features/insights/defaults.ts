/** Questions to begin with, and what carries over from one kind to another. */
import type { InsightKind, InsightNode, Series } from '../queries/nodes'

export const PAGEVIEWS: Series = { kind: 'EventsNode', event: '$pageview', name: '$pageview', math: 'total' }

export function newNode(kind: InsightKind, event: string | null = '$pageview'): InsightNode {
  const series: Series = { kind: 'EventsNode', event, name: event ?? 'All events', math: 'total' }
  switch (kind) {
    case 'TrendsQuery':
      return { kind, series: [series], dateRange: { date_from: '-7d' }, interval: 'day' }
    case 'FunnelsQuery':
      return {
        kind,
        series: [series],
        dateRange: { date_from: '-30d' },
        funnelsFilter: {
          funnelOrderType: 'ordered',
          funnelVizType: 'steps',
          funnelWindowInterval: 14,
          funnelWindowIntervalUnit: 'day',
        },
      }
    case 'RetentionQuery': {
      const entity = { id: event, type: 'events' as const }
      return {
        kind,
        retentionFilter: {
          targetEntity: entity,
          returningEntity: entity,
          retentionType: 'retention_first_time',
          period: 'Week',
          totalIntervals: 8,
        },
      }
    }
    case 'LifecycleQuery':
      return { kind, series: [series], dateRange: { date_from: '-30d' }, interval: 'day' }
    case 'StickinessQuery':
      return { kind, series: [series], dateRange: { date_from: '-30d' }, interval: 'day' }
    default:
      return {
        kind,
        dateRange: { date_from: '-14d' },
        pathsFilter: { includeEventTypes: event === '$pageview' ? ['$pageview'] : ['custom_event'], stepLimit: 4 },
      }
  }
}

const HAS_SERIES = new Set(['TrendsQuery', 'FunnelsQuery', 'LifecycleQuery', 'StickinessQuery'])

/** The same persons, days and events, asked in another way. */
export function convert(node: InsightNode, kind: InsightKind): InsightNode {
  if (node.kind === kind) return node
  const entity = node.retentionFilter?.targetEntity
  const known: Series[] = node.series ?? (entity ? [{ kind: 'EventsNode', event: entity.id as string | null }] : [])
  const base = newNode(kind, known[0]?.kind === 'EventsNode' ? (known[0].event ?? null) : '$pageview')
  const next: InsightNode = { ...base }
  if (node.properties) next.properties = node.properties
  if (node.filterTestAccounts) next.filterTestAccounts = true
  if (node.dateRange && kind !== 'RetentionQuery') next.dateRange = node.dateRange
  if (node.interval && base.interval) next.interval = node.interval
  if (HAS_SERIES.has(kind) && known.length > 0) {
    next.series = known.map(({ math, math_property, math_hogql, ...series }) =>
      kind === 'TrendsQuery' ? { ...series, math: math ?? 'total', math_property, math_hogql } : series,
    )
    if (kind === 'LifecycleQuery') next.series = next.series.slice(0, 1)
  }
  if (kind === 'RetentionQuery' && known[0]?.kind === 'EventsNode')
    next.retentionFilter = {
      ...base.retentionFilter,
      targetEntity: { id: known[0].event ?? null, type: 'events' },
      returningEntity: { id: known[0].event ?? null, type: 'events' },
    }
  if (node.breakdownFilter && (kind === 'TrendsQuery' || kind === 'FunnelsQuery'))
    next.breakdownFilter = node.breakdownFilter
  return next
}
