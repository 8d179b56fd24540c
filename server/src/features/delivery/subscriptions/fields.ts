/** The fields of a subscription, as bodies change them. */
import { readSelection } from './checks.ts'
import type { SubscriptionBody } from './schemas.ts'
import type { SubscriptionFields } from './store.ts'

/** A subscription of which nothing is known yet. */
export const NOTHING: SubscriptionFields = {
  dashboardId: null,
  insightId: null,
  exportInsights: [],
  targetType: 'email',
  targetValue: '',
  integrationId: null,
  frequency: 'daily',
  interval: 1,
  byweekday: null,
  bysetpos: null,
  count: null,
  startDate: new Date(0),
  untilDate: null,
  nextDeliveryDate: null,
  title: null,
  summaryEnabled: false,
  summaryPromptGuide: '',
  enabled: true,
  deleted: false,
}

/**
 * The fields after a change.
 * @throws ApiError 400 for a selection of insights that cannot be read
 */
export function merge(before: SubscriptionFields, body: SubscriptionBody): SubscriptionFields {
  const given: Partial<SubscriptionFields> = {
    ...(body.dashboard !== undefined && { dashboardId: body.dashboard }),
    ...(body.insight !== undefined && { insightId: body.insight }),
    ...(body.dashboard_export_insights !== undefined && {
      exportInsights: readSelection(body.dashboard_export_insights),
    }),
    ...(body.target_type !== undefined && { targetType: body.target_type }),
    ...(body.target_value !== undefined && { targetValue: body.target_value }),
    ...(body.integration_id !== undefined && { integrationId: body.integration_id }),
    ...(body.frequency !== undefined && { frequency: body.frequency }),
    ...(body.interval !== undefined && { interval: body.interval }),
    ...(body.byweekday !== undefined && { byweekday: body.byweekday }),
    ...(body.bysetpos !== undefined && { bysetpos: body.bysetpos }),
    ...(body.count !== undefined && { count: body.count }),
    ...(body.start_date !== undefined && { startDate: body.start_date }),
    ...(body.until_date !== undefined && { untilDate: body.until_date }),
    ...(body.title !== undefined && { title: body.title }),
    ...(body.summary_enabled !== undefined && { summaryEnabled: body.summary_enabled }),
    ...(body.summary_prompt_guide !== undefined && { summaryPromptGuide: body.summary_prompt_guide }),
    ...(body.enabled !== undefined && { enabled: body.enabled }),
    ...(body.deleted !== undefined && { deleted: body.deleted }),
  }
  return { ...before, ...given }
}

/** The fields as the log names them. */
export const shownFields = (fields: SubscriptionFields) => ({
  dashboard: fields.dashboardId,
  insight: fields.insightId,
  dashboard_export_insights: fields.exportInsights,
  target_type: fields.targetType,
  target_value: fields.targetValue,
  integration_id: fields.integrationId,
  frequency: fields.frequency,
  interval: fields.interval,
  byweekday: fields.byweekday,
  bysetpos: fields.bysetpos,
  count: fields.count,
  start_date: fields.startDate,
  until_date: fields.untilDate,
  title: fields.title,
  summary_enabled: fields.summaryEnabled,
  summary_prompt_guide: fields.summaryPromptGuide,
  enabled: fields.enabled,
  deleted: fields.deleted,
})
