import { boolean, index, integer, jsonb, pgTable, serial, smallint, text, timestamp, unique } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A dashboard: a page of insights and texts. */
export const dashboards = pgTable(
  'dashboards',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name'),
    description: text('description').notNull().default(''),
    pinned: boolean('pinned').notNull().default(false),
    deleted: boolean('deleted').notNull().default(false),
    creationMode: text('creation_mode').notNull().default('default'),
    filters: jsonb('filters').$type<JsonObject>().notNull().default({}),
    variables: jsonb('variables').$type<JsonObject>(),
    breakdownColors: jsonb('breakdown_colors'),
    dataColorThemeId: integer('data_color_theme_id'),
    tags: text('tags').array().notNull().default([]),
    /** 21: everybody who may edit dashboards; 37: only the creator and administrators. */
    restrictionLevel: smallint('restriction_level').notNull().default(21),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    lastAccessedAt: time('last_accessed_at'),
  },
  (table) => [index('dashboards_team').on(table.teamId, table.id)],
)

/**
 * A tile on a dashboard: an insight, or a text of its own. A tile is hidden while its dashboard or insight is deleted.
 */
export const dashboardTiles = pgTable(
  'dashboard_tiles',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    dashboardId: integer('dashboard_id').notNull(),
    insightId: integer('insight_id'),
    textBody: text('text_body'),
    textModifiedAt: time('text_modified_at'),
    textModifiedBy: integer('text_modified_by'),
    layouts: jsonb('layouts').$type<JsonObject>().notNull().default({}),
    color: text('color'),
    deleted: boolean('deleted').notNull().default(false),
  },
  (table) => [
    unique('dashboard_tiles_insight').on(table.dashboardId, table.insightId),
    index('dashboard_tiles_of_insight').on(table.insightId),
  ],
)
