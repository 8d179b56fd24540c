/** The project that a request speaks of, and who asks. Operations take this as their first argument. */
import type { FastifyRequest } from 'fastify'
import { type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ResolvedTeam, resolveTeam } from '../organizations/index.ts'

export interface ProjectContext {
  db: Database
  principal: Principal
  team: ResolvedTeam
}

/**
 * @param request of a route below `/api/projects/:project_id`
 * @throws ApiError 404 when there is no such project, 403 when it is not the caller's
 */
export async function enterProject(db: Database, request: FastifyRequest): Promise<ProjectContext> {
  const principal = requirePrincipal(request)
  const { project_id: segment } = request.params as { project_id: string }
  return { db, principal, team: await resolveTeam(db, principal, segment) }
}
