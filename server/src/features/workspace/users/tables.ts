import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JsonObject, JsonValue } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true })
const ownerId = () =>
  integer('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  uuid: uuid('uuid').notNull().unique().defaultRandom(),
  distinctId: text('distinct_id')
    .notNull()
    .unique()
    .default(sql`replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`),
  /** Always lower case: addresses are case-insensitive. */
  email: text('email').notNull().unique(),
  /** A requested address that is not confirmed yet. */
  pendingEmail: text('pending_email'),
  /** null for accounts older than address confirmation. */
  isEmailVerified: boolean('is_email_verified'),
  firstName: text('first_name').notNull().default(''),
  lastName: text('last_name').notNull().default(''),
  /** null if the account has no password. */
  passwordHash: text('password_hash'),
  isActive: boolean('is_active').notNull().default(true),
  /** May see every account of the installation. */
  isStaff: boolean('is_staff').notNull().default(false),
  currentOrganizationId: uuid('current_organization_id'),
  currentTeamId: integer('current_team_id'),
  /** The user's choices; the defaults are in notification-settings.ts. */
  notificationSettings: jsonb('notification_settings').$type<JsonObject>().notNull().default({}),
  anonymizeData: boolean('anonymize_data').default(false),
  allowImpersonation: boolean('allow_impersonation').default(true),
  toolbarMode: text('toolbar_mode').default('toolbar'),
  eventsColumnConfig: jsonb('events_column_config').$type<JsonValue>().notNull().default({ active: 'DEFAULT' }),
  hasSeenProductIntroFor: jsonb('has_seen_product_intro_for').$type<JsonValue>(),
  themeMode: text('theme_mode'),
  hedgehogConfig: jsonb('hedgehog_config').$type<JsonObject | null>(),
  allowSidebarSuggestions: boolean('allow_sidebar_suggestions'),
  shortcutPosition: text('shortcut_position'),
  roleAtOrganization: text('role_at_organization'),
  passkeysEnabledFor2fa: boolean('passkeys_enabled_for_2fa').notNull().default(false),
  lastLoginAt: time('last_login_at'),
  /** Entries of the activity log newer than this are unread. */
  activityReadUntil: timestamp('activity_read_until', { withTimezone: true, precision: 6, mode: 'string' }),
  createdAt: time('created_at').notNull().defaultNow(),
})

/** Login sessions. Only a hash of the cookie's value is stored. */
export const userSessions = pgTable(
  'user_sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    id: uuid('id').notNull().unique().defaultRandom(),
    userId: ownerId(),
    createdAt: time('created_at').notNull().defaultNow(),
    /** When the user last proved who they are; sensitive actions need that to be recent. */
    authenticatedAt: time('authenticated_at').notNull().defaultNow(),
    lastActivityAt: time('last_activity_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
    userAgent: text('user_agent').notNull().default(''),
    ip: text('ip').notNull().default(''),
    loginMethod: text('login_method').notNull().default('password'),
  },
  (table) => [index().on(table.userId)],
)

/** Personal API keys. Only a hash of the key is stored; keys are 256 random bits, so one round of SHA-256 is enough. */
export const personalApiKeys = pgTable(
  'personal_api_keys',
  {
    id: text('id').primaryKey(),
    userId: ownerId(),
    label: text('label').notNull(),
    description: text('description'),
    valueHash: text('value_hash').notNull().unique(),
    maskedValue: text('masked_value').notNull(),
    scopes: text('scopes').array().notNull(),
    scopedTeams: integer('scoped_teams').array().notNull().default([]),
    scopedOrganizations: text('scoped_organizations').array().notNull().default([]),
    createdAt: time('created_at').notNull().defaultNow(),
    lastUsedAt: time('last_used_at'),
    lastRolledAt: time('last_rolled_at'),
    /** The key is invalid from then on; null for never. */
    expiresAt: time('expires_at'),
  },
  (table) => [index().on(table.userId)],
)

/**
 * Short-lived proofs: a link to set a new password, a code sent to an address, the first half of a login with two factors, a
 * passkey's challenge. Only hashes are stored.
 */
export const userProofs = pgTable(
  'user_proofs',
  {
    tokenHash: text('token_hash').primaryKey(),
    kind: text('kind').notNull(),
    /** null while the user is unknown (a passkey's challenge at login). */
    userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    payload: jsonb('payload').$type<JsonObject>().notNull().default({}),
    /** Wrong guesses so far. */
    failures: smallint('failures').notNull().default(0),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index().on(table.userId, table.kind), index().on(table.expiresAt)],
)

/** A user's authenticator app; its secret is encrypted. */
export const totpDevices = pgTable('totp_devices', {
  userId: ownerId().primaryKey(),
  secret: text('secret').notNull(),
  /** Number of the last used time step: a code works once. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  createdAt: time('created_at').notNull().defaultNow(),
})

export const backupCodes = pgTable(
  'backup_codes',
  { codeHash: text('code_hash').primaryKey(), userId: ownerId() },
  (table) => [index().on(table.userId)],
)

export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: ownerId(),
    credentialId: text('credential_id').notNull().unique(),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull().default(0),
    transports: text('transports').array().notNull().default([]),
    label: text('label').notNull(),
    isVerified: boolean('is_verified').notNull().default(true),
    createdAt: time('created_at').notNull().defaultNow(),
    lastUsedAt: time('last_used_at'),
  },
  (table) => [index().on(table.userId)],
)

/** Calls of rate-limited actions, by subject (an account, an address), in windows of fixed length. */
export const throttleWindows = pgTable('throttle_windows', {
  /** The action, the subject, and the number of the window. */
  name: text('name').primaryKey(),
  calls: integer('calls').notNull(),
  endsAt: time('ends_at').notNull(),
})

/** Wrong guesses of passwords and codes, by target and origin. */
export const guesses = pgTable(
  'guesses',
  {
    /** The kind of guess, and a hash of its target or origin. */
    subject: text('subject').primaryKey(),
    count: integer('count').notNull(),
    /** No guess is accepted before this time. */
    waitUntil: time('wait_until').notNull(),
    /** The guesses are forgotten from this time on. */
    forgetAt: time('forget_at').notNull(),
  },
  (table) => [index().on(table.forgetAt)],
)

/** Which dashboard a user wants on which page of a project. */
export const scenePersonalisations = pgTable(
  'scene_personalisations',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: ownerId(),
    teamId: integer('team_id').notNull(),
    scene: text('scene').notNull(),
    dashboardId: integer('dashboard_id').notNull(),
  },
  (table) => [unique().on(table.userId, table.teamId, table.scene)],
)
