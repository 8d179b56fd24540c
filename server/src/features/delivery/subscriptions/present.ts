/** Subscriptions and deliveries as the API shows them. */

import { describeSchedule } from '@hedgerow/shared/schedule'
import type { z } from 'zod'
import { formatTime } from '../../../platform/time.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import type { Delivery, Recipient } from './deliveries.ts'
import type { deliveryAnswer, subscriptionAnswer } from './schemas.ts'
import type { Subscription } from './store.ts'

export function presentSubscription(subscription: Subscription): z.infer<typeof subscriptionAnswer> {
  const { untilDate, nextDeliveryDate } = subscription
  return {
    id: subscription.id,
    dashboard: subscription.dashboardId,
    insight: subscription.insightId,
    insight_short_id: subscription.insightShortId,
    resource_name: subscription.resourceName,
    dashboard_export_insights: subscription.exportInsights,
    target_type: subscription.targetType,
    target_value: subscription.targetValue,
    frequency: subscription.frequency,
    interval: subscription.interval,
    byweekday: subscription.byweekday && [...subscription.byweekday],
    bysetpos: subscription.bysetpos,
    count: subscription.count,
    start_date: formatTime(subscription.startDate),
    until_date: untilDate === null ? null : formatTime(untilDate),
    created_at: formatTime(subscription.createdAt),
    created_by: fromUserJson(subscription.creator),
    deleted: subscription.deleted,
    title: subscription.title,
    summary: describeSchedule(subscription),
    next_delivery_date: nextDeliveryDate === null ? null : formatTime(nextDeliveryDate),
    integration_id: subscription.integrationId,
    invite_message: null,
    summary_enabled: subscription.summaryEnabled,
    summary_prompt_guide: subscription.summaryPromptGuide,
    enabled: subscription.enabled,
  }
}

export function presentDelivery(delivery: Delivery, recipients: readonly Recipient[]): z.infer<typeof deliveryAnswer> {
  return {
    id: delivery.id,
    subscription: delivery.subscriptionId,
    temporal_workflow_id: `subscription-${delivery.subscriptionId}-${delivery.id}`,
    idempotency_key: delivery.idempotencyKey,
    trigger_type: delivery.triggerType,
    scheduled_at: delivery.scheduledAt === null ? null : formatTime(delivery.scheduledAt),
    target_type: delivery.targetType,
    target_value: delivery.targetValue,
    exported_asset_ids: delivery.exportedAssetIds,
    content_snapshot: delivery.contentSnapshot ?? {},
    recipient_results: recipients
      .filter(({ status }) => status !== 'waiting')
      .map(({ recipient, status, error }) => ({ recipient, status, error })),
    status: delivery.status,
    error: delivery.error,
    created_at: formatTime(delivery.createdAt),
    last_updated_at: formatTime(delivery.lastUpdatedAt),
    finished_at: delivery.finishedAt === null ? null : formatTime(delivery.finishedAt),
    change_summary: delivery.changeSummary,
  }
}
