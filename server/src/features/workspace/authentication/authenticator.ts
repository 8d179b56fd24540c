/** The only code that looks for credentials in a request and finds out whose they are. */
import type { FastifyRequest } from 'fastify'
import type {
  Authenticator,
  PersonalKeyPrincipal,
  ProjectKeyPrincipal,
  SharePrincipal,
} from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findTeamBySecret } from '../organizations/index.ts'
import { hashKey, type Sessions, type User, useKey } from '../users/index.ts'

const PROJECT_KEY_PREFIX = 'phs_'

interface FoundKey {
  value: string
  place: string
}

function bearerOf(request: FastifyRequest): string | null {
  return /^bearer\s+(\S+)\s*$/i.exec((request.headers.authorization ?? '').trim())?.[1] ?? null
}

/** The key that a request carries, of any kind; the first place that holds one decides. */
function findKey(request: FastifyRequest): FoundKey | null {
  const bearer = bearerOf(request)
  if (bearer !== null) return { value: bearer, place: 'Authorization header' }
  const inBody = (request.body as Record<string, unknown> | null | undefined)?.personal_api_key
  if (typeof inBody === 'string' && inBody) return { value: inBody, place: 'body' }
  const inQuery = new URL(request.url, 'http://local').searchParams.get('personal_api_key')
  return inQuery ? { value: inQuery, place: 'query string' } : null
}

/** A JSON Web Token, which no key looks like. */
const isJwt = (value: string) => /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(value)

/** Finds the visitor of a shared link. Passed in, because sharing is above this feature. */
export interface ShareFinder {
  /** @throws ApiError 401 when the link does not work, or needs a password */
  byToken(token: string): Promise<SharePrincipal>
  /** @throws ApiError 401 when the visitor's token is invalid, or no longer valid */
  bySession(jwt: string): Promise<SharePrincipal>
}

export function createAuthenticator(db: Database, sessions: Sessions, shares: ShareFinder): Authenticator {
  async function toPersonalKey({ value, place }: FoundKey): Promise<PersonalKeyPrincipal> {
    const used = await useKey(db, value)
    if (!used) throw errors.authenticationFailed(`Personal API key found in request ${place} is invalid.`)
    const { id, scopes, scopedTeams, scopedOrganizations } = used.key
    return {
      kind: 'personalKey',
      ...toUser(used.user),
      hasSecondFactor: false,
      key: { id, scopes, scopedTeams, scopedOrganizations },
    }
  }
  async function toProjectKey({ value }: FoundKey): Promise<ProjectKeyPrincipal> {
    const team = await findTeamBySecret(db, hashKey(value))
    if (!team) throw errors.authenticationFailed('The secret key is invalid.')
    return { kind: 'projectKey', userId: null, teamId: team.id }
  }
  return {
    async session(request) {
      const found = await sessions.find(request)
      if (!found) return null
      sessions.assertCsrf(request)
      const { id, authenticatedAt } = found.session
      const { hasSecondFactor } = found
      return { kind: 'session', ...toUser(found.user), hasSecondFactor, session: { id, authenticatedAt } }
    },
    async personalKey(request) {
      const found = findKey(request)
      return found && toPersonalKey(found)
    },
    async anyKey(request) {
      const found = findKey(request)
      if (!found) return null
      return found.value.startsWith(PROJECT_KEY_PREFIX) ? toProjectKey(found) : toPersonalKey(found)
    },
    async share(request) {
      const bearer = bearerOf(request)
      const isSession = bearer !== null && isJwt(bearer)
      const token = new URL(request.url, 'http://local').searchParams.get('sharing_access_token')
      if (!isSession && token === null) return null
      if (request.method !== 'GET' && request.method !== 'HEAD')
        throw errors.authenticationFailed('Sharing access token can only be used for GET requests.')
      return isSession ? shares.bySession(bearer) : shares.byToken(token!)
    },
  }
}

function toUser({ id: userId, isStaff, currentOrganizationId, currentTeamId }: User) {
  return { userId, isStaff, currentOrganizationId, currentTeamId }
}
