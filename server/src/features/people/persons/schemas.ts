/** Requests and responses of the persons API. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { pageQuery, uncheckedList } from '../../../platform/http/validation.ts'

export const projectParams = z.object({ project_id: z.string() })
export const personParams = projectParams.extend({ id: z.string().describe('Integer ID or UUID.') })
export const formatQuery = z.object({ format: z.string().optional().describe('`json` (default) or `csv`.') })

export const personAnswer = z.object({
  type: z.literal('person'),
  id: z.number().int(),
  uuid: z.string(),
  name: z.string(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.any()),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
  is_identified: z.boolean(),
  matched_recordings: z.array(z.any()),
  value_at_data_point: z.number().nullable(),
})
nameSchema(personAnswer, 'Person')
export const success = z.object({ success: z.literal(true) })

/** Bodies are validated by hand where the order of checks and the error messages are part of the API contract. */
export const anyBody = z.looseObject({})
/** The same, with fields that a form may send as lists. */
export const listsBody = (...names: string[]) =>
  z.looseObject(Object.fromEntries(names.map((name) => [name, uncheckedList.optional()])))
/** @returns null if the value is not a list */
export const asList = (value: unknown): unknown[] | null => (Array.isArray(value) ? value : null)

export const listQuery = pageQuery.extend({
  distinct_id: z.string().optional().describe('The person that owns exactly this ID.'),
  email: z.string().optional().describe('Exact value of the property `email`.'),
  search: z.string().optional().describe('Part of the email address, an exact distinct ID, or a UUID.'),
  properties: z
    .string()
    .optional()
    .describe('Property filters as JSON: a list (all must hold), or a group `{"type": "AND"|"OR", "values": […]}`.'),
  orderBy: z
    .string()
    .optional()
    .describe(
      'JSON list with one of `created_at`, `last_seen_at`, `properties.<key>`; prefix with `-` for descending order.',
    ),
  include_total: z.string().optional().describe('Accepted; the total is always included.'),
  ...formatQuery.shape,
})
export type ListQuery = z.output<typeof listQuery>
export const listAnswer = z.object({
  next: z.string().nullable(),
  previous: z.string().nullable(),
  count: z.number(),
  results: z.array(personAnswer),
})

export const batchAnswer = z.object({ results: z.record(z.string(), personAnswer) })

export const deletionsQuery = pageQuery.extend({
  status: z.string().optional().describe('`pending`, `completed` or `all` (default).'),
  person_uuid: z.string().optional(),
  ...formatQuery.shape,
})
export const deletionAnswer = z.object({
  person_uuid: z.string(),
  created_at: z.string(),
  status: z.enum(['pending', 'completed']),
  delete_verified_at: z.string().nullable(),
  events_total: z.number().nullable().describe('Events to delete; null until they are counted.'),
  events_deleted: z.number(),
})

export const pastQuery = formatQuery.extend({
  distinct_id: z.string().optional(),
  person_id: z.string().optional().describe('UUID; an alternative to `distinct_id`.'),
  timestamp: z.string().optional().describe('ISO 8601; UTC without an offset. Required.'),
  include_set_once: z.string().optional().describe('Also replay `$set_once` of events of that name.'),
})
export const pastPersonAnswer = personAnswer.extend({
  point_in_time_metadata: z.object({
    queried_timestamp: z.string(),
    include_set_once: z.boolean(),
    distinct_id_used: z.string().nullable(),
    person_id_used: z.string().nullable(),
    query_mode: z.enum(['distinct_id', 'person_id']),
    distinct_ids_queried: z.array(z.string()),
    distinct_ids_count: z.number(),
  }),
})
/** These errors have their own format. */
export const plainError = z.object({ error: z.string() })

export const wishesQuery = z.object({
  delete_events: z.string().optional().describe('Also delete all its events that were captured before now.'),
  delete_recordings: z.string().optional().describe('Also delete its session recordings.'),
  keep_person: z.string().optional().describe('Keep the person itself.'),
})
export const bulkAnswer = z.object({
  persons_found: z.number(),
  persons_deleted: z.number(),
  events_queued_for_deletion: z.boolean(),
  recordings_queued_for_deletion: z.boolean(),
  deletion_errors: z.array(z.object({ person_uuid: z.string() })),
})
