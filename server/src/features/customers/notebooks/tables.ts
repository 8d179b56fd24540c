import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { JsonValue } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A document that people edit together; every change of its content gets a version number. */
export const notebooks = pgTable(
  'notebooks',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    shortId: text('short_id').notNull(),
    title: text('title'),
    /** A ProseMirror document, or whatever a client sent. */
    content: jsonb('content').$type<JsonValue>(),
    textContent: text('text_content'),
    version: integer('version').notNull().default(0),
    deleted: boolean('deleted').notNull().default(false),
    /** `default`, or `internal`: belongs to an account and appears in no general list. */
    visibility: text('visibility').notNull().default('default'),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    lastModifiedAt: time('last_modified_at').notNull().defaultNow(),
    lastModifiedBy: integer('last_modified_by'),
  },
  (table) => [
    unique('notebooks_short_id').on(table.teamId, table.shortId),
    index('notebooks_newest').on(table.teamId, table.lastModifiedAt.desc()),
    index('notebooks_words').using(
      'gin',
      sql`(to_tsvector('english', left(coalesce(title, ''), 1000))), (to_tsvector('english', left(coalesce(text_content, ''), 200000)))`,
    ),
  ],
)

/** Earlier states of notebooks, so that no text is ever lost. */
export const notebookVersions = pgTable(
  'notebook_versions',
  {
    teamId: integer('team_id').notNull(),
    notebookId: uuid('notebook_id').notNull(),
    version: integer('version').notNull(),
    title: text('title'),
    content: jsonb('content').$type<JsonValue>(),
    textContent: text('text_content'),
    /** When this state was written, and by whom. */
    modifiedAt: time('modified_at').notNull(),
    modifiedBy: integer('modified_by'),
  },
  (table) => [primaryKey({ columns: [table.notebookId, table.version] })],
)

/** The notebooks of an account, in the order in which they were linked. */
export const accountNotebooks = pgTable(
  'account_notebooks',
  {
    teamId: integer('team_id').notNull(),
    accountId: uuid('account_id').notNull(),
    notebookId: uuid('notebook_id').notNull(),
    linkedAt: time('linked_at').notNull().defaultNow(),
  },
  (table) => [
    unique('account_notebooks_pair').on(table.accountId, table.notebookId),
    index('account_notebooks_notebook').on(table.notebookId),
  ],
)
