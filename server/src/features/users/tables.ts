import { boolean, index, integer, pgTable, serial, text, timestamp, uuid } from 'drizzle-orm/pg-core'

export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  uuid: uuid('uuid').notNull().unique().defaultRandom(),
  /** Always lower case: addresses are compared without regard to case. */
  email: text('email').notNull().unique(),
  firstName: text('first_name').notNull().default(''),
  passwordHash: text('password_hash').notNull(),
  isActive: boolean('is_active').notNull().default(true),
  currentOrganizationId: uuid('current_organization_id'),
  currentTeamId: integer('current_team_id'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Log-ins. Only a hash of the cookie's value is kept. */
export const userSessions = pgTable(
  'user_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    userAgent: text('user_agent').notNull().default(''),
  },
  (table) => [index().on(table.userId)],
)

/** Personal API keys. Only a hash of the key is kept; keys are 256 random bits, so one round of SHA-256 is enough. */
export const personalApiKeys = pgTable(
  'personal_api_keys',
  {
    id: text('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    label: text('label').notNull(),
    valueHash: text('value_hash').notNull().unique(),
    maskedValue: text('masked_value').notNull(),
    scopes: text('scopes').array().notNull(),
    scopedTeams: integer('scoped_teams').array().notNull().default([]),
    scopedOrganizations: text('scoped_organizations').array().notNull().default([]),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
  },
  (table) => [index().on(table.userId)],
)
