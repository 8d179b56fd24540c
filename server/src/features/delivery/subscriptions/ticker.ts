/** Begins the deliveries that are due. */

import { pause } from '../../../platform/jobs/polling.ts'
import type { Logger } from '../../../platform/logger.ts'
import { inTransaction, lockRow, type Pool } from '../../../platform/postgres/postgres.ts'
import type { Service, ServiceProblem } from '../../../platform/services.ts'
import { timeZoneOf } from '../../workspace/organizations/index.ts'
import { beginDelivery, resumeLost } from './deliveries.ts'
import { AHEAD_MS, nextAfterDelivery } from './next-delivery.ts'
import { findDue, findSubscription, setNextDelivery } from './store.ts'

/** Deliveries that are begun in one go; the rest follows at once. */
const DUE_MAX = 500

export class SubscriptionTicker implements Service {
  readonly name = 'subscriptions'
  readonly purpose = 'Begins the reports that are due.'
  private readonly stopping = new AbortController()
  private loop: Promise<void> | null = null
  private lastProblem: ServiceProblem | null = null

  constructor(
    private readonly pool: Pool,
    private readonly seconds: number,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.loop = this.run()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.loop
  }

  problem(): ServiceProblem | null {
    return this.lastProblem
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      let isMore = false
      try {
        await resumeLost(this.pool)
        isMore = (await beginDue(this.pool, new Date())) === DUE_MAX
        this.lastProblem = null
      } catch (error) {
        if (signal.aborted) return
        this.lastProblem = { message: (error as Error).message, at: new Date().toISOString() }
        this.logger.warn({ err: error }, 'looking for reports that are due failed')
      }
      if (!isMore) await pause(this.seconds * 1000, signal)
    }
  }
}

/** @returns how many subscriptions were due, up to a limit */
export async function beginDue(pool: Pool, now: Date): Promise<number> {
  const until = new Date(now.getTime() + AHEAD_MS)
  const due = await findDue(pool, until, DUE_MAX)
  for (const { teamId, id } of due)
    await inTransaction(pool, async (client) => {
      await lockRow(client, 'subscriptions', id)
      const subscription = await findSubscription(client, teamId, id)
      if (!subscription?.nextDeliveryDate || !subscription.enabled || subscription.deleted) return
      const scheduledAt = new Date(subscription.nextDeliveryDate)
      if (scheduledAt > until) return
      if (await beginDelivery(client, subscription, { trigger: 'scheduled', scheduledAt })) return
      // This occurrence was delivered before: somebody moved the schedule back.
      const zone = await timeZoneOf(client, teamId)
      await setNextDelivery(client, subscription, nextAfterDelivery(subscription, scheduledAt, zone))
    })
  return due.length
}
