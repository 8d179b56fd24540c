import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject, JsonValue } from '../../../platform/json.ts'

const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
const updatedAt = () => timestamp('updated_at', { withTimezone: true }).notNull().defaultNow()

export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  logoMediaId: uuid('logo_media_id'),
  isMemberJoinEmailEnabled: boolean('is_member_join_email_enabled').notNull().default(true),
  enforce2fa: boolean('enforce_2fa'),
  membersCanInvite: boolean('members_can_invite').default(true),
  membersCanCreateProjects: boolean('members_can_create_projects').default(false),
  membersCanUsePersonalApiKeys: boolean('members_can_use_personal_api_keys').notNull().default(true),
  allowPubliclySharedResources: boolean('allow_publicly_shared_resources').notNull().default(true),
  /** Whether reports may go to people outside of it. */
  allowExternalRecipients: boolean('allow_external_recipients').notNull().default(true),
  isAiDataProcessingApproved: boolean('is_ai_data_processing_approved'),
  defaultExperimentStatsMethod: text('default_experiment_stats_method').default('bayesian'),
  defaultAnonymizeIps: boolean('default_anonymize_ips').notNull().default(false),
  /** Role that every new member gets. */
  defaultRoleId: uuid('default_role_id'),
  /** 21 or 37: what a new role may do with feature flags. */
  featureFlagsAccessLevel: smallint('feature_flags_access_level').notNull().default(37),
  /** 0 none, 3 configure, 6 install, 9 everything. */
  pluginsAccessLevel: smallint('plugins_access_level').notNull().default(9),
  /** The features of the organization's plan; null for all. */
  availableProductFeatures: jsonb('available_product_features').$type<
    { key: string; name: string; limit?: number | null }[] | null
  >(),
  isActive: boolean('is_active'),
  isNotActiveReason: text('is_not_active_reason'),
  isPendingDeletion: boolean('is_pending_deletion').notNull().default(false),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** A project; PostHog's wire name for it is team, and both share one integer ID. */
