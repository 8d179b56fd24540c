/** Personal API keys: shown once when made, stored as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { errors } from '../../platform/http/errors.ts'
import type { Queryable } from '../organizations/index.ts'
import { personalApiKeys, users } from './tables.ts'

/** Writing the time of every use would make each read a write. */
const LAST_USED_RESOLUTION_MS = 60 * 60 * 1000

const hashKey = (value: string) => createHash('sha256').update(value).digest('hex')

export function newPersonalApiKey(): string {
  return `phx_${randomBytes(32).toString('base64url')}`
}

export async function createPersonalApiKey(
  db: Queryable,
  options: { userId: number; label: string; value: string; scopes: string[] },
): Promise<void> {
  const { userId, label, value, scopes } = options
  await db.insert(personalApiKeys).values({
    id: randomBytes(12).toString('base64url'),
    userId,
    label,
    valueHash: hashKey(value),
    maskedValue: `${value.slice(0, 4)}...${value.slice(-4)}`,
    scopes,
  })
}

interface FoundKey {
  value: string
  place: string
}

/** The key that a request carries; the first place where one is found decides. */
export function findKeyInRequest(request: FastifyRequest): FoundKey | null {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec((request.headers.authorization ?? '').trim())
  if (bearer) return { value: bearer[1]!, place: 'Authorization header' }
  const inBody = (request.body as Record<string, unknown> | null | undefined)?.personal_api_key
  if (typeof inBody === 'string' && inBody) return { value: inBody, place: 'body' }
  const inQuery = new URL(request.url, 'http://local').searchParams.get('personal_api_key')
  return inQuery ? { value: inQuery, place: 'query string' } : null
}

/** @throws ApiError 401 when no active user has the key */
export async function useKey(db: Queryable, found: FoundKey) {
  const [row] = await db
    .select({ key: personalApiKeys, user: users })
    .from(personalApiKeys)
    .innerJoin(users, eq(users.id, personalApiKeys.userId))
    .where(eq(personalApiKeys.valueHash, hashKey(found.value)))
  if (!row?.user.isActive) {
    throw errors.authenticationFailed(`Personal API key found in request ${found.place} is invalid.`)
  }
  const stale = new Date(Date.now() - LAST_USED_RESOLUTION_MS)
  if (!row.key.lastUsedAt || row.key.lastUsedAt < stale) {
    await db
      .update(personalApiKeys)
      .set({ lastUsedAt: new Date() })
      .where(
        and(
          eq(personalApiKeys.id, row.key.id),
          or(isNull(personalApiKeys.lastUsedAt), lt(personalApiKeys.lastUsedAt, stale)),
        ),
      )
  }
  return row
}
