/** Which settings an alert can have. */
import { type AlertRule, hasIntervals } from '@hedgerow/shared/alerts'
import type { InsightNode } from '@hedgerow/shared/query/nodes'
import type { TrendsQuery } from '@hedgerow/shared/query/schemas'
import { errors } from '../../../platform/http/errors.ts'
import type { PoolClient } from '../../../platform/postgres/postgres.ts'
import { type Insight, readableQuery } from '../../analytics/insights/index.ts'
import { accessOfMember } from '../../workspace/organizations/index.ts'
import { type AlertContext, findInsight } from './context.ts'
import type { AlertBody } from './schemas.ts'
import { type Alert, countAlerts } from './store.ts'
import { assertSeries, trendOf } from './values.ts'

export const ALERTS_PER_PROJECT_MAX = 500
export const ALERTS_PER_INSIGHT_MAX = 20
/** Class of the advisory locks under which the alerts of a project are counted. */
const COUNT_LOCK = 4_837_007

/** What an alert watches, and its rule. */
export type Watch = AlertRule & Pick<Alert, 'seriesIndex'>

export const NEW_WATCH: Watch = {
  condition: 'absolute_value',
  thresholdType: 'absolute',
  lower: null,
  upper: null,
  checksOngoing: false,
  seriesIndex: 0,
}

/** The rule after a change. */
export function changedWatch(
  before: Watch,
  { condition, threshold, config }: Pick<AlertBody, 'condition' | 'threshold' | 'config'>,
): Watch {
  const { type, bounds } = threshold?.configuration ?? {}
  return {
    condition: condition === null ? NEW_WATCH.condition : (condition?.type ?? before.condition),
    thresholdType: type ?? before.thresholdType,
    lower: bounds ? (bounds.lower ?? null) : before.lower,
    upper: bounds ? (bounds.upper ?? null) : before.upper,
    seriesIndex: config === null ? 0 : (config?.series_index ?? before.seriesIndex),
    checksOngoing: config ? (config.check_ongoing_interval ?? false) : config === null ? false : before.checksOngoing,
  }
}

/**
 * Checks a rule and what it watches.
 * @returns the trend of the insight
 * @throws ApiError 400
 */
export function assertWatch(watch: Watch, insight: Insight): TrendsQuery {
  const { condition, thresholdType, lower, upper } = watch
  if (lower === null && upper === null)
    throw errors.invalid('A threshold needs a lower or an upper bound.', 'threshold')
  if (lower !== null && upper !== null && lower > upper)
    throw errors.invalid('The lower bound must not be above the upper bound.', 'threshold')
  if (condition === 'absolute_value' && thresholdType === 'percentage')
    throw errors.invalid('A percentage needs a relative condition.', 'threshold')
  const trend = trendOf(readableQuery(insight))
  assertSeries(trend, watch.seriesIndex)
  if (condition !== 'absolute_value' && !hasIntervals(trend as InsightNode))
    throw errors.invalid('A relative condition needs an insight that shows values over time.', 'condition')
  return trend
}

/**
 * The insight that a body names.
 * @throws ApiError 400 when the project has no such insight, or the caller may not see it
 */
export async function findWatched({ db, team, insights }: AlertContext, id: number): Promise<Insight> {
  const insight = await findInsight(db, team.id, id)
  if (!insight || !insights.sees(insight.id, insight.createdById))
    throw errors.invalid(`Invalid pk "${id}" - object does not exist.`, 'insight', 'does_not_exist')
  return insight
}

/** @throws ApiError 400 for the first user who is no member, or may not see the insight */
export async function assertSubscribers(
  { db, team }: AlertContext,
  insight: Insight,
  userIds: readonly number[],
): Promise<void> {
  for (const id of userIds) {
    const own = await accessOfMember(db, team, id, 'insight')
    if (!own) throw errors.invalid(`Invalid pk "${id}" - object does not exist.`, 'subscribed_users', 'does_not_exist')
    if (!own.sees(insight.id, insight.createdById))
      throw errors.invalid('A subscribed user may not see this insight.', 'subscribed_users')
  }
}

/** @throws ApiError 400 when there is no room for another alert about the insight */
export async function assertRoom(client: PoolClient, teamId: number, insightId: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [COUNT_LOCK, teamId])
  const { ofProject, ofInsight } = await countAlerts(client, teamId, insightId)
  if (ofProject >= ALERTS_PER_PROJECT_MAX)
    throw errors.invalid(`A project can have ${ALERTS_PER_PROJECT_MAX} alerts.`, null, 'limit_reached')
  if (ofInsight >= ALERTS_PER_INSIGHT_MAX)
    throw errors.invalid(`An insight can have ${ALERTS_PER_INSIGHT_MAX} alerts.`, 'insight', 'limit_reached')
}
