import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { ActivityDetail } from './log.ts'

/** What people and keys changed through the API. Entries are never changed, and outlive the objects they describe. */
export const activityLog = pgTable(
  'activity_log',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    /** null if the change only concerns the organization. */
    teamId: integer('team_id'),
    /** null if the system made the change. */
    userId: integer('user_id'),
    activity: text('activity').notNull(),
    scope: text('scope').notNull(),
    itemId: text('item_id').notNull(),
    detail: jsonb('detail').$type<ActivityDetail>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [
    index('activity_log_team').on(table.teamId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('activity_log_item').on(
      table.teamId,
      table.scope,
      table.itemId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('activity_log_organization').on(
      table.organizationId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
)
