/** Requests and responses of the recordings API. */
import { z } from 'zod'
import { nameSchema } from '../../../platform/http/schema-names.ts'

export const projectParams = z.object({ project_id: z.string() })
export const recordingParams = projectParams.extend({ id: z.string().describe('Session ID.') })

const recordingPerson = z.object({
  id: z.number().int().nullable(),
  name: z.string().nullable(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.any()),
  created_at: z.string().nullable(),
  uuid: z.string(),
  last_seen_at: z.string().nullable(),
})

export const recordingAnswer = z.object({
  id: z.string().describe('Session ID.'),
  distinct_id: z.string(),
  viewed: z.boolean().describe('Whether the caller has watched it.'),
  viewers: z.array(z.string()).describe('Email addresses of others who have watched it.'),
  recording_duration: z.number().int().describe('Seconds from the first item to the last.'),
  active_seconds: z.number().int(),
  inactive_seconds: z.number().int(),
  start_time: z.string(),
  end_time: z.string(),
  click_count: z.number().int(),
  keypress_count: z.number().int(),
  mouse_activity_count: z.number().int(),
  console_log_count: z.number().int(),
  console_warn_count: z.number().int(),
  console_error_count: z.number().int(),
  start_url: z.string().nullable(),
  person: recordingPerson,
  storage: z.literal('object_storage'),
  retention_period_days: z.number().int(),
  expiry_time: z.string(),
  recording_ttl: z.number().int().describe('Days until it is deleted.'),
  snapshot_source: z.string(),
  snapshot_library: z.string(),
  ongoing: z.boolean().describe('Data arrived within the last five minutes.'),
  activity_score: z.number().nullable(),
  external_references: z.array(z.any()),
  matches_filters: z.boolean(),
})
nameSchema(recordingAnswer, 'SessionRecording')
export type RecordingAnswer = z.infer<typeof recordingAnswer>

export const recordingPage = z.object({
  results: z.array(recordingAnswer),
  has_next: z.boolean(),
  version: z.literal(4),
  next_cursor: z.string().optional().describe('Pass it as `after` for the next page.'),
})

export const sourcesAnswer = z.object({
  sources: z.array(
    z.object({
      source: z.literal('blob_v2'),
      start_timestamp: z.string(),
      end_timestamp: z.string(),
      blob_key: z.string().describe('Number of the block.'),
    }),
  ),
})

export const ORDERS = [
  'start_time',
  'duration',
  'active_seconds',
  'inactive_seconds',
  'click_count',
  'keypress_count',
  'mouse_activity_count',
  'console_error_count',
  'activity_score',
  'recording_ttl',
] as const
export type Order = (typeof ORDERS)[number]

const json = (text: string) => z.string().optional().describe(`JSON: ${text}`)

/** For the API document; `list-parameters.ts` checks the values, once the caller is known to have access. */
export const listQuery = z.looseObject({
  date_from: z.string().optional().describe('Start of the recording, absolute or relative; `-3d` by default.'),
  date_to: z.string().optional(),
  events: json('events that must have happened, with filters of their own.'),
  actions: json('actions that must have happened.'),
  properties: json('filters of type `event`, `person`, `group`, `cohort`, `session`, `hogql` or `recording`.'),
  console_log_filters: json('filters of type `log_entry` with the key `level` or `message`.'),
  having_predicates: json('filters on what was measured: `duration`, `click_count` and so on.'),
  session_recording_duration: json('one filter on the duration.'),
  operand: z.string().optional().describe('`AND` (default) or `OR` between the criteria.'),
  filter_test_accounts: z.string().optional(),
  session_ids: json('only these sessions, in this order, whenever they were.'),
  distinct_ids: json('only recordings of these distinct IDs.'),
  person_uuid: z.string().optional().describe('Only recordings of this person.'),
  session_recording_id: z.string().optional().describe('Comes first, even if it does not match.'),
  comment_text: json('a filter on comments. Recordings have no comments, so none is found if it asks for one.'),
  hide_viewed_recordings: z.string().optional().describe('`current-user` or `any-user`.'),
  order: z
    .string()
    .optional()
    .describe(`One of ${ORDERS.join(', ')}.`),
  order_direction: z.string().optional().describe('`DESC` (default) or `ASC`.'),
  limit: z.string().optional().describe('50 by default.'),
  offset: z.string().optional(),
  after: z.string().optional().describe('`next_cursor` of the page before.'),
})
