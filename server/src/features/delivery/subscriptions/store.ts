/** Subscriptions as stored. */

import type { Frequency, Weekday } from '@hedgerow/shared/schedule'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { leftJoinDashboard } from '../../analytics/dashboards/index.ts'
import { leftJoinInsight } from '../../analytics/insights/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import type { Recurrence } from './recurrence.ts'
import type { TargetType } from './schemas.ts'

export interface Subscription {
  id: number
  teamId: number
  dashboardId: number | null
  insightId: number | null
  /** IDs of insights, ascending. */
  exportInsights: number[]
  targetType: TargetType
  targetValue: string
  integrationId: number | null
  frequency: Frequency
  interval: number
  byweekday: readonly Weekday[] | null
  bysetpos: number | null
  count: number | null
  startDate: string
  untilDate: string | null
  nextDeliveryDate: string | null
  title: string | null
  summaryEnabled: boolean
  summaryPromptGuide: string
  enabled: boolean
  deleted: boolean
  /** Encrypted. */
  secret: string
  createdAt: string
  createdById: number | null
  creator: unknown
  insightShortId: string | null
  /** The name of the insight or dashboard. */
  resourceName: string | null
  resourceDeleted: boolean
  resourceCreatedById: number | null
}

/** Subscriptions `s` with their insight `i`, dashboard `d` and author `u`. */
export const SUBSCRIPTION_TABLES = `subscriptions s ${leftJoinUser('u', 's.created_by')}
  ${leftJoinInsight('i', 's.insight_id', 'i.team_id = s.team_id')} ${leftJoinDashboard('d', 's.dashboard_id', 'd.team_id = s.team_id')}`

export const SUBSCRIPTION_COLUMNS = `s.id, s.team_id AS "teamId", s.dashboard_id AS "dashboardId", s.insight_id AS "insightId",
  s.export_insights AS "exportInsights", s.target_type AS "targetType", s.target_value AS "targetValue",
  s.integration_id AS "integrationId", s.frequency, s.interval, s.byweekday, s.bysetpos, s.count,
  s.start_date::text AS "startDate", s.until_date::text AS "untilDate", s.next_delivery_date::text AS "nextDeliveryDate", s.title,
  s.summary_enabled AS "summaryEnabled", s.summary_prompt_guide AS "summaryPromptGuide", s.enabled, s.deleted, s.secret,
  s.created_at::text AS "createdAt", s.created_by AS "createdById", ${userJson('u')} AS creator, i.short_id AS "insightShortId",
  CASE WHEN s.insight_id IS NULL THEN coalesce(nullif(d.name, ''), 'Dashboard') ELSE coalesce(nullif(i.name, ''), i.derived_name) END
    AS "resourceName",
  CASE WHEN s.insight_id IS NULL THEN coalesce(d.deleted, true) ELSE coalesce(i.deleted, true) END AS "resourceDeleted",
  CASE WHEN s.insight_id IS NULL THEN d.created_by ELSE i.created_by END AS "resourceCreatedById"`

/** What a write stores. */
export type SubscriptionFields = Pick<
  Subscription,
  | 'dashboardId'
  | 'insightId'
  | 'exportInsights'
  | 'targetType'
  | 'targetValue'
  | 'integrationId'
  | 'frequency'
  | 'interval'
  | 'byweekday'
  | 'bysetpos'
  | 'count'
  | 'title'
  | 'summaryEnabled'
  | 'summaryPromptGuide'
  | 'enabled'
  | 'deleted'
> & { startDate: Date; untilDate: Date | null; nextDeliveryDate: Date | null }

export async function findSubscription(
  client: Pool | PoolClient,
  teamId: number,
  id: string | number,
): Promise<Subscription | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await client.query<Subscription>(
    `SELECT ${SUBSCRIPTION_COLUMNS} FROM ${SUBSCRIPTION_TABLES} WHERE s.team_id = $1 AND s.id = $2`,
    [teamId, Number(id)],
  )
  return rows[0] ?? null
}

const valuesOf = (fields: SubscriptionFields) => [
  fields.dashboardId,
  fields.insightId,
  fields.exportInsights,
  fields.targetType,
  fields.targetValue,
  fields.integrationId,
  fields.frequency,
  fields.interval,
  fields.byweekday,
  fields.bysetpos,
  fields.count,
  fields.title,
  fields.summaryEnabled,
  fields.summaryPromptGuide,
  fields.enabled,
  fields.deleted,
  fields.startDate,
  fields.untilDate,
  fields.nextDeliveryDate,
]

