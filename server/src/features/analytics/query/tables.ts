import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/** Answers that were computed, for asking the same again. */
export const queryResults = pgTable(
  'query_results',
  {
    teamId: integer('team_id').notNull(),
    cacheKey: text('cache_key').notNull(),
    /** JSON text. */
    answer: text('answer').notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.cacheKey] }),
    index('query_results_oldest').on(table.computedAt),
  ],
)

/** Queries that run in the background; whoever runs one renews it while it does. */
export const queryRuns = pgTable(
  'query_runs',
  {
    teamId: integer('team_id').notNull(),
    id: text('id').notNull(),
    cacheKey: text('cache_key').notNull(),
    query: jsonb('query').$type<JsonObject>().notNull(),
    createdBy: integer('created_by'),
    startedAt: timestamp('started_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    renewedAt: timestamp('renewed_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    finishedAt: timestamp('finished_at', { withTimezone: true, precision: 6, mode: 'string' }),
    isCancelled: boolean('is_cancelled').notNull().default(false),
    /** JSON text. */
    answer: text('answer'),
    error: jsonb('error').$type<JsonObject>(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index('query_runs_oldest').on(table.startedAt)],
)
