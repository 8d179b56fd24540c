import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

export const persons = pgTable(
  'persons',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    uuid: uuid('uuid').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull(),
    properties: jsonb('properties').$type<JsonObject>().notNull(),
    isIdentified: boolean('is_identified').notNull().default(false),
    /** Increases with every change. A merge sets it to the larger of both plus one. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
    /** The latest version that a captured event produced. A change through the API increases only `version`. */
    ingestedVersion: bigint('ingested_version', { mode: 'number' }).notNull().default(0),
    /** Time of the latest event, rounded down to the hour. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'string' }),
    /**
     * Used by search. A separate column, because an index on `properties` would be rewritten with every change to any
     * property; this one only when the address changes.
     */
    email: text('email').generatedAlwaysAs(sql`lower(left(properties->>'email', 1000))`),
  },
  (table) => [
    uniqueIndex('persons_team_uuid').on(table.teamId, table.uuid),
    index('persons_newest').on(table.teamId, table.createdAt.desc().nullsFirst(), table.uuid),
    index('persons_email').using('gin', table.email.op('gin_trgm_ops')),
    // A hash index accepts text of any length; a B-tree on whole addresses would not.
    index('persons_email_whole').using('hash', table.email),
  ],
)

export const personDistinctIds = pgTable(
  'person_distinct_ids',
  {
    teamId: integer('team_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => persons.id, { onDelete: 'cascade' }),
    /** Order in which the distinct IDs were attached. */
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Version of the ID's override; 0 as long as its events carry the right person. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.distinctId] }),
    index('person_distinct_ids_person').on(table.personId, table.id),
  ],
)

/**
 * Distinct IDs that have events but no person: visitors without a profile, and IDs of deleted persons. Attaching one to
 * a person later requires an override.
 */
export const personlessDistinctIds = pgTable(
  'personless_distinct_ids',
  {
    teamId: integer('team_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    /** The override must have a higher version; 0 for visitors without a profile. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.distinctId] })],
)

/**
 * The ID to hash for a person and a flag, so that the value stays the same when an anonymous visitor is identified. Flags
 * use this table, but it belongs to persons, because its rows are deleted with the person and follow merges.
 */
export const featureFlagHashKeys = pgTable(
  'feature_flag_hash_keys',
  {
    teamId: integer('team_id').notNull(),
    personId: bigint('person_id', { mode: 'number' }).notNull(),
    flagKey: text('flag_key').notNull(),
    hashKey: text('hash_key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.personId, table.flagKey] })],
)

/** Overrides from splits that ClickHouse has not confirmed yet. Inserting one twice has no effect. */
export const pendingPersonOverrides = pgTable('pending_person_overrides', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  distinctId: text('distinct_id').notNull(),
  personUuid: uuid('person_uuid').notNull(),
  version: bigint('version', { mode: 'number' }).notNull(),
})

/**
 * Deletions of a person's events or recordings: pending, running or completed. Rows remain after the person is deleted.
 */
export const personDeletions = pgTable(
  'person_deletions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    personUuid: uuid('person_uuid').notNull(),
    kind: text('kind').$type<'events' | 'recordings'>().notNull(),
    distinctIds: jsonb('distinct_ids').$type<string[]>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    /**
     * Last record of the event log at the time of the request. All events captured before the request are at or below
     * it.
     */
    logSequence: bigint('log_sequence', { mode: 'number' }).notNull(),
    /** Rows stored up to this time are deleted. Set once the log has been processed up to `log_sequence`. */
    until: timestamp('until', { withTimezone: true, precision: 6, mode: 'string' }),
    rowsTotal: bigint('rows_total', { mode: 'number' }),
    rowsDeleted: bigint('rows_deleted', { mode: 'number' }).notNull().default(0),
    verifiedAt: timestamp('verified_at', { withTimezone: true, precision: 6, mode: 'string' }),
  },
  (table) => [
    uniqueIndex('person_deletions_pending')
      .on(table.teamId, table.personUuid, table.kind)
      .where(sql`verified_at IS NULL`),
    index('person_deletions_newest').on(table.teamId, table.id.desc().nullsFirst()),
  ],
)
