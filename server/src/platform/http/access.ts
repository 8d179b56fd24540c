/**
 * Who calls, and who may call what. Every route declares its access; one that does not stops the server from starting.
 * The principal of a request is resolved and checked here, before the route runs, and nowhere else. The people and keys
 * themselves belong to a feature, which gives the HTTP layer an Authenticator.
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
  UserPrincipal,
} from './principal.ts'
import type { Rate, RateLimiter } from './rate-limit.ts'

export * from './principal.ts'

export type Access =
  /** Anyone. The route knows nobody; a project token in the body names a project, not a caller. */
  | { kind: 'public' }
  /** Anyone; somebody who is signed in is recognized. Keys are not looked at. */
  | { kind: 'visitor' }
  /** A signed-in person, never a key. */
  | { kind: 'session' }
  /** A signed-in person, or any key of theirs; the route looks at what the key may see. */
  | { kind: 'self' }
  /** A signed-in person or a personal key with the scope, and with the others if there are any. */
  | { kind: 'scope'; scope: Scope; others?: readonly Scope[] }
  /** A server that has the project's secret key. With a scope also a personal key that holds it; never a session. */
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

/** Finds out who sent a request. Each method resolves with null when the request carries no such credentials. */
export interface Authenticator {
  /** @throws ApiError 403 when an unsafe request does not confirm its session */
  session(request: FastifyRequest): Promise<SessionPrincipal | null>
  /** @throws ApiError 401 when it is not a valid key */
  personalKey(request: FastifyRequest): Promise<PersonalKeyPrincipal | null>
  /**
   * The secret key of a project, or else a personal key.
   * @throws ApiError 401 when it is neither
   */
  anyKey(request: FastifyRequest): Promise<PersonalKeyPrincipal | ProjectKeyPrincipal | null>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Which limits on the number of calls hold, where limits are on: by default `default`; null for none. */
    rate?: Rate | null
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
    principal: Caller | null
  }
}

/**
 * Puts the checks before every route of the application: when the headers are there and again when the body is, because
 * a personal key may stand in the body. They run after the hooks of the route's own part of the application, so bodies
 * have been parsed by then.
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

/** Every route of an application that is ready, with what it declares. */
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
  if (request.principal) return assertAccess(request.principal, rule)
  if (rule.kind === 'visitor' || (request.body === undefined && mayCarryKey(request))) return
  throw errors.notAuthenticated()
}

/** The credentials that a route takes. A key that was found decides, also when there is a session. */
async function identify(request: FastifyRequest, rule: Access, authenticator: Authenticator): Promise<Caller | null> {
  if (rule.kind === 'visitor') return authenticator.session(request)
  if (rule.kind === 'projectKey') return authenticator.anyKey(request)
  return (await authenticator.personalKey(request)) ?? authenticator.session(request)
}

/** @throws ApiError 401 or 403 when the route is not for this caller */
function assertAccess(principal: Caller, rule: Access): void {
  if (principal.kind !== 'personalKey' || rule.kind === 'self') return
  if (rule.kind === 'scope') for (const scope of [rule.scope, ...(rule.others ?? [])]) assertScope(principal, scope)
  else if (rule.kind === 'projectKey' && rule.scope) assertScope(principal, rule.scope)
  else if (rule.kind === 'projectKey')
    throw errors.authenticationFailed('Only the secret key of the project opens this.')
  else throw errors.forbidden('This action does not support personal API key access')
}

/**
 * For routes where what is asked for decides which scope it takes.
 * @throws ApiError 403 for a key without the scope
 */
export function assertScope(principal: Principal, scope: Scope): void {
  if (principal.kind === 'personalKey' && !hasScope(principal.key.scopes, scope))
    throw errors.forbidden(`API key missing required scope '${scope}'`)
}

/** How long after a log-in what is sensitive may be done. */
export const SENSITIVE_SESSION_MS = 2 * 60 * 60 * 1000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what is sensitive when the log-in is too long ago.
 * @throws ApiError 403
 */
function assertRecentLogin(request: FastifyRequest): void {
  const { sensitive } = request.routeOptions.config
  const { principal } = request
  if (!sensitive || principal?.kind !== 'session' || SAFE_METHODS.has(request.method)) return
  if (sensitive !== true && !sensitive(request.body)) return
  if (Date.now() - principal.session.authenticatedAt.getTime() > SENSITIVE_SESSION_MS)
    throw errors.forbidden('This is sensitive. Log in again to go on.', 'sensitive_action_required_reauth')
}

/** True while a body that is still to be read may name a key. */
function mayCarryKey(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && Number(request.headers['content-length'] ?? 1) > 0
}

/**
 * The person who calls, for routes that take sessions and personal keys.
 * @throws ApiError 401 when it is nobody, or no person
 */
export function requirePrincipal({ principal }: Pick<FastifyRequest, 'principal'>): UserPrincipal {
  if (principal?.kind !== 'session' && principal?.kind !== 'personalKey') throw errors.notAuthenticated()
  return principal
}
