import { bigint, boolean, index, integer, jsonb, pgTable, serial, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/** A set of persons: a fixed list (static), or those who matched the criteria when it was last calculated. */
export const cohorts = pgTable(
  'cohorts',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    filters: jsonb('filters').$type<JsonObject>(),
    query: jsonb('query').$type<JsonObject>(),
    isStatic: boolean('is_static').notNull().default(false),
    deleted: boolean('deleted').notNull().default(false),
    isCalculating: boolean('is_calculating').notNull().default(false),
    /** The version whose members are current; null before the first calculation. */
    version: integer('version'),
    /** The latest version that was requested. */
    pendingVersion: integer('pending_version').notNull().default(0),
    count: integer('count'),
    /** The data that the criteria depend on changed since the last calculation. */
    isStale: boolean('is_stale').notNull().default(false),
    /** How long the last calculation took, in milliseconds. */
    lastDuration: integer('last_duration').notNull().default(0),
    lastCalculation: timestamp('last_calculation', { withTimezone: true, precision: 6, mode: 'string' }),
    errorsCalculating: integer('errors_calculating').notNull().default(0),
    lastError: text('last_error'),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    createdBy: integer('created_by'),
  },
  (table) => [index('cohorts_team').on(table.teamId, table.id)],
)

/** Merged persons whose cohort memberships have not been moved yet. */
export const mergedPersons = pgTable('merged_persons', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  fromUuid: uuid('from_uuid').notNull(),
  toUuid: uuid('to_uuid').notNull(),
})

/** Calculations of cohorts: running, completed or failed. */
export const cohortCalculations = pgTable(
  'cohort_calculations',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id').notNull(),
    cohortId: integer('cohort_id').notNull(),
    version: integer('version').notNull(),
    startedAt: timestamp('started_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 6, mode: 'string' }),
    count: integer('count'),
    error: text('error'),
  },
  (table) => [index('cohort_calculations_newest').on(table.cohortId, table.startedAt.desc())],
)
