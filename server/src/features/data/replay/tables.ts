import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/**
 * One row per recorded session, with everything that is known about it. Of a deleted recording the row stays for a while,
 * emptied, so that late uploads do not bring it back.
 */
export const recordings = pgTable(
  'recordings',
  {
    teamId: integer('team_id').notNull(),
    sessionId: text('session_id').notNull(),
    /** Distinct ID, source and library of the upload that came first. */
    distinctId: text('distinct_id').notNull(),
    source: text('source').notNull(),
    library: text('library').notNull(),
    startTime: time('start_time').notNull(),
    endTime: time('end_time').notNull(),
    startUrl: text('start_url'),
    /** Time of the item that `start_url` is from. */
    startUrlAt: time('start_url_at'),
    urls: text('urls').array().notNull().default([]),
    clicks: integer('clicks').notNull().default(0),
    keypresses: integer('keypresses').notNull().default(0),
    mouseActivity: integer('mouse_activity').notNull().default(0),
    consoleLogs: integer('console_logs').notNull().default(0),
    consoleWarnings: integer('console_warnings').notNull().default(0),
    consoleErrors: integer('console_errors').notNull().default(0),
    items: integer('items').notNull().default(0),
    /** Bytes of the items as JSON lines. */
    totalBytes: bigint('total_bytes', { mode: 'number' }).notNull().default(0),
    activeMs: bigint('active_ms', { mode: 'number' }).notNull().default(0),
    /** When somebody was active; see `activity.ts`. */
    runs: bytea('runs').notNull(),
    retentionDays: integer('retention_days').notNull(),
    expiryTime: time('expiry_time').notNull(),
    lastReceivedAt: time('last_received_at').notNull(),
    /** When its blocks were joined; null if blocks were added since. */
    packedAt: time('packed_at'),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    deletedBy: integer('deleted_by'),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.sessionId] }),
    index('recordings_expiry').on(table.expiryTime),
    index('recordings_unpacked').on(table.lastReceivedAt).where(sql`packed_at IS NULL AND deleted_at IS NULL`),
  ],
)

/** One row per accepted upload, so that a repeated one is recognized. */
export const recordingChunks = pgTable(
  'recording_chunks',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    sessionId: text('session_id').notNull(),
    distinctId: text('distinct_id').notNull(),
    /** uuid of the upload's first event. */
    uuid: text('uuid').notNull(),
    firstTimestamp: time('first_timestamp').notNull(),
    lastTimestamp: time('last_timestamp').notNull(),
    /** Times of inactive items; see `activity.ts`. */
    idle: bytea('idle'),
    /** What the page wrote to the console, if the project keeps it: lists of the same length. */
    console: jsonb('console').$type<{ times: number[]; levels: string[]; messages: string[] }>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('recording_chunks_once').on(table.teamId, table.sessionId, table.uuid),
    index('recording_chunks_distinct_id').on(table.teamId, table.distinctId),
    index('recording_chunks_session').on(table.teamId, table.sessionId, table.firstTimestamp),
  ],
)

/**
 * The blocks of a recording: items that arrived together. A block has a blob of its own until the recording is packed, and
 * then some lines of a blob that it shares with its neighbors. So blocks, and with them the numbers that players know, stay.
 */
export const recordingBlocks = pgTable(
  'recording_blocks',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    teamId: integer('team_id').notNull(),
    sessionId: text('session_id').notNull(),
    blobKey: text('blob_key').notNull(),
    /** Which lines of the blob. */
    firstLine: integer('first_line').notNull().default(0),
    /** Null for all lines. */
    lineCount: integer('line_count'),
    /** Size of the blob, or the block's part of it. */
    bytes: integer('bytes').notNull(),
    firstTimestamp: time('first_timestamp').notNull(),
    lastTimestamp: time('last_timestamp').notNull(),
    /** Set for blobs of earlier versions, which hold the items of one window as a JSON array. */
    arrayWindowId: text('array_window_id'),
  },
  (table) => [
    index('recording_blocks_blob').on(table.blobKey),
    index('recording_blocks_session').on(table.teamId, table.sessionId, table.firstTimestamp),
  ],
)

/** Who has watched a recording. */
export const recordingViews = pgTable(
  'recording_views',
  {
    teamId: integer('team_id').notNull(),
    sessionId: text('session_id').notNull(),
    userId: integer('user_id').notNull(),
    viewedAt: timestamp('viewed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.sessionId, table.userId] })],
)

/** A collection of recordings, or saved filters. */
export const recordingPlaylists = pgTable(
  'recording_playlists',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    shortId: text('short_id').notNull(),
    name: text('name'),
    derivedName: text('derived_name'),
    description: text('description').notNull().default(''),
    pinned: boolean('pinned').notNull().default(false),
    type: text('type').$type<'collection' | 'filters'>().notNull(),
    filters: jsonb('filters').$type<JsonObject>().notNull().default({}),
    deleted: boolean('deleted').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 6, mode: 'string' }).notNull().defaultNow(),
    createdBy: integer('created_by'),
    lastModifiedAt: timestamp('last_modified_at', { withTimezone: true, precision: 6, mode: 'string' })
      .notNull()
      .defaultNow(),
    lastModifiedBy: integer('last_modified_by'),
  },
  (table) => [uniqueIndex('recording_playlists_short_id').on(table.teamId, table.shortId)],
)

export const recordingPlaylistItems = pgTable(
  'recording_playlist_items',
  {
    teamId: integer('team_id').notNull(),
    playlistId: integer('playlist_id').notNull(),
    sessionId: text('session_id').notNull(),
    addedAt: timestamp('added_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.playlistId, table.sessionId] }),
    index('recording_playlist_items_session').on(table.teamId, table.sessionId),
  ],
)
