/** Resolves the project of a project's own routes, below an organization or on its own. */
import { and, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { keyOf, requirePrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findMembership } from './access-control.ts'
import { enterOrganization, type ProjectContext } from './enter.ts'
import { LEVEL_ADMIN } from './levels.ts'
import { organizationsOf, resolveOrganization, resolveTeam, type Team, visibleTeams } from './organizations.ts'
import { teams } from './tables.ts'

const INTEGER = /^\d{1,9}$/

interface ProjectParams {
  organization_id?: string
  project_id: string
}

/** Projects of the organization in the path, or of the current one; for a key limited to organizations, of those. */
export async function listProjects(db: Database, request: FastifyRequest): Promise<Team[]> {
  const principal = requirePrincipal(request)
  const { organization_id: segment } = request.params as Partial<ProjectParams>
  const { scopedOrganizations: scoped = [], scopedTeams = [] } = keyOf(principal) ?? {}
  if (segment !== undefined || scoped.length === 0 || scopedTeams.length > 0) {
    const { organization } = await enterOrganization(db, request, { isNested: segment !== undefined })
    return visibleTeams(db, organization.membership)
  }
  const own = (await organizationsOf(db, principal.userId)).filter(({ id }) => scoped.includes(id))
  const memberships = await Promise.all(own.map(({ id }) => findMembership(db.$client, principal.userId, id)))
  const joined = memberships.filter((each) => each !== null)
  return (await Promise.all(joined.map((each) => visibleTeams(db, each)))).flat()
}

/**
 * The project of a path. For callers without access it does not exist.
 * @throws ApiError 400 for a malformed ID, 404 for another organization's project
 */
export async function enterOwnProject(
  db: Database,
  request: FastifyRequest,
): Promise<ProjectContext & { principal: ReturnType<typeof requirePrincipal> }> {
  const principal = requirePrincipal(request)
  const { organization_id: organizationId, project_id: segment } = request.params as ProjectParams
  const organization =
    organizationId === undefined
      ? null
      : await resolveOrganization(db, principal, organizationId, { isNested: true, isProject: true })
  if (segment !== '@current' && !INTEGER.test(segment)) throw errors.invalid('A project ID is a whole number.')
  const team = await resolveTeam(db, principal, segment, { isDetail: true })
  if (organization && team.organizationId !== organization.id) throw errors.notFound()
  return { db, principal, team }
}

/**
 * The same for actions of project administrators.
 * @throws ApiError 403 also for everyone else
 */
export async function enterAsProjectAdmin(...[db, request]: Parameters<typeof enterOwnProject>) {
  const context = await enterOwnProject(db, request)
  if (context.team.level < LEVEL_ADMIN) throw errors.forbidden('Only administrators of the project can do this.')
  return context
}

/**
 * A project that is being deleted cannot be found, but a second request to delete it gets a specific error.
 * @throws ApiError 400
 */
export async function assertNotBeingDeleted(db: Database, request: FastifyRequest): Promise<void> {
  const { project_id: segment } = request.params as ProjectParams
  if (!INTEGER.test(segment)) return
  const [team] = await db
    .select()
    .from(teams)
    .where(and(eq(teams.id, Number(segment)), eq(teams.isPendingDeletion, true)))
  const membership = team && (await findMembership(db.$client, requirePrincipal(request).userId, team.organizationId))
  if (membership) throw errors.invalid('The project is already being deleted.')
}
