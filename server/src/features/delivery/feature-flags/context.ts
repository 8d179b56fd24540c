/** Who reaches which flags: the first step of every route. */
import type { FastifyRequest } from 'fastify'
import { requirePrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import { type AccessLevel, findTeamByToken, resolveTeam, resourceAccess } from '../../workspace/organizations/index.ts'
import { type FlagRow, findFlag } from './flags.ts'
import { flagKind } from './kind.ts'
import type { FlagStore } from './store.ts'

/** A project, who asks, what they may do with flags, and the flags that are kept for evaluation. */
export interface FlagContext extends ObjectContext {
  store: FlagStore
}

/** What routes of flags work with. */
export interface FlagParts {
  db: Database
  store: FlagStore
}

/** A list asks for `none`: it holds what the caller may see, which may be single flags. */
export type Enter = (request: FastifyRequest, needed: AccessLevel) => Promise<FlagContext>
/** Also finds flags that are marked as deleted. */
export type Find = (request: FastifyRequest, needed: AccessLevel) => Promise<{ context: FlagContext; flag: FlagRow }>

export const flagObjects = new ProjectObjects<FlagRow>(flagKind, findFlag)

/**
 * @param needed `none` for a list: it holds what the caller may see, which may be single flags
 * @throws ApiError 403 when the caller may not do this with flags
 */
export async function enterFlags(
  { db, store }: FlagParts,
  request: FastifyRequest,
  needed: AccessLevel,
): Promise<FlagContext> {
  return { ...(await flagObjects.enter(db, request, needed)), store }
}

/**
 * As `enterFlags`, where the path names no project: it is that of the token, or the caller's own.
 * @throws ApiError 401 for a token that no project has
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
