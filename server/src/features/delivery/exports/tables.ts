import { bigint, boolean, index, integer, jsonb, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** Files made of insights, dashboards, queries and lists. The content is a blob. */
export const exportedAssets = pgTable(
  'exported_assets',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    /** Whose permissions decide what it shows; null for what every member may see. */
    createdById: integer('created_by'),
    /** Scopes of the key that asked for it; null for somebody who was signed in. */
    scopes: text('scopes').array(),
    /** A user asked for it and finds it in their list; false for pictures in messages and previews. */
    isAskedFor: boolean('is_asked_for').notNull().default(false),
    createdAt: time('created_at').notNull().defaultNow(),
    /** MIME type. */
    format: text('export_format').notNull(),
    insightId: integer('insight_id'),
    dashboardId: integer('dashboard_id'),
    context: jsonb('export_context'),
    fileName: text('file_name').notNull(),
    expiresAt: time('expires_at').notNull(),
    /** Null until there is content. */
    blobKey: text('blob_key'),
    /** The blob is compressed with Brotli. */
    isCompressed: boolean('is_compressed').notNull().default(false),
    /** Size of the blob. */
    bytes: bigint('bytes', { mode: 'number' }),
    /** Why there will be no content. */
    exception: text('exception'),
    /** Rows written so far, and how many there will be, if known. */
    rowsDone: bigint('rows_done', { mode: 'number' }),
    rowsTotal: bigint('rows_total', { mode: 'number' }),
    finishedAt: time('finished_at'),
  },
  (table) => [
    index('exported_assets_creator').on(table.teamId, table.createdById),
    index('exported_assets_expiry').on(table.expiresAt),
  ],
)
