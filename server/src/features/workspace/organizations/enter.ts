/** Resolves the project or organization of a request's path, and the caller. Operations start from this. */
import type { FastifyRequest } from 'fastify'
import { type Principal, requirePrincipal, type UserPrincipal } from '../../../platform/http/access.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityDetail, logActivity } from '../activity/index.ts'
import type { Kind } from '../kinds/index.ts'
import {
  assertAdmin,
  type ResolvedOrganization,
  type ResolvedTeam,
  resolveOrganization,
  resolveTeam,
} from './organizations.ts'

export interface ProjectContext {
  db: Database
  principal: Principal
  team: ResolvedTeam
}

export interface OrganizationContext {
  db: Database
  principal: UserPrincipal
  organization: ResolvedOrganization
}

/**
 * @param request of a route below `/api/projects/:project_id`
 * @throws ApiError 404 when there is no such project, 403 when the caller may not access it
 */
export async function enterProject(db: Database, request: FastifyRequest): Promise<ProjectContext> {
  const principal = requirePrincipal(request)
  const { project_id: segment } = request.params as { project_id: string }
  return { db, principal, team: await resolveTeam(db, principal, segment) }
}

/**
 * @param request of a route with `:organization_id` in its path; without one, the current organization is used
 * @param options.isNested false on the organization itself, which does not exist for callers without access; below it they
 * are refused
 * @throws ApiError 404 when there is no such organization, 403 when the caller may not access it
 */
export async function enterOrganization(
  db: Database,
  request: FastifyRequest,
  { isNested = true } = {},
): Promise<OrganizationContext> {
  const principal = requirePrincipal(request)
  const { organization_id: segment = '@current' } = request.params as { organization_id?: string }
  return { db, principal, organization: await resolveOrganization(db, principal, segment, { isNested }) }
}

/**
 * The same for actions of administrators.
 * @throws ApiError 403 also for everyone else
 */
export async function enterAsAdmin(
  db: Database,
  request: FastifyRequest,
  options?: { isNested?: boolean },
): Promise<OrganizationContext> {
  const context = await enterOrganization(db, request, options)
  assertAdmin(context.organization.membership)
  return context
}

/** Records a change of something in an organization, in the transaction that makes it. */
export function logInOrganization(
  client: Pool | PoolClient,
  { principal, organization }: { principal: Pick<Principal, 'userId'>; organization: { id: string } },
  { scope }: Kind,
  { id, activity, detail }: { id: string; activity: string; detail: Partial<ActivityDetail> },
): Promise<void> {
  return logActivity(client, {
    organizationId: organization.id,
    teamId: null,
    principal,
    activity,
    scope,
    itemId: id,
    detail,
  })
}
