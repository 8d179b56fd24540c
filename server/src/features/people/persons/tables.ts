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
    /** Rises with every change; a merge takes the larger of both plus one. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
    /** The version that a captured event gave it last; a change through the API raises only `version`. */
    ingestedVersion: bigint('ingested_version', { mode: 'number' }).notNull().default(0),
    /** Time of the latest event, floored to the hour. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'string' }),
    /**
     * What search looks at. A column of its own, because an index on `properties` would be written anew with every
     * change of any property; this one only when the address changes.
     */
    email: text('email').generatedAlwaysAs(sql`lower(left(properties->>'email', 1000))`),
  },
  (table) => [
    uniqueIndex('persons_team_uuid').on(table.teamId, table.uuid),
    index('persons_newest').on(table.teamId, table.createdAt.desc().nullsFirst(), table.uuid),
    index('persons_email').using('gin', table.email.op('gin_trgm_ops')),
    // A hash takes text of any length, and any other index on whole addresses would not.
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
    /** Order in which ids were attached. */
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Version of the id's override; 0 while its events have always carried its person. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.distinctId] }),
    index('person_distinct_ids_person').on(table.personId, table.id),
  ],
)

/**
 * Distinct ids that have events but no person: visitors without a profile, and ids of deleted persons. Attaching one to
 * a person later needs an override.
 */
export const personlessDistinctIds = pgTable(
  'personless_distinct_ids',
  {
    teamId: integer('team_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    /** Version that the override must outdo; 0 for visitors without a profile. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.distinctId] })],
)

/**
 * Answers that stay when an anonymous visitor becomes known: the id whose hash decides for a person and a flag. They are kept
 * here, because they are deleted with the person and follow a merge; flags ask for them.
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

/** Overrides that a split made and that ClickHouse has not confirmed yet. Inserting one twice changes nothing. */
export const pendingPersonOverrides = pgTable('pending_person_overrides', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  distinctId: text('distinct_id').notNull(),
  personUuid: uuid('person_uuid').notNull(),
  version: bigint('version', { mode: 'number' }).notNull(),
})

/** Deletions of a person's events or recordings: asked for, running, or done. Rows stay after the person is gone. */
export const personDeletions = pgTable(
  'person_deletions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    personUuid: uuid('person_uuid').notNull(),
    kind: text('kind').$type<'events' | 'recordings'>().notNull(),
    distinctIds: jsonb('distinct_ids').$type<string[]>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    /** Last record of the event log at that moment: what it holds was captured before the request. */
    logSequence: bigint('log_sequence', { mode: 'number' }).notNull(),
    /** Rows stored up to here go; set when the log has been processed up to `log_sequence`. */
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
