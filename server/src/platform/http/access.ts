/**
 * Authentication and authorization. Every route declares its access; a route without a declaration keeps the server from
 * starting. The principal of a request is resolved and checked here, before the route runs, and nowhere else. Users and keys
 * belong to a feature, which supplies an Authenticator to the HTTP layer.
 */

import { hasScope, type Scope } from '@hedgerow/shared/scopes'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { z } from 'zod'
import { errors } from './errors.ts'
import type {
  Caller,
  PersonalKeyPrincipal,
  Principal,
  ProjectKeyPrincipal,
  SessionPrincipal,
  SharedKind,
  SharePrincipal,
  UserPrincipal,
} from './principal.ts'
import type { Rate, RateLimiter } from './rate-limit.ts'

export * from './principal.ts'

export type Access =
  /** Anyone. The route has no caller; a project token in the body names a project, not a caller. */
  | { kind: 'public' }
  /** Anyone; a signed-in user is recognized. Keys are ignored. */
  | { kind: 'visitor' }
  /** A signed-in user, never a key. */
  | { kind: 'session' }
  /** A signed-in user, or any of their keys; the route checks what the key may see. */
  | { kind: 'self' }
  /** A signed-in user, or a personal key with the scope (and with the others, if there are any). */
  | { kind: 'scope'; scope: Scope; others?: readonly Scope[] }
  /** A server with the project's secret key. With a scope, also a personal key that has it; never a session. */
  | { kind: 'projectKey'; scope?: Scope }

export const access = {
  public: { kind: 'public' } as Access,
  visitor: { kind: 'visitor' } as Access,
  session: { kind: 'session' } as Access,
  self: { kind: 'self' } as Access,
  scope: (scope: Scope): Access => ({ kind: 'scope', scope }),
  scopes: (scope: Scope, ...others: Scope[]): Access => ({ kind: 'scope', scope, others }),
  projectKey: (scope?: Scope): Access => ({ kind: 'projectKey', scope }),
}

/** Finds out who sent a request. Each method resolves with null if the request carries no such credentials. */
export interface Authenticator {
  /** @throws ApiError 403 when an unsafe request lacks a valid CSRF token */
  session(request: FastifyRequest): Promise<SessionPrincipal | null>
  /** @throws ApiError 401 when the key is invalid */
  personalKey(request: FastifyRequest): Promise<PersonalKeyPrincipal | null>
  /**
   * The secret key of a project, or else a personal key.
   * @throws ApiError 401 when it is neither
   */
  anyKey(request: FastifyRequest): Promise<PersonalKeyPrincipal | ProjectKeyPrincipal | null>
  /**
   * The token of a shared link, or of a visitor who knew its password.
   * @throws ApiError 401 when it is invalid, needs a password, or the request would change something
   */
  share(request: FastifyRequest): Promise<SharePrincipal | null>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** The kinds of shared objects whose visitors may read this route. The route checks which object. */
    shares?: readonly SharedKind[]
    /** Which rate limits apply, if they are on: `default` unless set; null for none. */
    rate?: Rate | null
    /**
     * A session needs a recent login, because the request could take over an account or an organization. A function decides
     * by the body.
     */
    sensitive?: true | ((body: unknown) => boolean)
    /**
     * Schema of the body, for the API document. The route validates it with `readBody`, after it has checked that the caller
     * may do this at all and that the object exists.
     */
    body?: z.ZodType
  }
  interface FastifyRequest {
    principal: Caller | null
  }
}

/**
 * Adds the checks to every route of the application. They run once when the headers are there and again after the body,
 * because a personal key may be in the body. They run after the hooks of the route's own scope, so bodies are parsed by
 * then.
 */
export function guardRoutes(app: FastifyInstance, authenticator: Authenticator, limiter: RateLimiter | null): void {
  const atHeaders = (request: FastifyRequest) => authorize(request, authenticator)
  const atBody = async (request: FastifyRequest) => {
    await authorize(request, authenticator)
    assertRecentLogin(request)
    const { rate = 'default' } = request.routeOptions.config
    if (request.principal && rate !== null) limiter?.count(request.principal, rate)
  }
  const routes: RouteOptions[] = []
  guarded.set(app, routes)
  app.addHook('onRoute', (route) => {
    routes.push(route)
    route.onRequest = withHook(route.onRequest, atHeaders)
    route.preValidation = withHook(route.preValidation, atBody)
  })
  app.addHook('onReady', async () => {
    for (const { method, url, config } of routes)
      if (!config?.access) throw new Error(`${method} ${url} does not declare its access`)
  })
}

