import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { ServiceStatus } from '../../../platform/services.ts'

/** Processes that do background work say here that they live. */
export const heartbeats = pgTable('heartbeats', {
  role: text('role').primaryKey(),
  pid: integer('pid').notNull(),
  /** What keeps the process from its work, in words; null when nothing does. */
  problem: text('problem'),
  /** How often it was started since it last got work done. */
  startsInVain: integer('starts_in_vain').notNull().default(0),
  /** How the services of the process are doing. */
  services: jsonb('services').$type<readonly ServiceStatus[]>().notNull().default([]),
  seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
})
