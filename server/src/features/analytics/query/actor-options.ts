/** The choices in an actors list: days, series and breakdown values of the insight behind it. */

import { LIFECYCLE_STATUSES } from '@hedgerow/shared/query/options'
import type { EntityNode, InsightActorsQueryOptions } from '@hedgerow/shared/query/schemas'
import type { Asker } from './asker.ts'
import { formatDay, formatLabel } from './dates.ts'
import { entityName } from './entities.ts'
import { openRetention } from './retention.ts'
import { stickinessPeriods, stickinessRanges } from './stickiness.ts'
import { isTotalDisplay, runTrends } from './trends.ts'

interface Option {
  label: string
  value: string | number
}

const COMPARE: Option[] = [
  { label: 'Current', value: 'current' },
  { label: 'Previous', value: 'previous' },
]

export async function runActorOptions(
  { source }: InsightActorsQueryOptions,
  asker: Asker,
): Promise<Record<string, unknown>> {
  const insight = source.source
  const nodes = (insight as { series?: EntityNode[] }).series
  const series = nodes?.map((node, value) => ({ label: entityName(node, asker), value }))
  switch (insight.kind) {
    case 'TrendsQuery': {
      const range = await asker.range(insight.dateRange, insight.interval ?? 'day')
      const { interval, buckets } = range
      const breakdown = insight.breakdownFilter
      const hasBreakdown = Boolean(breakdown?.breakdown || breakdown?.breakdowns?.length)
      const values = hasBreakdown
        ? (await runTrends(insight, asker)).results.flatMap((each) => each.breakdown_value ?? [])
        : null
      return {
        ...(!isTotalDisplay(insight) && {
          day: buckets.map((bucket) => ({ label: formatLabel(bucket, interval), value: formatDay(bucket, interval) })),
        }),
        series,
        ...(values && { breakdown: [...new Set(values)].map((value) => ({ label: String(value), value })) }),
        ...(insight.compareFilter?.compare && { compare: COMPARE }),
      }
    }
    case 'LifecycleQuery': {
      const { interval, buckets } = await asker.range(insight.dateRange, insight.interval ?? 'day')
      return {
        day: buckets.map((bucket) => ({ label: formatLabel(bucket, interval), value: formatDay(bucket, interval) })),
        status: LIFECYCLE_STATUSES.map((status) => ({
          label: status[0]!.toUpperCase() + status.slice(1),
          value: status,
        })),
        series,
      }
    }
    case 'StickinessQuery': {
      const [range] = await stickinessRanges(insight, asker)
      const unit = insight.interval ?? 'day'
      return {
        day: Array.from({ length: stickinessPeriods(insight, range!) }, (_, index) => ({
          label: `${index + 1} ${unit}${index === 0 ? '' : 's'}`,
          value: index + 1,
        })),
        series,
        ...(insight.compareFilter?.compare && { compare: COMPARE }),
      }
    }
    case 'RetentionQuery': {
      const { rows, period } = await openRetention(insight, asker)
      return { interval: rows.map((row, value) => ({ label: `${period} ${value} (${row.toISODate()})`, value })) }
    }
    default:
      return { series }
  }
}