const guarded = new WeakMap<FastifyInstance, RouteOptions[]>()

/** Every route of an application that is ready, with its declared access. */
export function routesOf(app: FastifyInstance): { methods: string[]; url: string; access: Access }[] {
  return guarded
    .get(app)!
    .map(({ method, url, config }) => ({ methods: [method].flat(), url, access: config!.access! }))
}

/** Adds a hook once: the HEAD route that Fastify derives from a GET route already has it. */
function withHook<Hook>(hooks: Hook | Hook[] | undefined, hook: Hook): Hook[] {
  const before = hooks === undefined ? [] : Array.isArray(hooks) ? hooks : [hooks]
  return before.includes(hook) ? before : [...before, hook]
}

async function authorize(request: FastifyRequest, authenticator: Authenticator): Promise<void> {
  const rule = request.routeOptions.config.access!
  if (rule.kind === 'public' || request.principal) return
  request.principal = await identify(request, rule, authenticator)
  if (request.principal?.kind === 'share') return assertShared(request.principal, request)
  if (request.principal) return assertAccess(request.principal, rule)
  if (rule.kind === 'visitor' || (request.body === undefined && mayCarryKey(request))) return
  throw errors.notAuthenticated()
}

/** Finds the credentials that a route accepts. A shared link takes precedence over a key, and a key over a session. */
async function identify(request: FastifyRequest, rule: Access, authenticator: Authenticator): Promise<Caller | null> {
  if (rule.kind === 'visitor') return authenticator.session(request)
  const share = await authenticator.share(request)
  if (share) return share
  if (rule.kind === 'projectKey') return authenticator.anyKey(request)
  return (await authenticator.personalKey(request)) ?? authenticator.session(request)
}

/** @throws ApiError 403 when visitors of this kind of shared object may not read the route */
function assertShared({ shared }: SharePrincipal, { routeOptions }: FastifyRequest): void {
  if (!routeOptions.config.shares?.includes(shared)) throw errors.forbidden()
}

/** @throws ApiError 401 or 403 when the route does not accept this caller */
function assertAccess(principal: Caller, rule: Access): void {
  if (principal.kind !== 'personalKey' || rule.kind === 'self') return
  if (rule.kind === 'scope') for (const scope of [rule.scope, ...(rule.others ?? [])]) assertScope(principal, scope)
  else if (rule.kind === 'projectKey' && rule.scope) assertScope(principal, rule.scope)
  else if (rule.kind === 'projectKey')
    throw errors.authenticationFailed('Only the secret key of the project opens this.')
  else throw errors.forbidden('This action does not support personal API key access')
}

/**
 * For routes whose required scope depends on the request.
 * @throws ApiError 403 for a key without the scope
 */
export function assertScope(principal: Principal, scope: Scope): void {
  if (principal.kind === 'personalKey' && !hasScope(principal.key.scopes, scope))
    throw errors.forbidden(`API key missing required scope '${scope}'`)
}

/** How long after a login sensitive actions are allowed. */
export const SENSITIVE_SESSION_MS = 2 * 60 * 60 * 1000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a sensitive action if the login is too long ago.
 * @throws ApiError 403
 */
function assertRecentLogin(request: FastifyRequest): void {
  const { sensitive } = request.routeOptions.config
  const { principal } = request
  if (!sensitive || principal?.kind !== 'session' || SAFE_METHODS.has(request.method)) return
  if (sensitive !== true && !sensitive(request.body)) return
  if (Date.now() - principal.session.authenticatedAt.getTime() > SENSITIVE_SESSION_MS)
    throw errors.forbidden('This is sensitive. Log in again to continue.', 'sensitive_action_required_reauth')
}

/** Whether the body, not read yet, may contain a key. */
function mayCarryKey(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && Number(request.headers['content-length'] ?? 1) > 0
}

/** The visitor of a shared link; null for every other caller. */
export function shareOf({ principal }: Pick<FastifyRequest, 'principal'>): SharePrincipal | null {
  return principal?.kind === 'share' ? principal : null
}

/**
 * The calling user, for routes that accept sessions and personal keys.
 * @throws ApiError 401 when there is no caller, or the caller is not a user
 */
export function requirePrincipal({ principal }: Pick<FastifyRequest, 'principal'>): UserPrincipal {
  if (principal?.kind !== 'session' && principal?.kind !== 'personalKey') throw errors.notAuthenticated()
  return principal
}
