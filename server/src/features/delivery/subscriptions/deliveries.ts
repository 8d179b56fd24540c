/** Deliveries as stored: one row for each report, and one for each of its recipients. */

import { sendJob } from '../../../platform/jobs/send.ts'
import { isPendingSql } from '../../../platform/jobs/store.ts'
import type { JsonObject } from '../../../platform/json.ts'
import { storableJsonText } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { deliverReport } from './job-definitions.ts'
import { addedRecipients, recipientsOf } from './recipients.ts'
import type { TargetType } from './schemas.ts'
import type { Subscription } from './store.ts'

export interface Problem {
  message: string
  type: string
}

export type DeliveryStatus = 'starting' | 'completed' | 'failed' | 'skipped'
export const DELIVERY_STATUSES: readonly DeliveryStatus[] = ['completed', 'failed', 'skipped', 'starting']

export interface Delivery {
  id: string
  teamId: number
  subscriptionId: number
  idempotencyKey: string
  triggerType: 'scheduled' | 'manual' | 'target_change'
  scheduledAt: string | null
  targetType: TargetType
  targetValue: string
  previousValue: string | null
  inviteMessage: string | null
  status: DeliveryStatus
  preparations: number
  attempts: number
  contentSnapshot: JsonObject | null
  exportedAssetIds: number[]
  changeSummary: string | null
  error: Problem | null
  createdAt: string
  lastUpdatedAt: string
  finishedAt: string | null
}

export interface Recipient {
  id: number
  recipient: string
  status: 'waiting' | 'success' | 'partial' | 'failed'
  error: Problem | null
  progress: JsonObject | null
}

const COLUMNS = `d.id, d.team_id AS "teamId", d.subscription_id AS "subscriptionId", d.idempotency_key AS "idempotencyKey",
  d.trigger_type AS "triggerType", d.scheduled_at::text AS "scheduledAt", d.target_type AS "targetType",
  d.target_value AS "targetValue", d.previous_value AS "previousValue", d.invite_message AS "inviteMessage", d.status,
  d.preparations, d.attempts, d.content_snapshot AS "contentSnapshot", d.exported_asset_ids AS "exportedAssetIds",
  d.change_summary AS "changeSummary", d.error, d.created_at::text AS "createdAt", d.last_updated_at::text AS "lastUpdatedAt",
  d.finished_at::text AS "finishedAt"`

export type Trigger =
  | { trigger: 'scheduled'; scheduledAt: Date }
  | { trigger: 'manual' }
  | { trigger: 'target_change'; previousValue: string | null; inviteMessage: string | null }

/**
 * Begins a delivery, in the transaction that makes it necessary. The subscription must be locked.
 * @returns null when one of the same kind is going on, or this one was begun before
 */
export async function beginDelivery(
  client: PoolClient,
  subscription: Subscription,
  trigger: Trigger,
): Promise<string | null> {
  const { teamId, id: subscriptionId, targetType, targetValue } = subscription
  if (trigger.trigger !== 'target_change' && (await isGoingOn(client, subscription, trigger.trigger))) return null
  const previousValue = trigger.trigger === 'target_change' ? trigger.previousValue : null
  const recipients =
    trigger.trigger === 'target_change' ? addedRecipients(subscription, previousValue) : recipientsOf(subscription)
  const isEmpty = recipients.length === 0
  const key = trigger.trigger === 'scheduled' ? trigger.scheduledAt.toISOString() : newUuid()
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO subscription_deliveries (team_id, subscription_id, idempotency_key, trigger_type, scheduled_at, target_type,
       target_value, previous_value, invite_message, status, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $10 = 'skipped' THEN now() END)
     ON CONFLICT (subscription_id, idempotency_key) DO NOTHING RETURNING id`,
    [
      teamId,
      subscriptionId,
      `${trigger.trigger} ${key}`,
      trigger.trigger,
      trigger.trigger === 'scheduled' ? trigger.scheduledAt : null,
      targetType,
      targetValue,
      previousValue,
      trigger.trigger === 'target_change' ? trigger.inviteMessage : null,
      isEmpty ? 'skipped' : 'starting',
    ],
  )
  const id = rows[0]?.id
  if (!id) return null
  if (isEmpty) return id
  await client.query(
    `INSERT INTO subscription_recipients (team_id, delivery_id, recipient) SELECT $1, $2, unnest($3::text[])`,
    [teamId, id, recipients],
  )
  await sendJob(client, deliverReport, { teamId, deliveryId: id }, { singletonKey: id })
  return id
}

async function isGoingOn(client: PoolClient, { teamId, id }: Subscription, trigger: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM subscription_deliveries WHERE team_id = $1 AND subscription_id = $2 AND trigger_type = $3 AND status = 'starting'
     LIMIT 1`,
    [teamId, id, trigger],
  )
  return rows.length > 0
}

export async function findDelivery(client: Pool | PoolClient, teamId: number, id: string): Promise<Delivery | null> {
  const { rows } = await client.query<Delivery>(
    `SELECT ${COLUMNS} FROM subscription_deliveries d WHERE d.team_id = $1 AND d.id = $2`,
    [teamId, id],
  )
  return rows[0] ?? null
}

