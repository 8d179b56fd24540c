/** Personal API key first, then session cookie; a key that was found decides. */
import type { FastifyRequest } from 'fastify'
import type { Authenticator, Principal } from '../../../platform/http/access.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findKeyInRequest, useKey } from './api-keys.ts'
import type { Sessions, User } from './sessions.ts'

/** Who a key stands for; null when the request carries none. */
export async function principalOfKey(request: FastifyRequest, db: Database): Promise<Principal | null> {
  const found = findKeyInRequest(request)
  if (!found) return null
  const { key, user } = await useKey(db, found)
  const { id, scopes, scopedTeams, scopedOrganizations } = key
  return { ...toPrincipal(user, false), key: { id, scopes, scopedTeams, scopedOrganizations } }
}

export function createAuthenticator(db: Database, sessions: Sessions): Authenticator {
  return {
    async authenticate(request: FastifyRequest): Promise<Principal | null> {
      const byKey = await principalOfKey(request, db)
      if (byKey) return byKey
      const found = await sessions.find(request)
      if (!found) return null
      sessions.assertCsrf(request)
      return { ...toPrincipal(found.user, found.hasSecondFactor), session: found.session }
    },
  }
}

function toPrincipal(user: User, hasSecondFactor: boolean): Principal {
  const { id: userId, isStaff, currentOrganizationId, currentTeamId } = user
  return { userId, isStaff, hasSecondFactor, currentOrganizationId, currentTeamId }
}
