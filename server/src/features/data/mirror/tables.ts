import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** Persons, groups, recordings and accounts that changed and that ClickHouse has not been told of; triggers write it (see the migration). */
export const mirrorQueue = pgTable('mirror_queue', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  kind: text('kind').$type<'person' | 'group' | 'recording' | 'account'>().notNull(),
  /** A person's or an account's uuid; of a group `<type index>:<key>`; of a recording its session. */
  key: text('key').notNull(),
})
