import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/**
 * A batch whose effects are in PostgreSQL and whose rows, in a file, are on their way to ClickHouse. Written in the
 * same transaction as those effects, so a crash at any point finds either nothing or everything that is left to do.
 */
export const ingestionOutbox = pgTable(
  'ingestion_outbox',
  {
    /** The event log that the batch is from: several workers with folders of their own may share a database. Empty in lines of earlier versions. */
    log: text('log').notNull().default(''),
    firstSequence: bigint('first_sequence', { mode: 'number' }).notNull(),
    lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
    /** Rows in the batch's file; 0 means that there is none. Null in lines of earlier versions, which did not count. */
    rows: integer('rows'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.log, table.firstSequence] })],
)

/** What could never be processed, with the reason, kept for a person to look at. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id'),
    /** The event log that the sequence is of; empty in those of earlier versions. */
    log: text('log').notNull().default(''),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    /** Position of the event in its record; -1 when the record itself cannot be read. */
    position: integer('position').notNull(),
    reason: text('reason').notNull(),
    detail: text('detail').notNull(),
    event: text('event'),
    distinctId: text('distinct_id'),
    /** The event's JSON text, cut to a limit. */
    body: text('body').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('dead_letters_team').on(table.teamId, table.id),
    uniqueIndex('dead_letters_once').on(table.log, table.sequence, table.position),
  ],
)

/** Events per hour by what became of them. Team 0 holds what belongs to no project (unknown tokens). */
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
