import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** Persons, groups and recordings that changed and that ClickHouse has not been told of; triggers write it (see the migration). */
export const mirrorQueue = pgTable('mirror_queue', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  kind: text('kind').$type<'person' | 'group' | 'recording'>().notNull(),
  /** A person's uuid; of a group `<type index>:<key>`; of a recording its session. */
  key: text('key').notNull(),
})
