/** What a subscription may be about, and where it may go. Refusals are in PostHog's words. */
import { errors } from '../../../platform/http/errors.ts'
import { ExactNumber } from '../../../platform/json.ts'
import { OutboundError } from '../../../platform/outbound/errors.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { findDashboard, findTiles, isDashboardElsewhere } from '../../analytics/dashboards/index.ts'
import { findInsights, isInsightElsewhere } from '../../analytics/insights/index.ts'
import { findIntegration, type Integrations } from '../integrations/index.ts'
import type { SubscriptionContext } from './context.ts'
import { splitAddresses } from './recipients.ts'
import type { SubscriptionFields } from './store.ts'

export const INSIGHTS_MAX = 6
export const ADDRESSES_MAX = 100

const missing = (id: number, attr: string) =>
  errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')

/** @throws ApiError 400 unless there is exactly one insight or dashboard, of this project and visible to the caller */
export async function assertResource(
  client: Pool | PoolClient,
  { team, insights, dashboards }: SubscriptionContext,
  { insightId, dashboardId }: Pick<SubscriptionFields, 'insightId' | 'dashboardId'>,
): Promise<void> {
  if (insightId === null && dashboardId === null)
    throw errors.invalid('Insight is required for insight subscriptions.', 'insight')
  if (insightId !== null && dashboardId !== null)
    throw errors.invalid('Dashboard subscriptions cannot also set insight or prompt.', null)
  if (dashboardId !== null) {
    const dashboard = await findDashboard(client, team.id, dashboardId)
    if (!dashboard && (await isDashboardElsewhere(client, team.id, dashboardId)))
      throw errors.invalid('This dashboard does not belong to your team.', 'dashboard')
    if (!dashboard || dashboard.deleted || !dashboards.sees(dashboard.id, dashboard.createdById))
      throw missing(dashboardId, 'dashboard')
  }
  if (insightId !== null) {
    const [insight] = await findInsights({ $client: client }, team.id, [insightId])
    if (!insight && (await isInsightElsewhere(client, team.id, insightId)))
      throw errors.invalid('This insight does not belong to your team.', 'insight')
    if (!insight || insight.deleted || !insights.sees(insight.id, insight.createdById))
      throw missing(insightId, 'insight')
  }
}

const SELECTION = 'dashboard_export_insights'

/** The selected insights in the body, each once, ascending. @throws ApiError 400 unless it is a list of IDs */
export function readSelection(given: unknown): number[] {
  const list = Array.isArray(given) ? given : null
  if (!list) throw errors.invalid('Expected a list of insight IDs.', SELECTION)
  const ids = list.map((item) => (item instanceof ExactNumber ? Number(item) : toInteger(item)))
  if (!ids.every((id) => Number.isSafeInteger(id))) throw errors.invalid('All items must be integers.', SELECTION)
  return [...new Set(ids as number[])].sort((one, other) => one - other)
}

const toInteger = (item: unknown): unknown =>
  typeof item === 'string' && /^\s*\d{1,9}\s*$/.test(item) ? Number(item) : item

/** @throws ApiError 400 for insights that are not on the dashboard, or too many */
export async function assertSelection(
  { db, team, insights }: SubscriptionContext,
  { dashboardId, exportInsights: ids }: Pick<SubscriptionFields, 'dashboardId' | 'exportInsights'>,
): Promise<void> {
  if (dashboardId === null) {
    if (ids.length > 0) throw errors.invalid('Cannot set insights selection without a dashboard.', SELECTION)
    return
  }
  if (ids.length === 0) throw errors.invalid('Select at least one insight for this subscription.', SELECTION)
  if (ids.length > INSIGHTS_MAX) throw errors.invalid(`Cannot select more than ${INSIGHTS_MAX} insights.`, SELECTION)
  const known = await findInsights(
    db,
    team.id,
    ids.filter((id) => id > 0 && id < 2 ** 31),
  )
  const living = known.filter(({ id, deleted, createdById }) => !deleted && insights.sees(id, createdById))
  if (living.length !== ids.length)
    throw errors.invalid('Some insights do not belong to your team or do no longer exist.', SELECTION)
  const tiles = await findTiles(db, team.id, dashboardId)
  const shown = new Set(tiles.flatMap(({ insightId }) => insightId ?? []))
  const strange = ids.filter((id) => !shown.has(id)).length
  if (strange > 0) throw errors.invalid(`${strange} invalid insight(s) selected.`, SELECTION)
}

/** @throws ApiError 400 for a target that cannot be reached, or must not be */
export async function assertTarget(
  context: SubscriptionContext,
  integrations: Integrations,
  fields: Pick<SubscriptionFields, 'targetType' | 'targetValue' | 'integrationId'>,
): Promise<void> {
  const { targetType, targetValue } = fields
  if (targetType === 'slack') return assertSlack(context, fields)
  if (targetType === 'email') return assertAddresses(context, targetValue)
  try {
    await integrations.outbound.checkHost(targetValue)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw errors.invalid(`Invalid webhook URL: ${error.message}`, 'target_value')
  }
}

/** Addresses are not checked for their form: what the mail server refuses is in the history. */
function assertAddresses({ memberAddresses }: SubscriptionContext, targetValue: string): void {
  const addresses = splitAddresses(targetValue)
  if (addresses.length === 0) throw errors.invalid('This field may not be blank.', 'target_value', 'blank')
  if (addresses.length > ADDRESSES_MAX)
    throw errors.invalid(`A subscription can have ${ADDRESSES_MAX} addresses.`, 'target_value')
  const strangers = memberAddresses ? addresses.filter((address) => !memberAddresses.has(address.toLowerCase())) : []
  if (strangers.length > 0)
    throw errors.invalid(
      `The organization sends reports to its members only. Not a member: ${strangers.slice(0, 3).join(', ')}.`,
      'target_value',
    )
}

export async function assertSlack(
  { db, team }: SubscriptionContext,
  { integrationId }: Pick<SubscriptionFields, 'integrationId'>,
): Promise<void> {
  const attr = 'integration_id'
  if (integrationId === null) throw errors.invalid('A Slack integration is required for Slack subscriptions.', attr)
  const integration = await findIntegration(db.$client, team.id, integrationId)
  if (!integration) throw errors.invalid('This integration does not exist or does not belong to your team.', attr)
  if (integration.kind !== 'slack') throw errors.invalid('Slack subscriptions require a Slack integration.', attr)
}
