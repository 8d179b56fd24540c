import { boolean, index, integer, jsonb, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/** An action: a name for events that match any of its steps. */
export const actions = pgTable(
  'actions',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name'),
    description: text('description').notNull().default(''),
    steps: jsonb('steps').$type<ActionStep[]>().notNull().default([]),
    tags: jsonb('tags').$type<string[]>().notNull().default([]),
    postToSlack: boolean('post_to_slack').notNull().default(false),
    slackMessageFormat: text('slack_message_format').notNull().default(''),
    pinnedAt: timestamp('pinned_at', { withTimezone: true, mode: 'string' }),
    deleted: boolean('deleted').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: timestamp('updated_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
  },
  (table) => [index('actions_team').on(table.teamId, table.id)],
)

/** An event matches if it satisfies all given parts. */
export interface ActionStep {
  event?: string | null
  url?: string | null
  url_matching?: 'contains' | 'regex' | 'exact' | null
  text?: string | null
  text_matching?: 'contains' | 'regex' | 'exact' | null
  href?: string | null
  href_matching?: 'contains' | 'regex' | 'exact' | null
  selector?: string | null
  tag_name?: string | null
  properties?: JsonObject[] | null
}
