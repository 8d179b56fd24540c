import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Processes that do background work say here that they live. */
export const heartbeats = pgTable('heartbeats', {
  role: text('role').primaryKey(),
  pid: integer('pid').notNull(),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
})
