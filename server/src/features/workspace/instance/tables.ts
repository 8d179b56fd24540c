import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { ServiceStatus } from '../../../platform/services.ts'

/** Heartbeats of processes that do background work. */
export const heartbeats = pgTable('heartbeats', {
  role: text('role').primaryKey(),
  pid: integer('pid').notNull(),
  /** Why the process cannot do its work, as a message; null if it can. */
  problem: text('problem'),
  /** Number of starts since it last got work done. */
  startsInVain: integer('starts_in_vain').notNull().default(0),
  /** Status of the process's services. */
  services: jsonb('services').$type<readonly ServiceStatus[]>().notNull().default([]),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
})