/** @param secret encrypted */
export async function insertSubscription(
  client: PoolClient,
  teamId: number,
  fields: SubscriptionFields,
  { secret, createdById }: { secret: string; createdById: number | null },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO subscriptions (team_id, dashboard_id, insight_id, export_insights, target_type, target_value, integration_id,
       frequency, interval, byweekday, bysetpos, count, title, summary_enabled, summary_prompt_guide, enabled, deleted, start_date,
       until_date, next_delivery_date, secret, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) RETURNING id`,
    [teamId, ...valuesOf(fields), secret, createdById],
  )
  return rows[0]!.id
}

export async function updateSubscription(
  client: PoolClient,
  { teamId, id }: Pick<Subscription, 'teamId' | 'id'>,
  fields: SubscriptionFields,
): Promise<void> {
  await client.query(
    `UPDATE subscriptions SET dashboard_id = $3, insight_id = $4, export_insights = $5, target_type = $6, target_value = $7,
       integration_id = $8, frequency = $9, interval = $10, byweekday = $11, bysetpos = $12, count = $13, title = $14,
       summary_enabled = $15, summary_prompt_guide = $16, enabled = $17, deleted = $18, start_date = $19, until_date = $20,
       next_delivery_date = $21 WHERE team_id = $1 AND id = $2`,
    [teamId, id, ...valuesOf(fields)],
  )
}

/** @param secret encrypted */
export async function updateSecret(
  client: PoolClient,
  { teamId, id }: Pick<Subscription, 'teamId' | 'id'>,
  secret: string,
): Promise<void> {
  await client.query('UPDATE subscriptions SET secret = $3 WHERE team_id = $1 AND id = $2', [teamId, id, secret])
}

/** The project of a subscription that a signed token names; null if it is gone. */
export async function teamOfSubscription(client: PoolClient, id: number): Promise<number | null> {
  const { rows } = await client.query<{ teamId: number }>(
    'SELECT team_id AS "teamId" FROM subscriptions WHERE id = $1',
    [id],
  )
  return rows[0]?.teamId ?? null
}

export async function setNextDelivery(
  client: PoolClient,
  { teamId, id }: Pick<Subscription, 'teamId' | 'id'>,
  next: Date | null,
): Promise<void> {
  await client.query('UPDATE subscriptions SET next_delivery_date = $3 WHERE team_id = $1 AND id = $2', [
    teamId,
    id,
    next,
  ])
}

/** @returns false if it was paused already */
export async function pauseSubscription(
  client: PoolClient,
  { teamId, id }: Pick<Subscription, 'teamId' | 'id'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE subscriptions SET enabled = false WHERE team_id = $1 AND id = $2 AND enabled',
    [teamId, id],
  )
  return Boolean(rowCount)
}

/** Subscriptions whose report is due, the longest due first. */
export async function findDue(client: Pool, until: Date, limit: number): Promise<{ id: number; teamId: number }[]> {
  const { rows } = await client.query<{ id: number; teamId: number }>(
    `SELECT s.id, s.team_id AS "teamId" FROM ${SUBSCRIPTION_TABLES}
     WHERE s.next_delivery_date <= $1 AND s.enabled AND NOT s.deleted AND NOT coalesce(i.deleted, d.deleted, true)
       AND NOT EXISTS (SELECT 1 FROM subscription_deliveries e WHERE e.subscription_id = s.id AND e.trigger_type = 'scheduled'
         AND e.status = 'starting')
     ORDER BY s.next_delivery_date, s.id LIMIT $2`,
    [until, limit],
  )
  return rows
}

export const toFields = (subscription: Subscription): SubscriptionFields => ({
  ...subscription,
  ...recurrenceOf(subscription),
  nextDeliveryDate: subscription.nextDeliveryDate === null ? null : new Date(subscription.nextDeliveryDate),
})

export const recurrenceOf = (subscription: Subscription): Recurrence => ({
  frequency: subscription.frequency,
  interval: subscription.interval,
  byweekday: subscription.byweekday,
  bysetpos: subscription.bysetpos,
  count: subscription.count,
  startDate: new Date(subscription.startDate),
  untilDate: subscription.untilDate === null ? null : new Date(subscription.untilDate),
})
