/** Subscriptions and their deliveries in API format. */

import { FREQUENCIES, WEEKDAYS } from '@hedgerow/shared/schedule'
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  jsonField,
  nonBlank,
  nullable,
  pageQuery,
  text,
  uncheckedList,
} from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const ID_MAX = 2 ** 31 - 1
const TARGET_CHARACTERS_MAX = 10_000
const TITLE_CHARACTERS_MAX = 100
const INVITE_CHARACTERS_MAX = 2_000
const GUIDE_CHARACTERS_MAX = 500
/** Days in a leap year: the bound of a position in RFC 5545. */
const POSITION_MAX = 366
const YEARS = { from: 1970, to: 9998 }

export const TARGET_TYPES = ['email', 'slack', 'webhook', 'teams'] as const
export type TargetType = (typeof TARGET_TYPES)[number]

const moment = z.iso
  .datetime({ offset: true, local: true, error: 'A date and time in ISO 8601 is expected.' })
  .transform((value, context) => {
    // Without an offset it is UTC.
    const date = new Date(/(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(value) ? value : `${value}Z`)
    const year = date.getUTCFullYear()
    if (year >= YEARS.from && year <= YEARS.to) return date
    context.addIssue(`The year must be between ${YEARS.from} and ${YEARS.to}.`)
    return z.NEVER
  })
const id = nullable(flexibleInteger(1, ID_MAX))
const position = flexibleInteger(-POSITION_MAX, POSITION_MAX).refine((value) => value !== 0, 'This cannot be 0.')

const fields = {
  dashboard: id.optional(),
  insight: id.optional(),
  dashboard_export_insights: uncheckedList.optional(),
  target_type: z.enum(TARGET_TYPES),
  target_value: nonBlank(TARGET_CHARACTERS_MAX),
  frequency: z.enum(FREQUENCIES),
  interval: flexibleInteger(1, ID_MAX).optional(),
  byweekday: nullable(jsonField(z.array(z.enum(WEEKDAYS)).max(WEEKDAYS.length))).optional(),
  bysetpos: nullable(position).optional(),
  count: nullable(flexibleInteger(1, ID_MAX)).optional(),
  start_date: moment,
  until_date: nullable(moment).optional(),
  deleted: flexibleBoolean.optional(),
  title: nullable(text(TITLE_CHARACTERS_MAX)).optional(),
  integration_id: id.optional(),
  invite_message: nullable(text(INVITE_CHARACTERS_MAX)).optional(),
  summary_enabled: flexibleBoolean.optional(),
  summary_prompt_guide: text(GUIDE_CHARACTERS_MAX).optional(),
  enabled: flexibleBoolean.optional(),
}

export const newSubscriptionBody = z.object(fields)
nameSchema(newSubscriptionBody, 'SubscriptionCreateFields')
export type NewSubscriptionBody = z.output<typeof newSubscriptionBody>
export const subscriptionBody = newSubscriptionBody.partial()
nameSchema(subscriptionBody, 'SubscriptionFields')
export type SubscriptionBody = z.output<typeof subscriptionBody>

export const subscriptionAnswer = z.object({
  id: z.number().int(),
  dashboard: z.number().int().nullable(),
  insight: z.number().int().nullable(),
  insight_short_id: z.string().nullable(),
  resource_name: z.string().nullable(),
  dashboard_export_insights: z.array(z.number().int()),
  target_type: z.string(),
  target_value: z.string(),
  frequency: z.string(),
  interval: z.number().int(),
  byweekday: z.array(z.string()).nullable(),
  bysetpos: z.number().int().nullable(),
  count: z.number().int().nullable(),
  start_date: z.string(),
  until_date: z.string().nullable(),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  deleted: z.boolean(),
  title: z.string().nullable(),
  summary: z.string(),
  next_delivery_date: z.string().nullable(),
  integration_id: z.number().int().nullable(),
  invite_message: z.string().nullable().describe('Always null: it is only sent.'),
  summary_enabled: z.boolean(),
  summary_prompt_guide: z.string(),
  enabled: z.boolean(),
  webhook_secret: z
    .string()
    .optional()
    .describe('Signs what a webhook receives. Only in the answer that creates the subscription or changes the secret.'),
})
nameSchema(subscriptionAnswer, 'Subscription')

export const listQuery = pageQuery.extend({
  created_by: z.string().optional().describe('UUID of a user.'),
  dashboard: z.string().optional(),
  insight: z.string().optional(),
  resource_type: z.string().optional().describe('`insight` or `dashboard`.'),
  target_type: z.string().optional().describe('`email`, `slack`, `webhook` or `teams`.'),
  search: z.string().optional().describe('Words of the title or of the name of the insight or dashboard.'),
  ordering: z
    .string()
    .optional()
    .describe('`created_at`, `next_delivery_date`, `title` or `created_by__email`; `-` before it reverses the order.'),
  deleted: z.string().optional().describe('`true`: only deleted ones.'),
})

export const previewQuery = z.object({
  mail: flexibleBoolean
    .optional()
    .describe('`false`: only the schedule, which is much faster. The mail is then empty.'),
})

export const previewAnswer = z.object({
  summary: z.string(),
  next_delivery_date: z.string().nullable(),
  subject: z.string().describe('Empty if there is no insight to send.'),
  html: z.string(),
  text: z.string(),
})
nameSchema(previewAnswer, 'SubscriptionPreview')

const problem = z.object({ message: z.string(), type: z.string() })

export const deliveryAnswer = z.object({
  id: z.string(),
  subscription: z.number().int(),
  temporal_workflow_id: z.string(),
  idempotency_key: z.string(),
  trigger_type: z.string(),
  scheduled_at: z.string().nullable(),
  target_type: z.string(),
  target_value: z.string(),
  exported_asset_ids: z.array(z.number().int()),
  content_snapshot: z.record(z.string(), z.any()),
  recipient_results: z.array(
    z.object({ recipient: z.string(), status: z.string(), error: problem.nullable().optional() }),
  ),
  status: z.string(),
  error: problem.nullable(),
  created_at: z.string(),
  last_updated_at: z.string(),
  finished_at: z.string().nullable(),
  change_summary: z.string().nullable(),
})
nameSchema(deliveryAnswer, 'SubscriptionDelivery')

export const deliveryPage = z.object({
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(deliveryAnswer),
})
nameSchema(deliveryPage, 'PaginatedSubscriptionDeliveryList')

export const quotaAnswer = z.object({
  active_count: z.number().int(),
  limit: z.number().int().nullable(),
  at_limit: z.boolean(),
})
