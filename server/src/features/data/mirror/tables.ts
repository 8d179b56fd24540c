import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

/**
 * Persons, groups, recordings and accounts that changed but are not copied to ClickHouse yet; triggers write it (see the
 * migration).
 */
export const mirrorQueue = pgTable('mirror_queue', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  teamId: integer('team_id').notNull(),
  kind: text('kind').$type<'person' | 'group' | 'recording' | 'recording_console' | 'account'>().notNull(),
  /**
   * uuid of a person or an account; `<type index>:<key>` of a group; session ID of a recording;
   * `<chunk ID>:<session ID>` of what its page wrote to the console.
   */
  key: text('key').notNull(),
})
