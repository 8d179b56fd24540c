import { boolean, index, integer, jsonb, pgTable, serial, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { ShareSettings } from './settings.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** How an object is shared; stored with the first change. */
export const shares = pgTable(
  'shares',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    /** The kind of object, as access rules call it: `insight`. */
    resource: text('resource').notNull(),
    /** ID of the object, as in access rules. */
    objectId: text('object_id').notNull(),
    enabled: boolean('enabled').notNull().default(false),
    settings: jsonb('settings').$type<ShareSettings>(),
    passwordRequired: boolean('password_required').notNull().default(false),
    createdAt: time('created_at').notNull().defaultNow(),
    /** When it was last turned on, and by whom. */
    enabledAt: time('enabled_at'),
    enabledBy: integer('enabled_by'),
    /** How often its page was opened. */
    openings: integer('openings').notNull().default(0),
    lastOpenedAt: time('last_opened_at'),
  },
  (table) => [unique('shares_object').on(table.teamId, table.resource, table.objectId)],
)

/** The secrets of links. A share has one that lasts, and after a refresh for a while the one before. */
export const shareTokens = pgTable(
  'share_tokens',
  {
    token: text('token').primaryKey(),
    teamId: integer('team_id').notNull(),
    shareId: integer('share_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    /** When a refreshed link stops working; null for the present one. */
    endsAt: time('ends_at'),
  },
  (table) => [index('share_tokens_share').on(table.shareId)],
)

/** Passwords of links. A refresh copies them, so that each link has its own. */
export const sharePasswords = pgTable(
  'share_passwords',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    shareId: integer('share_id').notNull(),
    token: text('token').notNull(),
    /** The same for all copies of a password. */
    family: uuid('family').notNull(),
    hash: text('hash').notNull(),
    note: text('note').notNull().default(''),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
    isActive: boolean('is_active').notNull().default(true),
  },
  (table) => [index('share_passwords_token').on(table.token)],
)
