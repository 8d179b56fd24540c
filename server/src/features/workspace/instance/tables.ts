import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Processes that do background work say here that they live. */
export const heartbeats = pgTable('heartbeats', {
  role: text('role').primaryKey(),
  pid: integer('pid').notNull(),
  /** What keeps the process from its work, in words; null when nothing does. */
  problem: text('problem'),
  /** How often it was started since it last got work done. */
  startsInVain: integer('starts_in_vain').notNull().default(0),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
})