export const teams = pgTable(
  'teams',
  {
    id: serial('id').primaryKey(),
    uuid: uuid('uuid').notNull().defaultRandom(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    apiToken: text('api_token').notNull().unique(),
    /** SHA-256 of the secret tokens, and the part of them that may be shown. */
    secretApiTokenHash: text('secret_api_token_hash').unique(),
    secretApiTokenMask: text('secret_api_token_mask'),
    secretApiTokenBackupHash: text('secret_api_token_backup_hash').unique(),
    secretApiTokenBackupMask: text('secret_api_token_backup_mask'),
    timezone: text('timezone').notNull().default('UTC'),
    /** 0 Sunday, 1 Monday; null for Sunday, PostHog's default. */
    weekStartDay: smallint('week_start_day'),
    /** Incremented when definitions are deleted, so that ingestion drops its cache of written ones. */
    definitionsForgotten: integer('definitions_forgotten').notNull().default(0),
    ingestedEvent: boolean('ingested_event').notNull().default(false),
    isDemo: boolean('is_demo').notNull().default(false),
    isPendingDeletion: boolean('is_pending_deletion').notNull().default(false),
    /** Private: only for those who were given access. */
    accessControl: boolean('access_control').notNull().default(false),
    anonymizeIps: boolean('anonymize_ips').notNull().default(false),
    /** Links that anyone can open work only if the organization allows them, too. */
    allowPubliclySharedResources: boolean('allow_publicly_shared_resources').notNull().default(true),
    cookielessServerHashMode: smallint('cookieless_server_hash_mode').notNull().default(0),
    appUrls: jsonb('app_urls').$type<string[]>().notNull().default([]),
    slackIncomingWebhook: text('slack_incoming_webhook'),
    completedSnippetOnboarding: boolean('completed_snippet_onboarding').notNull().default(false),
    hasCompletedOnboardingFor: jsonb('has_completed_onboarding_for').$type<JsonValue>(),
    onboardingTasks: jsonb('onboarding_tasks').$type<JsonValue>(),
    productIntents: jsonb('product_intents').$type<JsonObject>().notNull().default({}),
    testAccountFilters: jsonb('test_account_filters').$type<JsonObject[]>().notNull().default([]),
    testAccountFiltersDefaultChecked: boolean('test_account_filters_default_checked'),
    pathCleaningFilters: jsonb('path_cleaning_filters').$type<JsonObject[] | null>().default([]),
    dataAttributes: jsonb('data_attributes').$type<JsonValue>().notNull().default(['data-attr']),
    personDisplayNameProperties: jsonb('person_display_name_properties').$type<string[] | null>(),
    correlationConfig: jsonb('correlation_config').$type<JsonValue>().default({}),
    primaryDashboardId: integer('primary_dashboard'),
    /** The group type whose keys are the external IDs of accounts: `{account_group_type_index}`. */
    customerAnalyticsConfig: jsonb('customer_analytics_config').$type<JsonObject | null>(),
    liveEventsColumns: jsonb('live_events_columns').$type<string[] | null>(),
    injectWebApps: boolean('inject_web_apps'),
    extraSettings: jsonb('extra_settings').$type<JsonValue>(),
    modifiers: jsonb('modifiers').$type<JsonObject | null>(),
    surveyConfig: jsonb('survey_config').$type<JsonObject | null>(),
    humanFriendlyComparisonPeriods: boolean('human_friendly_comparison_periods').notNull().default(false),
    flagsPersistenceDefault: boolean('flags_persistence_default').notNull().default(false),
    baseCurrency: text('base_currency').notNull().default('USD'),
    receiveOrgLevelActivityLogs: boolean('receive_org_level_activity_logs').notNull().default(false),
    defaultDataTheme: integer('default_data_theme'),
    autocaptureOptOut: boolean('autocapture_opt_out'),
    autocaptureExceptionsOptIn: boolean('autocapture_exceptions_opt_in'),
    autocaptureExceptionsErrorsToIgnore: jsonb('autocapture_exceptions_errors_to_ignore').$type<string[] | null>(),
    captureDeadClicks: boolean('capture_dead_clicks').default(false),
    capturePerformanceOptIn: boolean('capture_performance_opt_in').default(true),
    autocaptureWebVitalsOptIn: boolean('autocapture_web_vitals_opt_in'),
    autocaptureWebVitalsAllowedMetrics: jsonb('autocapture_web_vitals_allowed_metrics').$type<string[] | null>(),
    heatmapsOptIn: boolean('heatmaps_opt_in'),
    surveysOptIn: boolean('surveys_opt_in'),
    sessionRecordingOptIn: boolean('session_recording_opt_in').notNull().default(false),
    captureConsoleLogOptIn: boolean('capture_console_log_opt_in').default(true),
    sessionRecordingSampleRate: numeric('session_recording_sample_rate', { precision: 3, scale: 2 }),
    sessionRecordingMinimumDurationMilliseconds: integer('session_recording_minimum_duration_milliseconds'),
    sessionRecordingLinkedFlag: jsonb('session_recording_linked_flag').$type<{
      id?: number
      key: string
      variant?: string
    } | null>(),
    sessionRecordingNetworkPayloadCaptureConfig: jsonb(
      'session_recording_network_payload_capture_config',
    ).$type<JsonObject | null>(),
    sessionRecordingMaskingConfig: jsonb('session_recording_masking_config').$type<JsonObject | null>(),
    sessionRecordingUrlTriggerConfig: jsonb('session_recording_url_trigger_config').$type<JsonValue[] | null>(),
    sessionRecordingUrlBlocklistConfig: jsonb('session_recording_url_blocklist_config').$type<JsonValue[] | null>(),
    sessionRecordingEventTriggerConfig: jsonb('session_recording_event_trigger_config').$type<string[] | null>(),
    sessionRecordingTriggerMatchTypeConfig: text('session_recording_trigger_match_type_config'),
    sessionRecordingRetentionPeriod: text('session_recording_retention_period').notNull().default('90d'),
    sessionReplayConfig: jsonb('session_replay_config').$type<JsonObject | null>(),
    recordingDomains: jsonb('recording_domains').$type<string[] | null>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index('teams_organization').on(table.organizationId)],
)

export type Team = typeof teams.$inferSelect

/**
 * Replaced public tokens. Events captured with one before it was replaced still belong to its project; they are processed up
 * to this record of the event log.
 */
export const retiredTokens = pgTable('retired_tokens', {
  token: text('token').primaryKey(),
  teamId: integer('team_id').notNull(),
  logSequence: bigint('log_sequence', { mode: 'number' }).notNull(),
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
    /** Joined by invitation instead of founding the organization. */
    isInvited: boolean('is_invited').notNull().default(false),
    joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: updatedAt(),
  },
  (table) => [unique().on(table.organizationId, table.userId), index().on(table.userId)],
)

export const organizationInvites = pgTable(
  'organization_invites',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    targetEmail: text('target_email').notNull(),
    firstName: text('first_name').notNull().default(''),
    level: smallint('level').notNull().default(1),
    message: text('message'),
    privateProjectAccess: jsonb('private_project_access').$type<{ id: number; level: 'member' | 'admin' }[] | null>(),
    emailingAttemptMade: boolean('emailing_attempt_made').notNull().default(false),
    createdById: integer('created_by_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.organizationId, table.createdAt)],
)

export const roles = pgTable(
  'roles',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** 21 may view feature flags, 37 may edit them. */
    featureFlagsAccessLevel: smallint('feature_flags_access_level').notNull().default(37),
    createdById: integer('created_by_id'),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('roles_name').on(table.organizationId, sql`lower(${table.name})`)],
)

export const roleMemberships = pgTable(
  'role_memberships',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id, { onDelete: 'cascade' }),
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => organizationMemberships.id, { onDelete: 'cascade' }),
    joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: updatedAt(),
  },
  (table) => [unique().on(table.roleId, table.membershipId), index().on(table.membershipId)],
)

