/**
 * Carries out a delivery, in steps of which each is noted before the next begins: the content, then each recipient. After a
 * crash it goes on with what is not noted yet. So a recipient gets a message twice only if the process died between the answer of
 * the mail server and the note of it.
 */
import type { JobRun } from '../../../platform/jobs/definition.ts'
import { sendJob } from '../../../platform/jobs/send.ts'
import type { Logger } from '../../../platform/logger.ts'
import { queueMail } from '../../../platform/mail/jobs.ts'
import { inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { findTeam, type Team } from '../../workspace/organizations/index.ts'
import { fromUserJson } from '../../workspace/users/index.ts'
import type { Channel, Outcome } from './channels/channel.ts'
import { type ContentParts, lastHeadlines, prepareContent } from './content.ts'
import {
  countAttempt,
  type Delivery,
  type DeliveryStatus,
  findDelivery,
  finishDelivery,
  noteRecipient,
  type Problem,
  type Recipient,
  recipientsOfDeliveries,
  storeContent,
} from './deliveries.ts'
import { deliverReport } from './job-definitions.ts'
import { nextAfterDelivery } from './next-delivery.ts'
import { isStillRecipient } from './recipients.ts'
import { linksOf, openReport } from './report.ts'
import type { TargetType } from './schemas.ts'
import { findSubscription, pauseSubscription, type Subscription, setNextDelivery } from './store.ts'

const PREPARATIONS_MAX = 3
const ATTEMPTS_MAX = 5
const RETRY_SECONDS_MAX = 300

export interface DeliveryParts extends ContentParts {
  logger: Logger
  siteUrl: string
  /** Delay before the second attempt, which doubles with each further one. */
  retryBaseSeconds: number
  channels: Record<TargetType, Channel>
}

/** A delivery with what it is about. */
interface Run {
  parts: DeliveryParts
  team: Team
  subscription: Subscription
  delivery: Delivery
  signal: AbortSignal
}

export async function carryOutDelivery(
  parts: DeliveryParts,
  { teamId, deliveryId }: { teamId: number; deliveryId: string },
  { signal }: Pick<JobRun, 'signal'>,
): Promise<void> {
  const pool = parts.db.$client
  const delivery = await findDelivery(pool, teamId, deliveryId)
  if (delivery?.status !== 'starting') return
  const subscription = await findSubscription(pool, teamId, delivery.subscriptionId)
  const team = await findTeam(parts.db, String(teamId))
  if (!subscription || !team) return
  const run: Run = { parts, team, subscription, delivery, signal }
  const obstacle = obstacleOf(subscription)
  if (obstacle) return finish(run, 'skipped', obstacle)
  const isReady = delivery.contentSnapshot !== null || (await prepare(run))
  if (isReady) await sendToWaiting({ ...run, delivery: (await findDelivery(pool, teamId, deliveryId))! })
}

const DELETED: Problem = { type: 'deleted', message: 'The subscription was deleted.' }

function obstacleOf({ deleted, enabled, resourceDeleted }: Subscription): Problem | null {
  if (deleted) return DELETED
  if (!enabled) return { type: 'disabled', message: 'The subscription is paused.' }
  if (resourceDeleted) return { type: 'resource_deleted', message: 'The insight or dashboard was deleted.' }
  return null
}

/** @returns whether there is something to send now */
async function prepare(run: Run): Promise<boolean> {
  const { parts, team, subscription, delivery, signal } = run
  const pool = parts.db.$client
  if (delivery.preparations >= PREPARATIONS_MAX) {
    await finish(run, 'failed', { type: 'preparation_failed', message: 'The report could not be prepared.' })
    return false
  }
  await countAttempt(pool, delivery, 'preparations')
  try {
    const last = await lastHeadlines(pool, delivery)
    const content = await prepareContent(parts, team, subscription, last, signal)
    if (content) {
      await storeContent(pool, delivery, { ...content, snapshot: content.snapshot as never })
      return true
    }
    await finish(run, 'skipped', { type: 'nothing_to_send', message: 'There is no insight to send.' })
  } catch (error) {
    signal.throwIfAborted()
    parts.logger.warn({ err: error, delivery: delivery.id }, 'a report could not be prepared')
    await tryAgain(run, delivery.preparations + 1)
  }
  return false
}

async function sendToWaiting(run: Run): Promise<void> {
  const { parts, team, subscription, delivery, signal } = run
  const pool = parts.db.$client
  const all = await recipients(run)
  const waiting = all.filter(({ status }) => status === 'waiting')
  const attempt = delivery.attempts + 1
  if (waiting.length > 0 && attempt <= ATTEMPTS_MAX) {
    await countAttempt(pool, delivery, 'attempts')
    const report = await openReport(parts, team, subscription, delivery)
    const channel = parts.channels[delivery.targetType]
    for (const recipient of waiting) {
      signal.throwIfAborted()
      const remember = async (progress: Recipient['progress']) => {
        recipient.progress = progress
        await noteRecipient(pool, delivery, { ...recipient, progress })
      }
      const outcome = (await refusal(run, recipient)) ?? (await channel.send({ report, recipient, signal, remember }))
      const isLast = outcome.status === 'waiting' && attempt >= ATTEMPTS_MAX
      await noteRecipient(pool, delivery, { ...recipient, ...resultOf(outcome), ...(isLast && { status: 'failed' }) })
      if (outcome.status === 'failed' && outcome.pauses) await pause(run, outcome.error)
    }
  }
  const left = (await recipients(run)).filter(({ status }) => status === 'waiting')
  if (left.length > 0 && attempt < ATTEMPTS_MAX) return tryAgain(run, attempt)
  for (const recipient of left) await noteRecipient(pool, delivery, { ...recipient, status: 'failed' })
  await conclude(run)
}

/** Why a recipient must get nothing any more: a delivery may take minutes, and people unsubscribe meanwhile. */
async function refusal({ parts, delivery }: Run, { recipient }: Recipient): Promise<Outcome | null> {
  const { teamId, subscriptionId, targetType } = delivery
  const subscription = await findSubscription(parts.db.$client, teamId, subscriptionId)
  const error = subscription ? obstacleOf(subscription) : DELETED
  if (error) return { status: 'failed', error }
  if (isStillRecipient(subscription!, { targetType, recipient })) return null
  return { status: 'failed', error: { type: 'removed', message: 'The subscription does not go there any more.' } }
}

const resultOf = (outcome: Outcome) => ({
  status: outcome.status,
  error: outcome.status === 'success' ? null : outcome.error,
})

async function recipients({ parts, delivery: { teamId, id } }: Run): Promise<Recipient[]> {
  return (await recipientsOfDeliveries(parts.db.$client, teamId, [id])).get(id)!
}

/** A report that reached somebody is complete; who did not get it is named with the reason. */
async function conclude(run: Run): Promise<void> {
  const all = await recipients(run)
  const isReached = all.some(({ status }) => status === 'success' || status === 'partial')
  const problem = all.find(({ error }) => error)?.error ?? { type: 'failed', message: 'Nobody could be reached.' }
  await finish(run, isReached ? 'completed' : 'failed', isReached ? null : problem)
}

/** @param attempt that has failed, from 1 */
async function tryAgain({ parts, delivery: { teamId, id } }: Run, attempt: number): Promise<void> {
  const seconds = Math.min(parts.retryBaseSeconds * 2 ** (attempt - 1), RETRY_SECONDS_MAX)
  const startAfter = new Date(Date.now() + seconds * 1000)
  await sendJob(parts.db.$client, deliverReport, { teamId, deliveryId: id }, { startAfter, singletonKey: id })
}

/** Ends a delivery. Whatever became of it, a scheduled one makes way for the next occurrence in the same step. */
async function finish(
  { parts, team, subscription: { id }, delivery }: Run,
  status: DeliveryStatus,
  error: Problem | null,
): Promise<void> {
  await inTransaction(parts.db.$client, async (client) => {
    await lockRow(client, 'subscriptions', id)
    await finishDelivery(client, delivery, status, error)
    if (delivery.triggerType === 'scheduled') await moveOn(client, team, delivery)
  })
}

async function moveOn(client: PoolClient, team: Team, { subscriptionId, scheduledAt }: Delivery): Promise<void> {
  const subscription = await findSubscription(client, team.id, subscriptionId)
  if (!subscription) return
  await setNextDelivery(client, subscription, nextAfterDelivery(subscription, new Date(scheduledAt!), team.timezone))
}

/** Stops a subscription that cannot reach its target until somebody acts, and says so to its author once. */
async function pause({ parts, subscription }: Run, { message }: Problem): Promise<void> {
  await inTransaction(parts.db.$client, async (client) => {
    if (!(await pauseSubscription(client, subscription))) return
    const author = fromUserJson(subscription.creator)
    if (!author) return
    await queueMail(client, {
      to: author.email,
      subject: `A subscription was paused - ${subscription.resourceName ?? 'Untitled'}`,
      text: [
        `Your subscription to "${subscription.resourceName ?? 'Untitled'}" could not be delivered to Slack, so it is paused.`,
        `Reason: ${message}`,
        '',
        'Check the Slack integration and switch the subscription on again:',
        linksOf(parts.siteUrl, subscription).manageUrl,
      ].join('\n'),
    })
  })
}
