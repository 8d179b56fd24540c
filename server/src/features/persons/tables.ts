import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../platform/json.ts'

export const persons = pgTable(
  'persons',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    uuid: uuid('uuid').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull(),
    properties: jsonb('properties').$type<JsonObject>().notNull(),
    isIdentified: boolean('is_identified').notNull().default(false),
    /** Rises with every change; a merge takes the larger of both plus one. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
    /** Time of the latest event, floored to the hour. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'string' }),
  },
  (table) => [
    uniqueIndex('persons_team_uuid').on(table.teamId, table.uuid),
    index('persons_team_newest').on(table.teamId, table.createdAt.desc(), table.uuid),
  ],
)

export const personDistinctIds = pgTable(
  'person_distinct_ids',
  {
    teamId: integer('team_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => persons.id, { onDelete: 'cascade' }),
    /** Order in which ids were attached. */
    id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Version of the id's override; 0 while its events have always carried its person. */
    version: bigint('version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.distinctId] }),
    index('person_distinct_ids_person').on(table.personId, table.id),
  ],
)

/** Distinct ids that sent events without a person profile; attaching one to a person later needs an override. */
export const personlessDistinctIds = pgTable(
  'personless_distinct_ids',
  {
    teamId: integer('team_id').notNull(),
    distinctId: text('distinct_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.distinctId] })],
)
