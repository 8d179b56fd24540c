/** The shapes of alerts in the API. */
import { ALERT_CONDITIONS, ALERT_STATES, CALCULATION_INTERVALS, THRESHOLD_TYPES } from '@hedgerow/shared/alerts'
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, list, nullable, text } from '../../../platform/http/validation.ts'
import { ExactNumber } from '../../../platform/json.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const NAME_MAX = 255
const INTEGER_MAX = 2 ** 31 - 1
/** More people than read an alert. */
export const USERS_PER_ALERT_MAX = 50
export const CHECKS_SHOWN_MAX = 500

/** A finite number, or its digits as sent by forms; empty is null. */
const limit = z
  .preprocess((value) => {
    if (value === '') return null
    return value instanceof ExactNumber || (typeof value === 'string' && value.trim() !== '') ? Number(value) : value
  }, z.number('A valid number is required.').nullable())
  .optional()

const condition = jsonField(z.object({ type: z.enum(ALERT_CONDITIONS) }))
const threshold = jsonField(
  z.object({
    configuration: jsonField(
      z.object({
        type: z.enum(THRESHOLD_TYPES).describe('Of a `percentage`, the limits are shares: 0.2 is 20 %.'),
        bounds: jsonField(z.object({ lower: limit, upper: limit })).describe('At least one.'),
      }),
    ),
  }),
)
const config = jsonField(
  z.object({
    type: z.literal('TrendsAlertConfig'),
    series_index: flexibleInteger(0, 1000).default(0).describe('Position of the series, or of the formula.'),
    check_ongoing_interval: flexibleBoolean
      .nullish()
      .describe('The interval that is not over yet counts too, for the limit that it can only approach.'),
  }),
)

const fields = {
  name: text(NAME_MAX).optional(),
  insight: flexibleInteger(1, INTEGER_MAX),
  enabled: flexibleBoolean.optional(),
  subscribed_users: list(flexibleInteger(1, INTEGER_MAX), USERS_PER_ALERT_MAX).describe('IDs of members.'),
  condition: condition.nullish(),
  threshold,
  config: config.nullish(),
  calculation_interval: z.enum(CALCULATION_INTERVALS).optional(),
  snoozed_until: nullable(z.string().trim().max(100))
    .optional()
    .describe('A time, or how long: `2h`, `1d`, `1w`. `null` ends the snooze.'),
  skip_weekend: nullable(flexibleBoolean).optional(),
}

export const newAlertBody = z.object(fields)
nameSchema(newAlertBody, 'NewAlert')
export const alertBody = newAlertBody.partial()
nameSchema(alertBody, 'AlertFields')
export type AlertBody = z.output<typeof alertBody>

export const previewBody = newAlertBody.pick({ insight: true, condition: true, threshold: true, config: true })
nameSchema(previewBody, 'AlertPreviewFields')
export type PreviewBody = z.output<typeof previewBody>

export const previewAnswer = z.object({
  would_fire: z.boolean(),
  calculated_value: z.number().nullable(),
  message: z.string().nullable().describe('What broke the rule.'),
})
nameSchema(previewAnswer, 'AlertPreview')

const checkAnswer = z.object({
  id: z.string(),
  created_at: z.string(),
  calculated_value: z.number().nullable(),
  state: z.enum(ALERT_STATES),
  targets_notified: z.boolean(),
  message: z.string().nullable().describe('What broke the rule, or why the check failed.'),
})
nameSchema(checkAnswer, 'AlertCheck')

export const alertAnswer = z.object({
  id: z.string(),
  name: z.string(),
  insight: z.object({
    id: z.number(),
    short_id: z.string(),
    name: z.string().nullable(),
    derived_name: z.string().nullable(),
    description: z.string().nullable(),
    query: z.any(),
  }),
  enabled: z.boolean(),
  subscribed_users: z.array(basicUserAnswer),
  condition: z.object({ type: z.enum(ALERT_CONDITIONS) }),
  threshold: z.object({
    configuration: z.object({
      type: z.enum(THRESHOLD_TYPES),
      bounds: z.object({ lower: z.number().nullable(), upper: z.number().nullable() }),
    }),
  }),
  config: z.object({
    type: z.literal('TrendsAlertConfig'),
    series_index: z.number(),
    check_ongoing_interval: z.boolean(),
  }),
  calculation_interval: z.enum(CALCULATION_INTERVALS),
  snoozed_until: z.string().nullable(),
  skip_weekend: z.boolean(),
  state: z.enum(ALERT_STATES),
  last_value: z.number().nullable(),
  last_checked_at: z.string().nullable(),
  next_check_at: z.string().nullable(),
  last_notified_at: z.string().nullable(),
  checks: z.array(checkAnswer).describe('The newest ones.'),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  can_edit: z.boolean().describe('Whether the caller may change and delete it.'),
})
nameSchema(alertAnswer, 'Alert')
export type AlertAnswer = z.infer<typeof alertAnswer>
