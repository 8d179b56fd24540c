/** Access checks for flags: the first step of every route. */
import type { FastifyRequest } from 'fastify'
import { requirePrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import { type AccessLevel, findTeamByToken, resolveTeam, resourceAccess } from '../../workspace/organizations/index.ts'
import { type FlagRow, findFlag } from './flags.ts'
import { flagKind } from './kind.ts'
import type { FlagStore } from './store.ts'

/** A project, the caller and their access to flags, and the flag cache. */
export interface FlagContext extends ObjectContext {
  store: FlagStore
}

/** Dependencies of the flag routes. */
export interface FlagParts {
  db: Database
  store: FlagStore
}

/** Lists need `none`: they are filtered to what the caller may see, which may be individual flags only. */
export type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<FlagContext>
/** Also finds soft-deleted flags. */
export type Find = (request: FastifyRequest, needed: AccessLevel) => Promise<{ context: FlagContext; flag: FlagRow }>

export const flagObjects = new ProjectObjects<FlagRow>(flagKind, findFlag)

/**
 * @param needed `none` for lists, which are filtered to what the caller may see. This may be individual flags only.
 * @throws ApiError 403 if the caller lacks access to flags
 */
export async function enterFlags(
  { db, store }: FlagParts,
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<FlagContext> {
  return { ...(await flagObjects.enter(db, request, needed)), store }
}

/**
 * Like `enterFlags`, for paths without a project: the project is that of the token, or the caller's current one.
 * @throws ApiError 401 for an unknown token
 */
export async function enterFlagsByToken(
  { db, store }: FlagParts,
  request: FastifyRequest,
  token: string | undefined,
): Promise<FlagContext> {
  const named = token === undefined ? undefined : await findTeamByToken(db, token)
  if (token !== undefined && !named) throw errors.authenticationFailed('The project token is invalid.')
  const principal = requirePrincipal(request)
  const team = await resolveTeam(db, principal, named ? String(named.id) : '@current')
  return { db, store, principal, team, own: await resourceAccess(db, principal, team, flagKind.resource) }
}
