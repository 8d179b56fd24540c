/**
 * Who may call a route. Every API route declares its access; one that does not stops the server from starting. The
 * people and keys themselves belong to a feature, which gives the HTTP layer an Authenticator.
 */
import type { FastifyRequest } from 'fastify'
import { errors } from './errors.ts'
import type { Rate } from './rate-limit.ts'

export type ScopeObject =
  | 'person'
  | 'group'
  | 'event_definition'
  | 'property_definition'
  | 'query'
  | 'project'
  | 'organization'
  | 'user'
  | 'ingestion_warning'
  | 'activity_log'
  | 'feature_flag'
  | 'session_recording'
  | 'cohort'
export type Scope = `${ScopeObject}:${'read' | 'write'}`

export type Access =
  /** Anyone; the route does its own checks (log-in, project tokens). */
  | { kind: 'public' }
  /** A signed-in person, never an API key. */
  | { kind: 'session' }
  /** A signed-in person or a key with the scope, and with the others if there are any. */
  | { kind: 'scope'; scope: Scope; others?: readonly Scope[] }

export const access = {
  public: { kind: 'public' } as Access,
  session: { kind: 'session' } as Access,
  scope: (scope: Scope): Access => ({ kind: 'scope', scope }),
  scopes: (scope: Scope, ...others: Scope[]): Access => ({ kind: 'scope', scope, others }),
}

export interface Principal {
  userId: number
  currentOrganizationId: string | null
  currentTeamId: number | null
  /** Present when a personal API key was used. */
  key?: { id: string; scopes: string[]; scopedTeams: number[]; scopedOrganizations: string[] }
}

export interface Authenticator {
  /**
   * Who sent the request; null when it carries no credentials.
   * @throws ApiError 401 or 403 when its credentials are bad
   */
  authenticate(request: FastifyRequest): Promise<Principal | null>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Which limits on the number of calls hold, where limits are on. */
    rate?: Rate
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}

/**
 * Checks what can be checked before the route runs: credentials, then the key's scope. Called when the headers are
 * there and again when the body is, because a personal key may stand in the body.
 */
export async function authorize(request: FastifyRequest, authenticator: Authenticator): Promise<void> {
  const rule = request.routeOptions.config.access
  if (!rule || rule.kind === 'public' || request.principal) return
  const principal = await authenticator.authenticate(request)
  if (!principal) {
    if (request.body === undefined && mayCarryKey(request)) return
    throw errors.notAuthenticated()
  }
  request.principal = principal
  if (!principal.key) return
  if (rule.kind === 'session') throw errors.forbidden('This action does not support personal API key access')
  for (const scope of [rule.scope, ...(rule.others ?? [])])
    if (!hasScope(principal.key.scopes, scope)) throw errors.forbidden(`API key missing required scope '${scope}'`)
}

/** True while a body that is still to be read may name a key. */
function mayCarryKey(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && Number(request.headers['content-length'] ?? 1) > 0
}

/** `*` covers everything; `write` implies `read` of the same object. */
export function hasScope(held: readonly string[], needed: Scope): boolean {
  const object = needed.split(':')[0]
  return held.includes('*') || held.includes(needed) || held.includes(`${object}:write`)
}

/** The caller of a route that requires one. */
export function requirePrincipal(request: Pick<FastifyRequest, 'principal'>): Principal {
  if (!request.principal) throw errors.notAuthenticated()
  return request.principal
}
