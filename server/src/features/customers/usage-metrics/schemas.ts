/** Request and response schemas of usage metrics. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleInteger, nonBlankField, textField } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, stringifyJson } from '../../../platform/json.ts'

/** In characters. */
const NAME_MAX = 255
const PROPERTY_MAX = 400
const FILTERS_CHARACTERS_MAX = 100_000
const DAYS_MAX = 365

const filters = z
  .any()
  .refine(isJsonObject, { message: 'Must be an object with events, actions and properties.' })
  .refine((value) => stringifyJson(value as JsonObject).length <= FILTERS_CHARACTERS_MAX, {
    message: `Ensure this value has no more than ${FILTERS_CHARACTERS_MAX} characters as JSON.`,
  })
const shape = {
  format: z.enum(['numeric', 'currency']).optional(),
  interval: flexibleInteger(1, DAYS_MAX).optional(),
  display: z.enum(['number', 'sparkline']).optional(),
  filters: filters.optional(),
  math: z.enum(['count', 'sum']).optional(),
  math_property: z.preprocess((value) => value, textField(PROPERTY_MAX).nullable()).optional(),
}
export const newMetricBody = z.object({ name: nonBlankField(NAME_MAX), ...shape })
export type NewMetricBody = z.output<typeof newMetricBody>

export const metricBody = z.object({ name: nonBlankField(NAME_MAX).optional(), ...shape })

export type MetricBody = z.output<typeof metricBody>

export const metricAnswer = z.object({
  id: z.string(),
  name: z.string(),
  group_type_index: z.number(),
  format: z.string(),
  interval: z.number(),
  display: z.string(),
  filters: z.any(),
  math: z.string(),
  math_property: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
nameSchema(metricAnswer, 'GroupUsageMetric')
