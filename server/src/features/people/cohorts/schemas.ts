/** Cohorts in API format. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, jsonField, text } from '../../../platform/http/validation.ts'
import { basicUserAnswer } from '../../workspace/users/index.ts'
import { IDS_MAX } from './members-file.ts'

export const cohortBody = z.object({
  name: text(400).optional(),
  description: z.preprocess((value) => value ?? undefined, text(1000).optional()),
  filters: jsonField(z.record(z.string(), z.any())).nullish(),
  groups: jsonField(z.array(z.any()).max(200)).nullish(),
  query: jsonField(z.record(z.string(), z.any())).nullish(),
  is_static: flexibleBoolean.optional(),
  deleted: flexibleBoolean.optional(),
  csv: z
    .string()
    .optional()
    .describe(
      'File of a static cohort: a table with a column `person_id`, `distinct_id` or `email`, or a list of distinct IDs or email addresses.',
    ),
  _create_static_person_ids: jsonField(z.array(z.string()).max(IDS_MAX)).optional(),
})
export type CohortBody = z.output<typeof cohortBody>

export const personIdsBody = z.object({ person_ids: jsonField(z.array(z.string()).min(1).max(10_000)) })

export const cohortAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string(),
  groups: z.array(z.any()),
  deleted: z.boolean(),
  filters: z.any(),
  query: z.any(),
  version: z.number().nullable(),
  pending_version: z.number(),
  is_calculating: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  last_calculation: z.string().nullable(),
  errors_calculating: z.number(),
  last_error_message: z.string().nullable(),
  count: z.number().nullable(),
  is_static: z.boolean(),
  cohort_type: z.string(),
  user_access_level: z.string(),
})
nameSchema(cohortAnswer, 'Cohort')
export const changedCohortAnswer = cohortAnswer.extend({
  unknown_ids: z.number().optional().describe('Number of IDs in the CSV file that match no person.'),
})
nameSchema(changedCohortAnswer, 'ChangedCohort')
export const cohortUsageAnswer = z.object({
  cohorts: z.array(z.object({ id: z.number(), name: z.string() })),
  feature_flags: z.array(z.object({ id: z.number(), key: z.string() })),
  insights: z.array(z.object({ id: z.number(), short_id: z.string(), name: z.string() })),
})
