/** Operations on subscriptions. Each one that changes a subscription records it in the activity log. */
import { randomBytes } from 'node:crypto'
import { errors } from '../../../platform/http/errors.ts'
import { inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import type { Integrations } from '../integrations/index.ts'
import { assertResource, assertSelection, assertSlack, assertTarget } from './checks.ts'
import { type SubscriptionContext, subscriptionObjects } from './context.ts'
import { beginDelivery } from './deliveries.ts'
import { merge, NOTHING, shownFields } from './fields.ts'
import { subscriptionKind } from './kind.ts'
import { nextAfterNow } from './next-delivery.ts'
import type { NewSubscriptionBody, SubscriptionBody } from './schemas.ts'
import { assertMaySendTo } from './seen-insights.ts'
import {
  insertSubscription,
  type Subscription,
  type SubscriptionFields,
  toFields,
  updateSecret,
  updateSubscription,
} from './store.ts'
import { assertMaySummarize } from './summaries.ts'

const SECRET_BYTES = 24
const EXHAUSTED = 'Subscription schedule has reached its end date. Extend until_date or remove count.'

/** A subscription with the secret of its webhook, which is shown only once. */
export interface Revealed {
  subscription: Subscription
  secret: string | null
}

/**
 * Creates a subscription, and sends the invitation.
 * @throws ApiError 400, 402, 403
 */
export async function createSubscription(
  context: SubscriptionContext,
  integrations: Integrations,
  body: NewSubscriptionBody,
): Promise<Revealed> {
  const { db, team, principal } = context
  const fields = { ...merge(NOTHING, body), deleted: false }
  fields.nextDeliveryDate = nextAfterNow(fields, team.timezone)
  const secret = newSecret()
  await assertTarget(context, integrations, fields)
  const subscription = await inTransaction(db.$client, async (client) => {
    await assertResource(client, context, fields)
    await assertSelection(context, fields)
    if (!fields.nextDeliveryDate) throw errors.invalid(EXHAUSTED, 'start_date')
    if (fields.summaryEnabled) await assertMaySummarize(client, context)
    const id = await insertSubscription(client, team.id, fields, {
      secret: integrations.encryption.encrypt(secret),
      createdById: principal.userId,
    })
    const made = await subscriptionObjects.current(client, context, id)
    await logChange(client, context, made, 'created')
    if (made.enabled)
      await beginDelivery(client, made, {
        trigger: 'target_change',
        previousValue: null,
        inviteMessage: body.invite_message ?? null,
      })
    return made
  })
  return { subscription, secret: signs(subscription) ? secret : null }
}

/**
 * Changes the fields in the body. `deleted: true` deletes the subscription, `false` restores it. New recipients are invited.
 * @throws ApiError 400, 402, 403
 */
export async function changeSubscription(
  context: SubscriptionContext,
  integrations: Integrations,
  { id }: Subscription,
  body: SubscriptionBody,
): Promise<Subscription> {
  const { db, team } = context
  if (body.target_type !== undefined || body.target_value !== undefined || body.integration_id !== undefined) {
    const current = toFields(await subscriptionObjects.find(context, String(id), 'editor', { includeDeleted: true }))
    await assertTarget(context, integrations, merge(current, body))
  }
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'subscriptions', id)
    const stored = await subscriptionObjects.current(client, context, id)
    const before = toFields(stored)
    const after = merge(before, body)
    await assertChange(client, context, { stored, before, after, body })
    after.nextDeliveryDate = nextAfterChange(before, after, team.timezone)
    await updateSubscription(client, stored, after)
    const changed = await subscriptionObjects.current(client, context, id)
    await logChange(client, context, changed, before.deleted || !after.deleted ? 'updated' : 'deleted', [before, after])
    if (!after.deleted && after.enabled)
      await beginDelivery(client, changed, {
        trigger: 'target_change',
        previousValue: before.targetType === after.targetType ? before.targetValue : '',
        inviteMessage: body.invite_message ?? null,
      })
    return changed
  })
}

