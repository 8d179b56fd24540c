import { bigint, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'

/** One row per accepted upload of a recording; the snapshots themselves are a blob, stored as they were sent. */
export const recordingChunks = pgTable(
  'recording_chunks',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    sessionId: text('session_id').notNull(),
    windowId: text('window_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    /** uuid of the upload's first event: a repeated upload is the same chunk. */
    uuid: text('uuid').notNull(),
    source: text('source').notNull(),
    library: text('library').notNull(),
    blobKey: text('blob_key').notNull(),
    bytes: integer('bytes').notNull(),
    snapshots: integer('snapshots').notNull(),
    firstTimestamp: timestamp('first_timestamp', { withTimezone: true, precision: 3 }).notNull(),
    lastTimestamp: timestamp('last_timestamp', { withTimezone: true, precision: 3 }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('recording_chunks_once').on(table.teamId, table.sessionId, table.uuid),
    index('recording_chunks_distinct_id').on(table.teamId, table.distinctId),
    index('recording_chunks_session').on(table.teamId, table.sessionId, table.firstTimestamp),
  ],
)
