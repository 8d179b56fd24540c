import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonValue } from '../../../platform/json.ts'
import type { FlagFilters } from './filters.ts'

export const featureFlags = pgTable(
  'feature_flags',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    key: text('key').notNull(),
    /** PostHog's wire name for it is `name`; the UI calls it description. */
    name: text('name').notNull().default(''),
    filters: jsonb('filters').$type<FlagFilters>().notNull(),
    active: boolean('active').notNull().default(true),
    deleted: boolean('deleted').notNull().default(false),
    version: integer('version').notNull().default(1),
    /** Users keep the value they got before they logged in. */
    ensureExperienceContinuity: boolean('ensure_experience_continuity').notNull().default(false),
    hasEncryptedPayloads: boolean('has_encrypted_payloads').notNull().default(false),
    evaluationRuntime: text('evaluation_runtime').notNull().default('all'),
    bucketingIdentifier: text('bucketing_identifier').notNull().default('distinct_id'),
    isRemoteConfiguration: boolean('is_remote_configuration').notNull().default(false),
    tags: text('tags').array().notNull().default([]),
    createdById: integer('created_by_id'),
    lastModifiedById: integer('last_modified_by_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    lastCalledAt: timestamp('last_called_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('feature_flags_key').on(table.teamId, table.key).where(sql`NOT deleted`),
    index('feature_flags_team').on(table.teamId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
  ],
)

/** Features that users may enable for themselves before they are released to everybody. */
export const earlyAccessFeatures = pgTable(
  'early_access_features',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id').notNull(),
    featureFlagId: integer('feature_flag_id').references(() => featureFlags.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    stage: text('stage').notNull().default('draft'),
    documentationUrl: text('documentation_url').notNull().default(''),
    payload: jsonb('payload').$type<JsonValue>(),
    createdById: integer('created_by_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.teamId, table.createdAt)],
)