interface Change {
  stored: Subscription
  before: SubscriptionFields
  after: SubscriptionFields
  body: SubscriptionBody
}

async function assertChange(
  client: PoolClient,
  context: SubscriptionContext,
  { stored, before, after, body }: Change,
): Promise<void> {
  if (body.insight !== undefined || body.dashboard !== undefined) await assertResource(client, context, after)
  if (body.dashboard_export_insights !== undefined || after.dashboardId !== before.dashboardId)
    await assertSelection(context, after)
  await assertMaySendTo(client, context, before, after)
  if (after.targetType === 'slack' && !after.deleted && after.enabled) {
    const isResumed = !before.enabled && body.integration_id === undefined
    await assertSlack(context, after).catch((error: Error) => {
      throw isResumed ? errors.invalid(error.message, 'enabled') : error
    })
  }
  const summarizes = (fields: SubscriptionFields) => fields.summaryEnabled && !fields.deleted
  if (summarizes(after) && !summarizes(before)) await assertMaySummarize(client, context, stored.id)
}

/**
 * When it is due next. Only a change of the schedule moves it, or a pause that ends.
 * @throws ApiError 400 when the schedule has no further occurrence
 */
function nextAfterChange(before: SubscriptionFields, after: SubscriptionFields, timeZone: string): Date | null {
  const isResumed = after.enabled && !before.enabled
  const isMoved = scheduleText(before) !== scheduleText(after)
  if (!isResumed && !isMoved) return before.nextDeliveryDate
  const next = nextAfterNow(after, timeZone)
  if (next === null) throw errors.invalid(EXHAUSTED, isMoved ? null : 'enabled')
  return next
}

const scheduleText = ({ frequency, interval, byweekday, bysetpos, count, startDate, untilDate }: SubscriptionFields) =>
  JSON.stringify([frequency, interval, byweekday, bysetpos, count, startDate, untilDate])

/** Issues a new secret for the webhook. The present one stops at once. @throws ApiError 400 when there is no webhook */
export async function renewSecret(
  context: SubscriptionContext,
  integrations: Integrations,
  subscription: Subscription,
): Promise<Revealed> {
  if (!signs(subscription)) throw errors.invalid('Only deliveries to webhooks are signed.')
  const secret = newSecret()
  return inTransaction(context.db.$client, async (client) => {
    await updateSecret(client, subscription, integrations.encryption.encrypt(secret))
    await logChange(client, context, subscription, 'secret renewed')
    return { subscription, secret }
  })
}

const newSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`
const signs = ({ targetType }: Subscription) => targetType === 'webhook'

/**
 * Sends a report now.
 * @throws ApiError 404 when it is deleted, 409 when it is paused or a report is being sent
 */
export async function testDelivery(context: SubscriptionContext, { id, deleted }: Subscription): Promise<void> {
  if (deleted) throw errors.notFound()
  await inTransaction(context.db.$client, async (client) => {
    await lockRow(client, 'subscriptions', id)
    const subscription = await subscriptionObjects.current(client, context, id)
    if (!subscription.enabled)
      throw errors.conflict('Subscription is disabled. Re-enable it before sending a test delivery.')
    const started = await beginDelivery(client, subscription, { trigger: 'manual' })
    if (!started) throw errors.conflict('Delivery already in progress')
  })
}

function logChange(
  client: PoolClient,
  context: SubscriptionContext,
  subscription: Subscription,
  activity: string,
  states?: readonly [SubscriptionFields, SubscriptionFields],
): Promise<void> {
  const changes = states ? changesBetween(subscriptionKind.scope, shownFields(states[0]), shownFields(states[1])) : null
  return subscriptionObjects.log(client, context, {
    id: subscription.id,
    activity,
    detail: { name: subscription.resourceName, changes },
  })
}
