import { sql } from 'drizzle-orm'
import {
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
import type { JsonObject } from '../../../platform/json.ts'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A report on an insight or a dashboard that goes out on a schedule. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    /** One of the two. */
    dashboardId: integer('dashboard_id'),
    insightId: integer('insight_id'),
    /** The insights of the dashboard that are sent. */
    exportInsights: integer('export_insights').array().notNull().default([]),
    /** `email`, `slack`, `webhook` or `teams`. */
    targetType: text('target_type').notNull(),
    /** Addresses separated by commas, a channel, or a URL. */
    targetValue: text('target_value').notNull(),
    integrationId: integer('integration_id'),
    frequency: text('frequency').notNull(),
    interval: integer('interval').notNull().default(1),
    byweekday: text('byweekday').array(),
    bysetpos: smallint('bysetpos'),
    count: integer('count'),
    startDate: time('start_date').notNull(),
    untilDate: time('until_date'),
    /** Null when there will be no more. */
    nextDeliveryDate: time('next_delivery_date'),
    title: text('title'),
    summaryEnabled: boolean('summary_enabled').notNull().default(false),
    summaryPromptGuide: text('summary_prompt_guide').notNull().default(''),
    enabled: boolean('enabled').notNull().default(true),
    deleted: boolean('deleted').notNull().default(false),
    /** Signs what webhooks receive; encrypted. */
    secret: text('secret').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
  },
  (table) => [
    index('subscriptions_team').on(table.teamId, table.id),
    index('subscriptions_due').on(table.nextDeliveryDate),
  ],
)

/** One report that was sent, or is being sent. */
export const subscriptionDeliveries = pgTable(
  'subscription_deliveries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    teamId: integer('team_id').notNull(),
    subscriptionId: integer('subscription_id').notNull(),
    /** Names what the delivery is for: `scheduled <time>`. There is one delivery with each key. */
    idempotencyKey: text('idempotency_key').notNull(),
    /** `scheduled`, `manual` or `target_change`. */
    triggerType: text('trigger_type').notNull(),
    scheduledAt: time('scheduled_at'),
    targetType: text('target_type').notNull(),
    targetValue: text('target_value').notNull(),
    /** The target before the change that the delivery announces; null for a new subscription. */
    previousValue: text('previous_value'),
    inviteMessage: text('invite_message'),
    /** `starting`, `completed`, `failed` or `skipped`. */
    status: text('status').notNull().default('starting'),
    /** How often its report was begun, and how often it was sent. */
    preparations: smallint('preparations').notNull().default(0),
    attempts: smallint('attempts').notNull().default(0),
    contentSnapshot: jsonb('content_snapshot').$type<JsonObject>(),
    exportedAssetIds: integer('exported_asset_ids').array().notNull().default([]),
    changeSummary: text('change_summary'),
    error: jsonb('error').$type<{ message: string; type: string }>(),
    createdAt: time('created_at').notNull().defaultNow(),
    lastUpdatedAt: time('last_updated_at').notNull().defaultNow(),
    finishedAt: time('finished_at'),
  },
  (table) => [
    unique('subscription_deliveries_key').on(table.subscriptionId, table.idempotencyKey),
    index('subscription_deliveries_newest').on(table.subscriptionId, table.createdAt.desc(), table.id.desc()),
    index('subscription_deliveries_old').on(table.createdAt),
    index('subscription_deliveries_open').on(table.subscriptionId).where(sql`status = 'starting'`),
  ],
)

/** Whether a recipient has got a delivery. */
export const subscriptionRecipients = pgTable(
  'subscription_recipients',
  {
    id: serial('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    deliveryId: uuid('delivery_id').notNull(),
    recipient: text('recipient').notNull(),
    /** `waiting`, `success`, `partial` or `failed`. */
    status: text('status').notNull().default('waiting'),
    /** Why the last attempt failed. */
    error: jsonb('error').$type<{ message: string; type: string }>(),
    /** How far a delivery in several messages has come. */
    progress: jsonb('progress').$type<JsonObject>(),
    finishedAt: time('finished_at'),
  },
  (table) => [unique('subscription_recipients_once').on(table.deliveryId, table.recipient)],
)
