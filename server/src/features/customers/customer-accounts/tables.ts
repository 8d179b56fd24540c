import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../../platform/json.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A customer company, and who looks after it. Its external ID is the key of the group that its product data comes from. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    externalId: text('external_id'),
    properties: jsonb('properties').$type<JsonObject>().notNull().default({}),
    tags: text('tags').array().notNull().default([]),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('accounts_external_id').on(table.teamId, table.externalId),
    index('accounts_newest').on(table.teamId, table.createdAt.desc(), table.id.desc()),
    index('accounts_name').on(table.teamId, table.name, table.id),
    index('accounts_updated').on(table.teamId, table.updatedAt.desc(), table.id.desc()),
    index('accounts_tags').using('gin', table.tags),
  ],
)

/** Further facts that a project stores about its accounts. */
export const customPropertyDefinitions = pgTable(
  'custom_property_definitions',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    displayType: text('display_type').notNull(),
    isBigNumber: boolean('is_big_number').notNull().default(false),
    /** For a `select`: `[{id, label, color}]`. */
    options: jsonb('options').$type<JsonObject[]>(),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('custom_property_definitions_name').on(table.teamId, table.name)],
)

/** Values of custom properties, each in the column of its type; replaced values are kept as history. */
export const customPropertyValues = pgTable(
  'custom_property_values',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    accountId: uuid('account_id').notNull(),
    definitionId: uuid('definition_id').notNull(),
    textValue: text('text_value'),
    numberValue: doublePrecision('number_value'),
    booleanValue: boolean('boolean_value'),
    timeValue: time('time_value'),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    supersededAt: time('superseded_at'),
  },
  (table) => [
    uniqueIndex('custom_property_values_current')
      .on(table.accountId, table.definitionId)
      .where(sql`superseded_at IS NULL`),
    index('custom_property_values_of_definition').on(table.definitionId),
    // Current values by property, for filters and sorting. Long texts are compared by their beginning.
    index('custom_property_values_number').on(table.definitionId, table.numberValue).where(sql`superseded_at IS NULL`),
    index('custom_property_values_text')
      .on(table.definitionId, sql`left(text_value, 200)`)
      .where(sql`superseded_at IS NULL`),
    index('custom_property_values_time').on(table.definitionId, table.timeValue).where(sql`superseded_at IS NULL`),
  ],
)

/** A saved accounts table: its columns, filters and order. */
export const accountViews = pgTable(
  'account_views',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    name: text('name').notNull(),
    /** `private`: visible to its creator; `team`: visible to everyone. */
    visibility: text('visibility').notNull().default('private'),
    definition: jsonb('definition').$type<JsonObject>().notNull(),
    /** Increases with every change; a change must name the version it is based on. */
    version: integer('version').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by').notNull(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('account_views_team').on(table.teamId, table.name)],
)

/** Uploaded files of accounts, and the outcome of their import. */
export const accountImports = pgTable(
  'account_imports',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    fileName: text('file_name').notNull(),
    /** The file; null once the import has ended. */
    content: bytes('content'),
    isDryRun: boolean('is_dry_run').notNull().default(false),
    skipsRefused: boolean('skips_refused').notNull().default(false),
    ignoresUnknown: boolean('ignores_unknown').notNull().default(false),
    /** `running` from the upload on, `checked` (a finished dry run), `done`, `refused` or `failed`. */
    state: text('state').notNull().default('running'),
    rows: integer('rows').notNull().default(0),
    created: integer('created').notNull().default(0),
    updated: integer('updated').notNull().default(0),
    unchanged: integer('unchanged').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    /** The first refused rows: `[{line, reason}]`. */
    refusals: jsonb('refusals').$type<{ line: number; reason: string }[]>().notNull().default([]),
    /** What is wrong with the file as a whole; while the import is running, why the last attempt failed. */
    problem: text('problem'),
    startedAt: time('started_at').notNull().defaultNow(),
    finishedAt: time('finished_at'),
    createdBy: integer('created_by').notNull(),
  },
  (table) => [
    index('account_imports_newest').on(table.teamId, table.startedAt.desc()),
    uniqueIndex('account_imports_running').on(table.teamId).where(sql`state = 'running'`),
  ],
)
