/** Alerts in API format. */
import { formatTime } from '../../../platform/time.ts'
import { findInsights, type Insight, readableQuery } from '../../analytics/insights/index.ts'
import { type BasicUser, fromUserJson } from '../../workspace/users/index.ts'
import { type AlertContext, mayChange } from './context.ts'
import type { AlertAnswer } from './schemas.ts'
import { type Alert, type Check, findSubscribers } from './store.ts'

const time = (text: string | null) => (text === null ? null : formatTime(text))

export async function presentAlerts(context: AlertContext, alerts: readonly Alert[]): Promise<AlertAnswer[]> {
  const { db, team } = context
  const ids = alerts.map(({ id }) => id)
  const [insights, subscribers] = await Promise.all([
    findInsights(
      db,
      team.id,
      alerts.map(({ insightId }) => insightId),
    ),
    findSubscribers(db.$client, team, ids),
  ])
  const byId = new Map(insights.map((insight) => [insight.id, insight]))
  return alerts.flatMap((alert) => {
    const insight = byId.get(alert.insightId)
    if (!insight) return []
    const users = (subscribers.get(alert.id) ?? []).map((user) => fromUserJson(user)!)
    return [present(context, alert, insight, users)]
  })
}

function present(context: AlertContext, alert: Alert, insight: Insight, users: BasicUser[]): AlertAnswer {
  return {
    id: alert.id,
    name: alert.name,
    insight: {
      id: insight.id,
      short_id: insight.shortId,
      name: insight.name,
      derived_name: insight.derivedName,
      description: insight.description,
      query: readableQuery(insight),
    },
    enabled: alert.enabled,
    subscribed_users: users,
    ...ruleFields(alert),
    calculation_interval: alert.interval,
    snoozed_until: time(alert.snoozedUntil),
    skip_weekend: alert.skipsWeekend,
    state: alert.state,
    last_value: alert.lastValue,
    last_checked_at: time(alert.lastCheckedAt),
    next_check_at: time(alert.nextCheckAt),
    last_notified_at: time(alert.lastNotifiedAt),
    checks: alert.checks.map(presentCheck),
    created_at: formatTime(alert.createdAt),
    created_by: fromUserJson(alert.creator),
    can_edit: mayChange(context, alert, insight),
  }
}

/** The rule of an alert as the fields of the API. */
export function ruleFields(
  rule: Pick<Alert, 'condition' | 'thresholdType' | 'lower' | 'upper' | 'seriesIndex' | 'checksOngoing'>,
) {
  const { condition, thresholdType, lower, upper, seriesIndex, checksOngoing } = rule
  return {
    condition: { type: condition },
    threshold: { configuration: { type: thresholdType, bounds: { lower, upper } } },
    config: { type: 'TrendsAlertConfig' as const, series_index: seriesIndex, check_ongoing_interval: checksOngoing },
  }
}

const presentCheck = (check: Check) => ({
  id: check.id,
  created_at: formatTime(check.createdAt),
  calculated_value: check.value === null ? null : Number(check.value),
  state: check.state,
  targets_notified: check.targetsNotified,
  message: check.message,
})