/** The last report that reached somebody before a delivery, which the next one is compared with. */
export async function findPreviousReport(client: Pool, delivery: Delivery): Promise<Delivery | null> {
  const { teamId, subscriptionId, id } = delivery
  const { rows } = await client.query<Delivery>(
    `SELECT ${COLUMNS} FROM subscription_deliveries d WHERE d.team_id = $1 AND d.subscription_id = $2 AND d.id <> $3
       AND d.status = 'completed' AND d.content_snapshot IS NOT NULL AND d.created_at < $4::timestamptz
     ORDER BY d.created_at DESC, d.id DESC LIMIT 1`,
    [teamId, subscriptionId, id, delivery.createdAt],
  )
  return rows[0] ?? null
}

export interface Position {
  createdAt: string
  id: string
}

/**
 * A subscription's deliveries, newest first.
 * @param direction `older` or `newer` than the position
 */
export async function listDeliveries(
  client: Pool,
  { teamId, id }: Subscription,
  {
    status,
    position,
    direction,
    limit,
  }: {
    status: DeliveryStatus | null
    position: Position | null
    direction: 'older' | 'newer'
    limit: number
  },
): Promise<Delivery[]> {
  const isNewer = direction === 'newer'
  const { rows } = await client.query<Delivery>(
    `SELECT ${COLUMNS} FROM subscription_deliveries d WHERE d.team_id = $1 AND d.subscription_id = $2
       AND ($3::text IS NULL OR d.status = $3)
       AND ($4::timestamptz IS NULL OR (d.created_at, d.id) ${isNewer ? '>' : '<'} ($4::timestamptz, $5::uuid))
     ORDER BY d.created_at ${isNewer ? 'ASC' : 'DESC'}, d.id ${isNewer ? 'ASC' : 'DESC'} LIMIT $6`,
    [teamId, id, status, position?.createdAt ?? null, position?.id ?? null, limit],
  )
  return isNewer ? rows.reverse() : rows
}

/** Recipients by delivery, in the order of the target. */
export async function recipientsOfDeliveries(
  client: Pool | PoolClient,
  teamId: number,
  deliveryIds: readonly string[],
): Promise<Map<string, Recipient[]>> {
  const { rows } = await client.query<Recipient & { deliveryId: string }>(
    `SELECT r.id, r.delivery_id AS "deliveryId", r.recipient, r.status, r.error, r.progress FROM subscription_recipients r
     WHERE r.team_id = $1 AND r.delivery_id = ANY($2::uuid[]) ORDER BY r.id`,
    [teamId, deliveryIds],
  )
  const found = new Map<string, Recipient[]>(deliveryIds.map((id) => [id, []]))
  for (const { deliveryId, ...recipient } of rows) found.get(deliveryId)!.push(recipient)
  return found
}

/** Counts the beginning of a step, so that a process that dies in it has used up an attempt. */
export async function countAttempt(
  client: Pool,
  { teamId, id }: Delivery,
  step: 'preparations' | 'attempts',
): Promise<void> {
  const column = step === 'preparations' ? 'preparations' : 'attempts'
  await client.query(
    `UPDATE subscription_deliveries SET ${column} = ${column} + 1, last_updated_at = now() WHERE team_id = $1 AND id = $2`,
    [teamId, id],
  )
}

/** What the report says. */
export async function storeContent(
  client: Pool,
  { teamId, id }: Delivery,
  content: { snapshot: JsonObject; assetIds: readonly number[]; changeSummary: string | null },
): Promise<void> {
  await client.query(
    `UPDATE subscription_deliveries SET content_snapshot = $3::jsonb, exported_asset_ids = $4, change_summary = $5, last_updated_at = now()
     WHERE team_id = $1 AND id = $2`,
    [teamId, id, storableJsonText(content.snapshot), content.assetIds, content.changeSummary],
  )
}

/** Notes at once how it went for a recipient, so that nobody gets a report twice. */
export async function noteRecipient(
  client: Pool,
  { teamId }: Delivery,
  { id, status, error, progress }: Recipient,
): Promise<void> {
  await client.query(
    `UPDATE subscription_recipients SET status = $3, error = $4, progress = $5,
       finished_at = CASE WHEN $3 <> 'waiting' THEN now() END WHERE team_id = $1 AND id = $2`,
    [teamId, id, status, error, progress],
  )
}

export async function finishDelivery(
  client: PoolClient,
  { teamId, id }: Pick<Delivery, 'teamId' | 'id'>,
  status: DeliveryStatus,
  error: Problem | null,
): Promise<void> {
  await client.query(
    `UPDATE subscription_deliveries SET status = $3, error = $4, finished_at = now(), last_updated_at = now()
     WHERE team_id = $1 AND id = $2 AND status = 'starting'`,
    [teamId, id, status, error],
  )
}

/** Goes on with deliveries whose job is gone, because an operator deleted it or the queue was restored from a backup. */
export async function resumeLost(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string; teamId: number }>(
    `SELECT d.id, d.team_id AS "teamId" FROM subscription_deliveries d
     WHERE d.status = 'starting' AND NOT ${isPendingSql(deliverReport, 'd.id::text')} LIMIT 100`,
  )
  for (const { id, teamId } of rows)
    await sendJob(pool, deliverReport, { teamId, deliveryId: id }, { singletonKey: id })
}

const KEPT_DAYS = 90

export async function forgetDeliveries(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM subscription_recipients r USING subscription_deliveries d WHERE r.delivery_id = d.id
       AND d.status <> 'starting' AND d.created_at < now() - make_interval(days => $1)`,
    [KEPT_DAYS],
  )
  await pool.query(
    `DELETE FROM subscription_deliveries d WHERE d.status <> 'starting' AND d.created_at < now() - make_interval(days => $1)`,
    [KEPT_DAYS],
  )
}
