import { index, integer, jsonb, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** Access to another service. */
export const integrations = pgTable(
  'integrations',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    /** `slack`. */
    kind: text('kind').notNull(),
    /** What everyone may see: names and IDs. */
    config: jsonb('config').$type<JsonObject>().notNull().default({}),
    /** The token or address; encrypted. */
    secret: text('secret').notNull(),
    /** Why the service refused the token last; empty if it works. */
    errors: text('errors').notNull().default(''),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
  },
  (table) => [index('integrations_team').on(table.teamId, table.id)],
)
