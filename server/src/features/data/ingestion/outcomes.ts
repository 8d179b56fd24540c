/** Why an accepted event is not stored. A closed list: each is a counter that the project's owner sees. */
export const DROP_REASONS = {
  unknown_token: 'The project token belongs to no project.',
  duplicate: 'An event with this uuid was stored before.',
  invalid_distinct_id: 'The distinct ID is longer than 400 characters.',
  group_key_too_long: 'The key of the group is longer than 400 characters.',
  invalid_anon_distinct_id: '$anon_distinct_id is neither text nor null.',
  invalid_alias: 'The alias is neither text nor null.',
  person_processing_disabled: 'Identify, alias and merge need person processing, and the event switched it off.',
  cookieless_disabled: 'Cookieless mode is not enabled for this project.',
  heatmap: 'The event was a heatmap, which is not part of the events.',
  replay_disabled: 'The project does not record sessions.',
  replay_expired: 'The recording is older than the project keeps recordings.',
  replay_deleted: 'The recording was deleted.',
  client_ingestion_warning: 'The event was a warning from the SDK; it is listed under ingestion warnings.',
} as const

export type DropReason = keyof typeof DROP_REASONS

/** Why an event can never be processed. It is kept, with its text, among the dead letters. */
export const DEAD_LETTER_REASONS = {
  damaged_record: 'The record in the event log is damaged.',
  unreadable_record: 'The record in the event log is not a capture record.',
  processing_failed: 'Processing the event failed.',
  too_many_properties: 'The event has more properties than can be made queryable.',
  too_large: 'The event is larger than can be stored.',
  refused_by_postgres: 'PostgreSQL refuses the event.',
  refused_by_clickhouse: 'ClickHouse refuses the event.',
} as const

export type DeadLetterReason = keyof typeof DEAD_LETTER_REASONS
