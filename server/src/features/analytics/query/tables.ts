import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/** Cached query answers. */
export const queryResults = pgTable(
  'query_results',
  {
    teamId: integer('team_id').notNull(),
    cacheKey: text('cache_key').notNull(),
    /** JSON as text. */
    answer: text('answer').notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.cacheKey] }),
    index('query_results_oldest').on(table.computedAt),
  ],
)

/** Background queries. The process that runs a query renews its row periodically. */
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
    /** JSON as text. */
    answer: text('answer'),
    error: jsonb('error').$type<JsonObject>(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] }), index('query_runs_oldest').on(table.startedAt)],
)
