import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/**
 * A batch whose effects are in PostgreSQL and whose rows, in a file, are on their way to ClickHouse. The row is written in
 * the same transaction as those effects, so after a crash at any point it lists exactly the work that is left.
 */
export const ingestionOutbox = pgTable(
  'ingestion_outbox',
  {
    /**
     * The event log that the batch comes from: several workers with their own folders may share a database. Empty in rows of
     * earlier versions.
     */
    log: text('log').notNull().default(''),
    firstSequence: bigint('first_sequence', { mode: 'number' }).notNull(),
    lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
    /**
     * Number of rows in the batch's file; 0 means that there is no file. Null in rows of earlier versions, which did not
     * count.
     */
    rows: integer('rows'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.log, table.firstSequence] })],
)

/** Events that could never be processed, with the reason, kept for inspection. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id'),
    /** The event log that the sequence belongs to; empty in rows of earlier versions. */
    log: text('log').notNull().default(''),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    /** Position of the event in its record; -1 if the record itself cannot be read. */
    position: integer('position').notNull(),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    event: text('event'),
    distinctId: text('distinct_id'),
    /** The event's JSON text, truncated to a limit. */
    body: text('body').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('dead_letters_team').on(table.teamId, table.id),
    uniqueIndex('dead_letters_once').on(table.log, table.sequence, table.position),
  ],
)

/** Events per hour by outcome. Team 0 counts events that belong to no project (unknown tokens). */
export const ingestionCounters = pgTable(
  'ingestion_counters',
  {
    teamId: integer('team_id').notNull(),
    hour: timestamp('hour', { withTimezone: true }).notNull(),
    outcome: text('outcome').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.hour, table.outcome] })],
)

export const ingestionWarnings = pgTable(
  'ingestion_warnings',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    type: text('type').notNull(),
    source: text('source').notNull(),
    details: jsonb('details').$type<JsonObject>().notNull(),
    timestamp: timestamp('timestamp', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('ingestion_warnings_team').on(table.teamId, table.id)],
)
