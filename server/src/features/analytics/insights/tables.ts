import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A saved query, including how to display its result. */
export const insights = pgTable(
  'insights',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    shortId: text('short_id').notNull(),
    name: text('name'),
    derivedName: text('derived_name'),
    description: text('description'),
    query: jsonb('query').$type<JsonObject>(),
    /** Flat legacy parameters; empty if there is a query. */
    filters: jsonb('filters').$type<JsonObject>().notNull().default({}),
    order: integer('order'),
    saved: boolean('saved').notNull().default(false),
    favorited: boolean('favorited').notNull().default(false),
    deleted: boolean('deleted').notNull().default(false),
    /** The dashboard with which it was deleted. Restoring the dashboard restores the insight. */
    deletedWithDashboard: integer('deleted_with_dashboard'),
    isSample: boolean('is_sample').notNull().default(false),
    tags: text('tags').array().notNull().default([]),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
    lastModifiedAt: time('last_modified_at').notNull().defaultNow(),
    lastModifiedBy: integer('last_modified_by'),
  },
  (table) => [
    unique('insights_short_id').on(table.teamId, table.shortId),
    index('insights_newest').on(table.teamId, table.lastModifiedAt.desc()),
  ],
)

/** When each user last viewed an insight. */
export const insightViews = pgTable(
  'insight_views',
  {
    teamId: integer('team_id').notNull(),
    insightId: integer('insight_id').notNull(),
    userId: integer('user_id').notNull(),
    lastViewedAt: time('last_viewed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.insightId, table.userId] }),
    index('insight_views_newest').on(table.teamId, table.userId, table.lastViewedAt.desc()),
  ],
)
