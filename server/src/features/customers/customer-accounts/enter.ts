import type { FastifyRequest } from 'fastify'
import { type Principal, requirePrincipal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import {
  type AccessLevel,
  type ResolvedTeam,
  type ResourceAccess,
  resolveTeam,
  resourceAccess,
} from '../../workspace/organizations/index.ts'

/** Who asks, in which project, and what they may do with its accounts; refuses those who may do less than is needed. */
export type Enter = (
  request: FastifyRequest,
  needed: AccessLevel,
) => Promise<{ principal: Principal; team: ResolvedTeam; own: ResourceAccess }>

/** @throws ApiError 403 for who may do less with accounts than is needed, 404 for a project that is not there */
export function enterAccounts(db: Database): Enter {
  return async (request, needed) => {
    const principal = requirePrincipal(request)
    const team = await resolveTeam(db, principal, (request.params as { project_id: string }).project_id)
    const own = await resourceAccess(db, principal, team, 'account')
    own.assertLevel(needed)
    return { principal, team, own }
  }
}
