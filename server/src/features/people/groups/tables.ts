import { bigint, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, unique } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

/** At most five types per project, indexes 0 to 4, in order of first appearance. */
export const groupTypes = pgTable(
  'group_types',
  {
    teamId: integer('team_id').notNull(),
    typeIndex: smallint('type_index').notNull(),
    name: text('name').notNull(),
    nameSingular: text('name_singular'),
    namePlural: text('name_plural'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.typeIndex] }), unique().on(table.teamId, table.name)],
)

export const groups = pgTable(
  'groups',
  {
    teamId: integer('team_id').notNull(),
    typeIndex: smallint('type_index').notNull(),
    key: text('key').notNull(),
    properties: jsonb('properties').$type<JsonObject>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull(),
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.typeIndex, table.key] })],
)
