import type { AlertCondition, AlertState, CalculationInterval, ThresholdType } from '@hedgerow/shared/alerts'
import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 6, mode: 'string' })

/** A rule about an insight, and what its checks have found. The table is the queue of the checks that are due. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    insightId: integer('insight_id').notNull(),
    name: text('name').notNull().default(''),
    enabled: boolean('enabled').notNull().default(true),
    condition: text('condition').$type<AlertCondition>().notNull(),
    thresholdType: text('threshold_type').$type<ThresholdType>().notNull(),
    lower: doublePrecision('lower'),
    upper: doublePrecision('upper'),
    /** Position of the series, or of the formula, in the query. */
    seriesIndex: integer('series_index').notNull().default(0),
    checksOngoing: boolean('checks_ongoing').notNull().default(false),
    calculationInterval: text('calculation_interval').$type<CalculationInterval>().notNull().default('daily'),
    skipWeekend: boolean('skip_weekend').notNull().default(false),
    snoozedUntil: time('snoozed_until'),
    state: text('state').$type<AlertState>().notNull().default('Not firing'),
    errorsInRow: integer('errors_in_row').notNull().default(0),
    /** Counts changes by users, so that a check that began before one is discarded. */
    revision: integer('revision').notNull().default(0),
    lastValue: doublePrecision('last_value'),
    lastCheckedAt: time('last_checked_at'),
    lastNotifiedAt: time('last_notified_at'),
    /** Null while it is disabled. */
    nextCheckAt: time('next_check_at'),
    createdAt: time('created_at').notNull().defaultNow(),
    createdBy: integer('created_by'),
  },
  (table) => [index('alerts_insight').on(table.teamId, table.insightId), index('alerts_due').on(table.nextCheckAt)],
)

/** Who gets mail from an alert. */
export const alertSubscribers = pgTable(
  'alert_subscribers',
  {
    teamId: integer('team_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    userId: integer('user_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.userId] })],
)

/** The history of an alert. */
export const alertChecks = pgTable(
  'alert_checks',
  {
    id: uuid('id').primaryKey(),
    teamId: integer('team_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    calculatedValue: doublePrecision('calculated_value'),
    /** What this check found: an error is Errored even while the state of the alert still is what it was. */
    state: text('state').$type<AlertState>().notNull(),
    targetsNotified: boolean('targets_notified').notNull().default(false),
    /** What broke the rule, or why the check failed, in a sentence. */
    message: text('message'),
  },
  (table) => [index('alert_checks_newest').on(table.alertId, table.createdAt.desc(), table.id.desc())],
)
