/** The limits of alerts, for charts. */
import { hasIntervals, limitsOf } from '@hedgerow/shared/alerts'
import type { Limit } from '@hedgerow/shared/charts/trends-data'
import type { InsightNode, QueryNode } from '@hedgerow/shared/query/nodes'
import type { Pool } from '../../../platform/postgres/postgres.ts'
import { listAlerts } from './store.ts'

/** More lines could not be told apart in a chart. */
const ALERTS_MAX = 20

/** The limits that the chart of an insight shows: those of its alerts that are switched on. */
export async function findLimits(
  pool: Pool,
  teamId: number,
  insight: { id: number; name: string },
  node: QueryNode,
): Promise<Limit[]> {
  if (node.kind !== 'TrendsQuery' || !hasIntervals(node as unknown as InsightNode)) return []
  const page = { limit: ALERTS_MAX, offset: 0 }
  const { rows } = await listAlerts(pool, teamId, { insight: String(insight.id) }, () => 'true', page)
  return rows.filter(({ enabled }) => enabled).flatMap((alert) => limitsOf(alert, alert.name || insight.name))
}
