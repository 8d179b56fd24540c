/** Login sessions: a random cookie whose hash is stored, and a CSRF token for unsafe requests. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { and, eq, gt, lt, ne, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { hasSecondFactorSql } from './second-factor.ts'
import { userSessions, users } from './tables.ts'

export const SESSION_COOKIE = 'sessionid'
export const CSRF_COOKIE = 'posthog_csrftoken'
const CSRF_HEADER = 'x-csrftoken'
const BROWSER_COOKIE = 'hedgerow_browser'
const BROWSER_S = 365 * 24 * 60 * 60
const LIFETIME_MS = 14 * 24 * 60 * 60 * 1000
/** Recording the time of every request would make each read a write. */
const ACTIVITY_RESOLUTION_MS = 60 * 1000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const USER_AGENT_CHARACTERS_MAX = 300

export type User = typeof users.$inferSelect
export type UserSession = typeof userSessions.$inferSelect
export type LoginMethod = 'password' | 'passkey' | 'signup' | 'invite' | 'password_reset' | 'email_verification'

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

export class Sessions {
  constructor(
    private readonly db: Database,
    readonly secretKey: string,
  ) {}

  /** Starts a session and sets its cookies. The browser's previous session ends. */
  async start(userId: number, method: LoginMethod, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(Date.now() + LIFETIME_MS)
    const earlier = request.cookies[SESSION_COOKIE]
    if (earlier) await this.db.delete(userSessions).where(eq(userSessions.tokenHash, hashToken(earlier)))
    await this.db.delete(userSessions).where(lt(userSessions.expiresAt, new Date()))
    await this.db.insert(userSessions).values({
      tokenHash: hashToken(token),
      userId,
      expiresAt,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
      ip: request.ip,
      loginMethod: method,
    })
    await this.db.update(users).set({ lastLoginAt: new Date() }).where(eq(users.id, userId))
    const options = {
      path: '/',
      sameSite: 'lax' as const,
      secure: request.protocol === 'https',
      maxAge: LIFETIME_MS / 1000,
    }
    reply.setCookie(SESSION_COOKIE, token, { ...options, httpOnly: true })
    reply.setCookie(CSRF_COOKIE, this.csrfToken(token), options)
    const known = `${userId}.${Math.floor(Date.now() / 1000)}.${randomBytes(9).toString('base64url')}`
    const signed = `${known}.${this.browserSignature(known)}`
    reply.setCookie(BROWSER_COOKIE, signed, { ...options, httpOnly: true, maxAge: BROWSER_S })
  }

  /**
   * The browser of a request, if the user was signed in there within a year. It stays known after logout, and proves nothing
   * else.
   */
  knownBrowser(request: FastifyRequest, userId: number): string | null {
    const [id = '', since = '', name = '', signature = ''] = (request.cookies[BROWSER_COOKIE] ?? '').split('.')
    if (id !== String(userId) || !(Number(since) > Date.now() / 1000 - BROWSER_S)) return null
    const known = `${id}.${since}.${name}`
    const [expected, given] = [Buffer.from(this.browserSignature(known)), Buffer.from(signature)]
    return given.length === expected.length && timingSafeEqual(given, expected) ? known : null
  }

  private browserSignature(known: string): string {
    return createHmac('sha256', this.secretKey).update(`browser:${known}`).digest('base64url')
  }

  /** The signed-in user of a request; null without a valid session. */
  async find(request: FastifyRequest) {
    const token = request.cookies[SESSION_COOKIE]
    if (!token) return null
    const tokenHash = hashToken(token)
    const [row] = await this.db
      .select({
        user: users,
        session: userSessions,
        hasSecondFactor: sql<boolean>`${sql.raw(hasSecondFactorSql('users'))}`,
      })
      .from(userSessions)
      .innerJoin(users, eq(users.id, userSessions.userId))
      .where(and(eq(userSessions.tokenHash, tokenHash), gt(userSessions.expiresAt, new Date())))
    if (!row?.user.isActive) return null
    if (row.session.lastActivityAt.getTime() < Date.now() - ACTIVITY_RESOLUTION_MS) {
      await this.db
        .update(userSessions)
        .set({ lastActivityAt: new Date(), ip: request.ip })
        .where(eq(userSessions.tokenHash, tokenHash))
    }
    return row
  }

  /** Starts a session, unless the browser already has one of this user. */
  async startUnlessOwn(
    userId: number,
    method: LoginMethod,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const present = await this.find(request)
    if (present?.user.id !== userId) await this.start(userId, method, request, reply)
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.cookies[SESSION_COOKIE]
    if (token) await this.db.delete(userSessions).where(eq(userSessions.tokenHash, hashToken(token)))
    reply.clearCookie(SESSION_COOKIE, { path: '/' }).clearCookie(CSRF_COOKIE, { path: '/' })
  }

  /** The sessions of a user that have not expired. */
  list(userId: number): Promise<UserSession[]> {
    return this.db
      .select()
      .from(userSessions)
      .where(and(eq(userSessions.userId, userId), gt(userSessions.expiresAt, new Date())))
  }

  /** @returns false if the user has no session with that ID */
  async endOne(userId: number, id: string): Promise<boolean> {
    const { rowCount } = await this.db
      .delete(userSessions)
      .where(and(eq(userSessions.id, id), eq(userSessions.userId, userId)))
    return rowCount !== 0
  }

  /** Ends all sessions of a user but one. Resolves with their number. */
  async endOthers(userId: number, keptId: string | null): Promise<number> {
    const others = keptId === null ? undefined : ne(userSessions.id, keptId)
    const { rowCount } = await this.db.delete(userSessions).where(and(eq(userSessions.userId, userId), others))
    return rowCount ?? 0
  }

  /**
   * Unsafe requests of a session must echo the CSRF token, which only a page of this origin can read.
   * @throws ApiError 403
   */
  assertCsrf(request: FastifyRequest): void {
    if (SAFE_METHODS.has(request.method)) return
    const given = Buffer.from(String(request.headers[CSRF_HEADER] ?? ''))
    const expected = Buffer.from(this.csrfToken(request.cookies[SESSION_COOKIE] ?? ''))
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw errors.forbidden(
        given.length === 0 ? 'CSRF Failed: CSRF token missing.' : 'CSRF Failed: CSRF token incorrect.',
      )
    }
  }

  // Bound to the session, so that a token planted by another subdomain is invalid.
  private csrfToken(sessionToken: string): string {
    return createHmac('sha256', this.secretKey).update(`csrf:${sessionToken}`).digest('base64url')
  }
}
