import { integer, pgTable, timestamp } from 'drizzle-orm/pg-core'

/** Projects that are being filled with generated events. The row is deleted once the last event is in the event log. */
export const demoGenerations = pgTable('demo_generations', {
  teamId: integer('team_id').primaryKey(),
  seed: integer('seed').notNull(),
  end: timestamp('end', { withTimezone: true }).notNull(),
  days: integer('days').notNull(),
  eventsTotal: integer('events_total'),
  eventsSent: integer('events_sent').notNull().default(0),
})
