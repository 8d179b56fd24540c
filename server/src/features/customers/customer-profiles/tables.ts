import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { JsonValue } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** What the pages of persons, or of groups of one type, show and where. */
export const customerProfileConfigs = pgTable(
  'customer_profile_configs',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    scope: text('scope').notNull(),
    content: jsonb('content').$type<JsonValue>().notNull(),
    sidebar: jsonb('sidebar').$type<JsonValue>().notNull(),
    createdBy: integer('created_by'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('customer_profile_configs_team').on(table.teamId, table.createdAt)],
)
