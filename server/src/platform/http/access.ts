/**
 * Who may call a route. Every API route declares its access; one that does not stops the server from starting. The
 * people and keys themselves belong to a feature, which gives the HTTP layer an Authenticator.
 */
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { errors } from './errors.ts'
import type { Rate } from './rate-limit.ts'
import { hasScope, type Scope } from './scopes.ts'

export type Access =
  /** Anyone; the route does its own checks (log-in, project tokens). */
  | { kind: 'public' }
  /** A signed-in person, never an API key. */
  | { kind: 'session' }
  /** A signed-in person, or any key; the route looks at what the key may see. */
  | { kind: 'self' }
  /** A signed-in person or a key with the scope, and with the others if there are any. */
  | { kind: 'scope'; scope: Scope; others?: readonly Scope[] }

export const access = {
  public: { kind: 'public' } as Access,
  session: { kind: 'session' } as Access,
  self: { kind: 'self' } as Access,
  scope: (scope: Scope): Access => ({ kind: 'scope', scope }),
  scopes: (scope: Scope, ...others: Scope[]): Access => ({ kind: 'scope', scope, others }),
}

export interface Principal {
  userId: number
  currentOrganizationId: string | null
  currentTeamId: number | null
  isStaff: boolean
  /** Has a second factor set up. */
  hasSecondFactor: boolean
  /** Present when a personal API key was used. */
  key?: { id: string; scopes: string[]; scopedTeams: number[]; scopedOrganizations: string[] }
  /** Present when the caller is signed in. */
  session?: { id: string; authenticatedAt: Date }
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
    /**
     * By session only soon after a log-in, because it could take over an account or an organization. A function says
     * whether a body is.
     */
    sensitive?: true | ((body: unknown) => boolean)
    /**
     * Shape of the body, for the document; the route itself checks it with `readBody`, after it made sure that the
     * caller may do this at all and that the object exists.
     */
    body?: z.ZodType
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
  if (rule.kind === 'self') return
  if (rule.kind === 'session') throw errors.forbidden('This action does not support personal API key access')
  for (const scope of [rule.scope, ...(rule.others ?? [])]) assertScope(principal, scope)
}

/**
 * For routes where what is asked for decides which scope it takes.
 * @throws ApiError 403 for a key without the scope
 */
export function assertScope({ key }: Principal, scope: Scope): void {
  if (key && !hasScope(key.scopes, scope)) throw errors.forbidden(`API key missing required scope '${scope}'`)
}

/** How long after a log-in what is sensitive may be done. */
export const SENSITIVE_SESSION_MS = 2 * 60 * 60 * 1000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what is sensitive when the log-in is too long ago. To be called when the body is there.
 * @throws ApiError 403
 */
export function assertRecentLogin(request: FastifyRequest): void {
  const { sensitive } = request.routeOptions.config
  const session = request.principal?.session
  if (!sensitive || !session || SAFE_METHODS.has(request.method)) return
  if (sensitive !== true && !sensitive(request.body)) return
  if (Date.now() - session.authenticatedAt.getTime() > SENSITIVE_SESSION_MS)
    throw errors.forbidden('This is sensitive. Log in again to go on.', 'sensitive_action_required_reauth')
}

/** True while a body that is still to be read may name a key. */
function mayCarryKey(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && Number(request.headers['content-length'] ?? 1) > 0
}

/** The caller of a route that requires one. */
export function requirePrincipal(request: Pick<FastifyRequest, 'principal'>): Principal {
  if (!request.principal) throw errors.notAuthenticated()
  return request.principal
}
