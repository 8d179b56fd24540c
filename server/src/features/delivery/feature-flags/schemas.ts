/** Feature flags and early access features in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  jsonField,
  list,
  nonBlank,
  nullable,
  nullableBoolean,
  pageQuery,
  text,
} from '../../../platform/http/validation.ts'
import type { JsonValue } from '../../../platform/json.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'

const KEY = /^[a-zA-Z0-9_-]+$/
const KEY_CHARACTERS_MAX = 400
const NAME_CHARACTERS_MAX = 10_000
const TAGS_MAX = 100
/** Maximum number of flags in one request for keys. */
const KEYS_MAX = 1_000

export const flagListQuery = pageQuery.extend({
  search: z.string().optional().describe('Part of the key or of the description.'),
  active: z.string().optional().describe('`true`, `false`, or `STALE`.'),
  type: z.string().optional().describe('`boolean`, `multivariant` or `remote_config`.'),
  created_by_id: z.string().optional(),
  tags: z.string().optional().describe('JSON list: flags with one of these tags.'),
  evaluation_runtime: z.string().optional(),
  order: z
    .string()
    .optional()
    .describe('`key`, `created_at`, `updated_at`, `name`, prefix with `-` for descending order.'),
})
export type FlagListQuery = z.output<typeof flagListQuery>

export const flagBody = z
  .object({
    name: text(NAME_CHARACTERS_MAX),
    key: z
      .string()
      .trim()
      .min(1)
      .max(KEY_CHARACTERS_MAX)
      .regex(KEY, 'Only letters, numbers, hyphens (-) & underscores (_) are allowed.'),
    filters: jsonField(z.any()),
    deleted: flexibleBoolean,
    active: flexibleBoolean,
    ensure_experience_continuity: nullableBoolean,
    tags: list(z.string().trim().min(1).max(255), TAGS_MAX),
    is_remote_configuration: nullableBoolean,
    has_encrypted_payloads: nullableBoolean,
    evaluation_runtime: z.enum(['server', 'client', 'all']),
    bucketing_identifier: z.enum(['distinct_id', 'device_id']),
    rollout_percentage: flexibleInteger(0, 100),
    version: flexibleInteger(0, 2 ** 31 - 1),
  })
  .partial()
export const createFlagBody = flagBody.required({ key: true })
export type FlagBody = z.output<typeof flagBody>

export const flagAnswer = z.object({
  id: z.number().int(),
  name: z.string(),
  key: z.string(),
  filters: z.record(z.string(), z.any()),
  deleted: z.boolean(),
  active: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  version: z.number().int(),
  last_modified_by: basicUserAnswer.nullable(),
  is_simple_flag: z.boolean(),
  rollout_percentage: z.number().nullable(),
  ensure_experience_continuity: z.boolean(),
  experiment_set: z.array(z.any()),
  surveys: z.array(z.any()),
  features: z.array(z.any()),
  rollback_conditions: z.any(),
  performed_rollback: z.boolean(),
  can_edit: z.boolean(),
  user_access_level: z.string(),
  tags: z.array(z.string()),
  evaluation_tags: z.array(z.string()),
  usage_dashboard: z.number().nullable(),
  analytics_dashboards: z.array(z.number()),
  has_enriched_analytics: z.boolean(),
  is_remote_configuration: z.boolean(),
  has_encrypted_payloads: z.boolean(),
  status: z.string(),
  evaluation_runtime: z.string(),
  bucketing_identifier: z.string(),
  last_called_at: z.string().nullable(),
})
nameSchema(flagAnswer, 'FeatureFlag')

export const radiusBody = z.object({
  condition: jsonField(
    z.object({ properties: z.array(z.any()).optional(), rollout_percentage: z.any().optional() }).loose(),
  ),
  group_type_index: nullable(flexibleInteger(0, 4)).optional(),
})
export const radiusAnswer = z.object({
  affected: z.number(),
  total: z.number(),
  users_affected: z.number(),
  total_users: z.number(),
})

export const keysBody = z.object({ ids: jsonField(z.array(z.any()).max(KEYS_MAX)) })

export const STAGES = ['draft', 'concept', 'alpha', 'beta', 'general-availability', 'archived'] as const

export const featureBody = z
  .object({
    name: nonBlank(200),
    description: text(10_000),
    stage: z.enum(STAGES),
    documentation_url: text(800).refine((url) => url === '' || /^https?:\/\//i.test(url), {
      message: 'Enter a valid URL.',
    }),
    payload: jsonField(z.any()) as z.ZodType<JsonValue>,
    feature_flag_id: nullable(flexibleInteger(1, 2 ** 31 - 1)),
  })
  .partial()
export const createFeatureBody = featureBody.required({ name: true, stage: true })
export type FeatureBody = z.output<typeof featureBody>

export const featureAnswer = z.object({
  id: z.string(),
  feature_flag: flagAnswer.nullable(),
  name: z.string(),
  description: z.string(),
  stage: z.string(),
  documentation_url: z.string(),
  payload: z.any(),
  created_at: z.string(),
})
nameSchema(featureAnswer, 'EarlyAccessFeature')
