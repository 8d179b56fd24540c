/** A project, the caller, and what both may do with subscriptions. */
import type { FastifyRequest } from 'fastify'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import {
  type AccessLevel,
  featureOf,
  findOrganization,
  memberAddresses,
  type Organization,
  type ResourceAccess,
  resourceAccess,
} from '../../workspace/organizations/index.ts'
import { subscriptionKind } from './kind.ts'
import { findSubscription, type Subscription } from './store.ts'

export interface SubscriptionContext extends ObjectContext {
  organization: Organization
  insights: ResourceAccess
  dashboards: ResourceAccess
  /** In lower case, if the organization sends reports to its members only; else null. */
  memberAddresses: ReadonlySet<string> | null
}

export const subscriptionObjects = new ProjectObjects<Subscription>(subscriptionKind, findSubscription)

/** @throws ApiError 402 when the plan of the organization has no subscriptions, 403 */
export async function enterSubscriptions(
  db: Database,
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<SubscriptionContext> {
  const context = await subscriptionObjects.enter(db, request, needed)
  const { principal, team } = context
  const [organization, insights, dashboards] = await Promise.all([
    findOrganization(db, team.organizationId),
    resourceAccess(db, principal, team, 'insight'),
    resourceAccess(db, principal, team, 'dashboard'),
  ])
  if (!organization) throw errors.notFound()
  if (!featureOf(organization, 'subscriptions'))
    throw new ApiError(402, 'server_error', 'payment_required', 'The plan of the organization has no subscriptions.')
  const members = organization.allowExternalRecipients ? null : await memberAddresses(db.$client, organization.id)
  return { ...context, organization, insights, dashboards, memberAddresses: members }
}

/**
 * @throws ApiError 404 when the project has no such subscription, 403 when the caller may not see it, or not what it is about
 */
export async function findOwn(context: SubscriptionContext, id: string, needed: AccessLevel): Promise<Subscription> {
  const subscription = await subscriptionObjects.find(context, id, needed, { includeDeleted: true })
  const { insightId, dashboardId, resourceCreatedById } = subscription
  if (insightId !== null) context.insights.assertLevelOf(insightId, resourceCreatedById, 'viewer')
  if (dashboardId !== null) context.dashboards.assertLevelOf(dashboardId, resourceCreatedById, 'viewer')
  return subscription
}
