import {
  boolean,
  integer,
  jsonb,
  numeric,
  pgTable,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow()

export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  createdAt: createdAt(),
})

/** A project; PostHog's wire name for it is team, and both share one integer id. */
export const teams = pgTable('teams', {
  id: serial('id').primaryKey(),
  uuid: uuid('uuid').notNull().defaultRandom(),
  organizationId: uuid('organization_id')
    .notNull()
    .references(() => organizations.id),
  name: text('name').notNull(),
  apiToken: text('api_token').notNull().unique(),
  secretApiToken: text('secret_api_token').unique(),
  timezone: text('timezone').notNull().default('UTC'),
  ingestedEvent: boolean('ingested_event').notNull().default(false),
  anonymizeIps: boolean('anonymize_ips').notNull().default(false),
  cookielessServerHashMode: smallint('cookieless_server_hash_mode').notNull().default(0),
  personDisplayNameProperties: jsonb('person_display_name_properties').$type<string[] | null>(),
  autocaptureOptOut: boolean('autocapture_opt_out').notNull().default(false),
  autocaptureExceptionsOptIn: boolean('autocapture_exceptions_opt_in').notNull().default(false),
  captureDeadClicks: boolean('capture_dead_clicks').notNull().default(false),
  capturePerformanceOptIn: boolean('capture_performance_opt_in').notNull().default(false),
  autocaptureWebVitalsOptIn: boolean('autocapture_web_vitals_opt_in').notNull().default(false),
  autocaptureWebVitalsAllowedMetrics: jsonb('autocapture_web_vitals_allowed_metrics').$type<string[] | null>(),
  heatmapsOptIn: boolean('heatmaps_opt_in').notNull().default(false),
  surveysOptIn: boolean('surveys_opt_in').notNull().default(false),
  sessionRecordingOptIn: boolean('session_recording_opt_in').notNull().default(false),
  captureConsoleLogOptIn: boolean('capture_console_log_opt_in').notNull().default(false),
  sessionRecordingSampleRate: numeric('session_recording_sample_rate', { precision: 3, scale: 2 }),
  sessionRecordingMinimumDurationMilliseconds: integer('session_recording_minimum_duration_milliseconds'),
  sessionRecordingLinkedFlag: jsonb('session_recording_linked_flag').$type<{ key: string; variant?: string } | null>(),
  sessionRecordingNetworkPayloadCaptureConfig: jsonb('session_recording_network_payload_capture_config'),
  sessionRecordingMaskingConfig: jsonb('session_recording_masking_config'),
  sessionReplayConfig: jsonb('session_replay_config').$type<{ record_canvas?: boolean } | null>(),
  recordingDomains: jsonb('recording_domains').$type<string[] | null>(),
  createdAt: createdAt(),
})

/** Levels: 1 member, 8 administrator, 15 owner. */
export const organizationMemberships = pgTable(
  'organization_memberships',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: integer('user_id').notNull(),
    level: smallint('level').notNull().default(1),
    joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.organizationId, table.userId)],
)
