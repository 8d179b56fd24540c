/** Dependencies of the operations on accounts. */
import type { FastifyRequest } from 'fastify'
import { requirePrincipal, type UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database, Pool } from '../../../platform/postgres/postgres.ts'
import type { Mailing } from '../organizations/index.ts'
import { findUser, findUserByUuid, type SecondFactor, type Sessions, type User } from '../users/index.ts'

export interface AuthenticationContext {
  db: Database
  sessions: Sessions
  secondFactor: SecondFactor
  mailing: Mailing
  /**
   * Checks that a dashboard exists in the project. It is injected because dashboards depend on organizations.
   * @param attr the field that names it
   * @throws ApiError 400
   */
  assertDashboardOf: (pool: Pool, teamId: number, id: number, attr: string) => Promise<void>
}

/** The same, with the caller. */
export interface CallerContext extends AuthenticationContext {
  principal: UserPrincipal
}

/** The same, with the account that the request is about. */
export interface AccountContext extends CallerContext {
  user: User
}

export const enterAsCaller = (context: AuthenticationContext, request: FastifyRequest): CallerContext => ({
  ...context,
  principal: requirePrincipal(request),
})

/**
 * The account of a path with `:user_uuid`: `@me`, or any account for staff.
 * @throws ApiError 403 for everyone else, even with their own ID; 404 when there is no such account
 */
export async function enterAccount(context: AuthenticationContext, request: FastifyRequest): Promise<AccountContext> {
  const caller = enterAsCaller(context, request)
  const { db, principal } = caller
  const { user_uuid: who } = request.params as { user_uuid: string }
  if (who === '@me') return { ...caller, user: (await findUser(db, principal.userId))! }
  if (!principal.isStaff)
    throw errors.forbidden('As a non-staff user you are only allowed to access the `@me` user instance.')
  const user = await findUserByUuid(db, who)
  if (!user) throw errors.notFound()
  return { ...caller, user }
}
