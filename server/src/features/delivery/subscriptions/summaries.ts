/** Who may switch on summaries that a language model would write. None is built in; the wish is stored for clients. */
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { featureOf, teamIdsOf } from '../../workspace/organizations/index.ts'
import type { SubscriptionContext } from './context.ts'

const FEATURE = 'subscription_ai_summaries'
const NOT_APPROVED = 'AI data processing must be approved by your organization before enabling AI summaries'

/** How many subscriptions of the organization have summaries, and how many may; null for any number. */
export async function summaryQuota(
  client: Pool | PoolClient,
  { organization }: SubscriptionContext,
  exceptId: number | null = null,
): Promise<{ active_count: number; limit: number | null; at_limit: boolean }> {
  const teamIds = await teamIdsOf(client, organization.id)
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM subscriptions WHERE team_id = ANY($1) AND summary_enabled AND NOT deleted
       AND ($2::int IS NULL OR id <> $2)`,
    [teamIds, exceptId],
  )
  const count = rows[0]!.count
  const limit = featureOf(organization, FEATURE)?.limit ?? null
  return { active_count: count, limit, at_limit: limit !== null && count >= limit }
}

/** @param exceptId the subscription that is changed @throws ApiError 402, 403 */
export async function assertMaySummarize(
  client: PoolClient,
  context: SubscriptionContext,
  exceptId: number | null = null,
): Promise<void> {
  if (!context.organization.isAiDataProcessingApproved) throw errors.forbidden(NOT_APPROVED)
  const { at_limit: isFull, limit } = await summaryQuota(client, context, exceptId)
  if (isFull)
    throw new ApiError(
      402,
      'server_error',
      'payment_required',
      `The plan includes ${limit} subscriptions with summaries.`,
    )
}
