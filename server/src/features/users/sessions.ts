/** Log-in sessions: a random cookie whose hash is stored, with a CSRF token beside it for unsafe requests. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '../../platform/http/errors.ts'
import type { Database } from '../../platform/postgres/postgres.ts'
import { userSessions, users } from './tables.ts'

export const SESSION_COOKIE = 'sessionid'
export const CSRF_COOKIE = 'posthog_csrftoken'
const CSRF_HEADER = 'x-csrftoken'
const LIFETIME_MS = 14 * 24 * 60 * 60 * 1000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const USER_AGENT_CHARACTERS_MAX = 300

export type User = typeof users.$inferSelect

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly secretKey: string,
  ) {}

  /** Starts a session and sets its cookies. */
  async start(userId: number, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = randomBytes(32).toString('base64url')
    const expiresAt = new Date(Date.now() + LIFETIME_MS)
    await this.db.delete(userSessions).where(lt(userSessions.expiresAt, new Date()))
    await this.db.insert(userSessions).values({
      tokenHash: hashToken(token),
      userId,
      expiresAt,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
    })
    const options = {
      path: '/',
      sameSite: 'lax' as const,
      secure: request.protocol === 'https',
      maxAge: LIFETIME_MS / 1000,
    }
    reply.setCookie(SESSION_COOKIE, token, { ...options, httpOnly: true })
    reply.setCookie(CSRF_COOKIE, this.csrfToken(token), options)
  }

  /** The signed-in user of a request; null without a valid session. */
  async find(request: FastifyRequest): Promise<User | null> {
    const token = request.cookies[SESSION_COOKIE]
    if (!token) return null
    const [row] = await this.db
      .select({ user: users })
      .from(userSessions)
      .innerJoin(users, eq(users.id, userSessions.userId))
      .where(and(eq(userSessions.tokenHash, hashToken(token)), gt(userSessions.expiresAt, new Date())))
    return row?.user.isActive ? row.user : null
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = request.cookies[SESSION_COOKIE]
    if (token) await this.db.delete(userSessions).where(eq(userSessions.tokenHash, hashToken(token)))
    reply.clearCookie(SESSION_COOKIE, { path: '/' }).clearCookie(CSRF_COOKIE, { path: '/' })
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

  // Bound to the session, so that a token planted by another subdomain is worth nothing.
  private csrfToken(sessionToken: string): string {
    return createHmac('sha256', this.secretKey).update(`csrf:${sessionToken}`).digest('base64url')
  }
}
