/** Questions to begin with. */
import type { InsightKind, InsightNode, Series } from '@hedgerow/shared/query/nodes'

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
