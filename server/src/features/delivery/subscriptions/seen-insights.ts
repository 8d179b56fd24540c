/** Insights of a dashboard that a reader may not see stay hidden from them in reports too. */
import { errors } from '../../../platform/http/errors.ts'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { findInsights } from '../../analytics/insights/index.ts'
import type { Snapshot } from './content.ts'
import type { SubscriptionContext } from './context.ts'
import type { Delivery } from './deliveries.ts'
import { addedRecipients } from './recipients.ts'
import type { SubscriptionFields } from './store.ts'

const insightsOf = ({ contentSnapshot }: Delivery) =>
  (contentSnapshot as unknown as Partial<Snapshot> | null)?.insights ?? []

/** Deliveries as far as the caller may see the insights in them. */
export async function asSeen(context: SubscriptionContext, deliveries: readonly Delivery[]): Promise<Delivery[]> {
  const ids = new Set(deliveries.flatMap((delivery) => insightsOf(delivery).map(({ id }) => id)))
  const found = await findInsights(context.db, context.team.id, [...ids])
  const seen = new Set(
    found.filter(({ id, createdById }) => context.insights.sees(id, createdById)).map(({ id }) => id),
  )
  return deliveries.map((delivery) => onlyWith(seen, delivery))
}

/** A delivery without the insights that are not among these. */
export function onlyWith(seen: ReadonlySet<number>, delivery: Delivery): Delivery {
  const all = insightsOf(delivery)
  const shown = all.filter(({ id }) => seen.has(id))
  if (shown.length === all.length) return delivery
  const changes = shown.flatMap(({ name, changes: lines }) => (lines ?? []).map((line) => `${name}: ${line}`))
  return {
    ...delivery,
    contentSnapshot: { ...delivery.contentSnapshot, insights: shown } as unknown as JsonObject,
    exportedAssetIds: shown.flatMap(({ asset_id: id }) => id ?? []),
    changeSummary: changes.join('\n') || null,
  }
}

/**
 * A report shows what its author may see, so who sends it to others must see all of it.
 * @throws ApiError 403
 */
export async function assertMaySendTo(
  client: Pool | PoolClient,
  { team, insights }: SubscriptionContext,
  before: SubscriptionFields,
  after: SubscriptionFields,
): Promise<void> {
  const isSameKind = before.targetType === after.targetType && before.integrationId === after.integrationId
  if (addedRecipients(after, isSameKind ? before.targetValue : '').length === 0) return
  const shown = await findInsights({ $client: client }, team.id, after.exportInsights)
  if (shown.every(({ id, deleted, createdById }) => deleted || insights.sees(id, createdById))) return
  throw errors.forbidden('You need access to all insights of this report to send it to others.')
}
