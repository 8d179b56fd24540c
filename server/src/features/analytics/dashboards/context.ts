/** Access checks for dashboards: the first step of every route. */
import type { FastifyRequest } from 'fastify'
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { type Dashboard, findDashboard, ONLY_COLLABORATORS_EDIT, privilegeOf } from './dashboards.ts'
import { dashboardKind } from './kind.ts'

/** A project, the caller, and the services that answer the queries of dashboards. */
export interface DashboardContext extends ObjectContext {
  clickHouse: ClickHouse
  runner: QueryRunner
}

export const dashboardObjects = new ProjectObjects<Dashboard>(dashboardKind, findDashboard)

/**
 * @param needed `none` for lists, which are filtered to what the caller may see. This may be individual dashboards
 * only.
 * @throws ApiError 403 if the caller lacks access to dashboards
 */
export async function enterDashboards(
  { db, ...parts }: { db: Database; clickHouse: ClickHouse; runner: QueryRunner },
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<DashboardContext> {
  return { ...(await dashboardObjects.enter(db, request, needed)), ...parts }
}

/** @throws ApiError 404 if there is no such dashboard, 403 if the caller lacks access to it */
export async function findOwnDashboard(
  context: DashboardContext,
  id: string,
  needed: 'viewer' | 'editor',
  options: { includeDeleted?: boolean } = {},
): Promise<Dashboard> {
  const dashboard = await dashboardObjects.find(context, id, needed, options)
  if (needed === 'editor' && privilegeOf(dashboard, context.own) < ONLY_COLLABORATORS_EDIT)
    throw errors.forbidden('Only its creator and administrators can change this dashboard.')
  return dashboard
}
