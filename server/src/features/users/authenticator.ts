/** Personal API key first, then session cookie; a key that was found decides. */
import type { FastifyRequest } from 'fastify'
import type { Authenticator, Principal } from '../../platform/http/access.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { findKeyInRequest, useKey } from './api-keys.ts'
import type { Sessions, User } from './sessions.ts'

export function createAuthenticator(db: Database, sessions: Sessions): Authenticator {
  return {
    async authenticate(request: FastifyRequest): Promise<Principal | null> {
      const found = findKeyInRequest(request)
      if (found) {
        const { key, user } = await useKey(db, found)
        const { id, scopes, scopedTeams, scopedOrganizations } = key
        return { ...principalOf(user), key: { id, scopes, scopedTeams, scopedOrganizations } }
      }
      const user = await sessions.find(request)
      if (!user) return null
      sessions.assertCsrf(request)
      return principalOf(user)
    },
  }
}

function principalOf(user: User): Principal {
  return { userId: user.id, currentOrganizationId: user.currentOrganizationId, currentTeamId: user.currentTeamId }
}
