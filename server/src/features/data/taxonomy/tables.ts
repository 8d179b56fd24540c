import { boolean, integer, pgTable, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'

/** What people added to a definition. */
const care = () => ({
  description: text('description').notNull().default(''),
  tags: text('tags').array().notNull().default([]),
  verified: boolean('verified').notNull().default(false),
  verifiedAt: timestamp('verified_at', { withTimezone: true }),
  verifiedBy: integer('verified_by'),
  hidden: boolean('hidden'),
  updatedAt: timestamp('updated_at', { withTimezone: true }),
  updatedBy: integer('updated_by'),
})

export const eventDefinitions = pgTable(
  'event_definitions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }),
    ...care(),
  },
  (table) => [unique('event_definitions_name').on(table.teamId, table.name)],
)

/** Kinds: 1 event, 2 person, 3 group; `groupTypeIndex` is -1 unless the kind is group. */
export const propertyDefinitions = pgTable(
  'property_definitions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    kind: smallint('kind').notNull(),
    groupTypeIndex: smallint('group_type_index').notNull().default(-1),
    isNumerical: boolean('is_numerical').notNull().default(false),
    /** The first detected type: DateTime, String, Numeric, Boolean; null while only nulls and structures were seen. */
    propertyType: text('property_type'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    ...care(),
  },
  (table) => [unique('property_definitions_name').on(table.teamId, table.kind, table.name, table.groupTypeIndex)],
)

/** Which events have been seen with which properties. */
export const eventProperties = pgTable(
  'event_properties',
  {
    teamId: integer('team_id').notNull(),
    event: text('event').notNull(),
    property: text('property').notNull(),
  },
  (table) => [unique('event_properties_pair').on(table.teamId, table.event, table.property)],
)