/**
 * Access rules for a project, for all objects of a kind, or for one object. A rule is for a member, for a role, or, with
 * neither, for everyone else.
 */
export const accessControls = pgTable(
  'access_controls',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    /** `project`, or a kind of object such as `feature_flag`. */
    resource: text('resource').notNull(),
    /** ID of one object; empty for all of the kind. */
    resourceId: text('resource_id').notNull().default(''),
    membershipId: uuid('membership_id').references(() => organizationMemberships.id, { onDelete: 'cascade' }),
    roleId: uuid('role_id').references(() => roles.id, { onDelete: 'cascade' }),
    accessLevel: text('access_level').notNull(),
    createdById: integer('created_by_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('access_controls_rule')
      .on(table.teamId, table.resource, table.resourceId, table.membershipId, table.roleId)
      .nullsNotDistinct(),
    index().on(table.membershipId),
    index().on(table.roleId),
  ],
)

/** Projects whose data is being deleted everywhere. Rows are kept as a record of the deletion. */
export const projectDeletions = pgTable('project_deletions', {
  teamId: integer('team_id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  /** The organization is deleted with its last project. */
  deletesOrganization: boolean('deletes_organization').notNull().default(false),
  name: text('name').notNull(),
  requestedById: integer('requested_by_id'),
  createdAt: createdAt(),
  /** Last record of the event log when the worker saw the request: all records up to it must be processed first. */
  logSequence: bigint('log_sequence', { mode: 'number' }),
  rowsTotal: bigint('rows_total', { mode: 'number' }),
  rowsDeleted: bigint('rows_deleted', { mode: 'number' }).notNull().default(0),
  verifiedAt: timestamp('verified_at', { withTimezone: true }),
})
