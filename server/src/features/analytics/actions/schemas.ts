/** Actions in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, jsonField, list, nullable, text } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const STEPS_MAX = 50
const PATTERN_MAX = 2000

const matching = nullable(z.enum(['contains', 'regex', 'exact']))
const words = nullable(z.string().max(PATTERN_MAX))
const step = z.looseObject({
  event: nullable(z.string().max(400)).optional(),
  url: words.optional(),
  url_matching: matching.optional(),
  text: words.optional(),
  text_matching: matching.optional(),
  href: words.optional(),
  href_matching: matching.optional(),
  selector: words.optional(),
  tag_name: nullable(z.string().max(100)).optional(),
  properties: z.array(z.record(z.string(), z.any())).max(100).nullish(),
})
nameSchema(step, 'ActionStepJSON')
export const actionBody = z.object({
  name: nullable(text(400)).optional(),
  description: text(10_000).optional(),
  steps: jsonField(z.array(step).max(STEPS_MAX)).optional(),
  tags: list(text(255), 100).optional(),
  post_to_slack: flexibleBoolean.optional(),
  slack_message_format: text(1200).optional(),
  pinned_at: nullable(z.string().datetime({ offset: true })).optional(),
  deleted: flexibleBoolean.optional(),
})
nameSchema(actionBody, 'ActionFields')
export type ActionBody = z.output<typeof actionBody>

export const actionAnswer = z.object({
  id: z.number(),
  name: z.string().nullable(),
  description: z.string(),
  post_to_slack: z.boolean(),
  slack_message_format: z.string(),
  steps: z.array(z.looseObject({})),
  created_at: z.string(),
  created_by: basicUserAnswer.nullable(),
  deleted: z.boolean(),
  is_calculating: z.boolean(),
  last_calculated_at: z.string(),
  team_id: z.number(),
  is_action: z.literal(true),
  bytecode_error: z.null(),
  pinned_at: z.string().nullable(),
  creation_context: z.null(),
  tags: z.array(z.string()),
  user_access_level: z.string(),
})
nameSchema(actionAnswer, 'Action')
