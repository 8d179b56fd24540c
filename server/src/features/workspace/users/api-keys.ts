/** Personal API keys: shown once when made, stored as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { personalApiKeys, users } from './tables.ts'

/** Writing the time of every use would make each read a write. */
const LAST_USED_RESOLUTION_MS = 60 * 60 * 1000

export type PersonalApiKey = typeof personalApiKeys.$inferSelect

export const hashKey = (value: string) => createHash('sha256').update(value).digest('hex')
export const maskKey = (value: string) => `${value.slice(0, 4)}...${value.slice(-4)}`

export function newPersonalApiKey(): string {
  return `phx_${randomBytes(32).toString('base64url')}`
}

export async function createPersonalApiKey(
  db: Queryable,
  options: Pick<PersonalApiKey, 'userId' | 'label' | 'scopes'> & Partial<PersonalApiKey> & { value: string },
): Promise<PersonalApiKey> {
  const { value, ...columns } = options
  const [key] = await db
    .insert(personalApiKeys)
    .values({
      ...columns,
      id: randomBytes(12).toString('base64url'),
      valueHash: hashKey(value),
      maskedValue: maskKey(value),
    })
    .returning()
  return key!
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

/** @throws ApiError 401 when no active user has the key, or it has expired */
export async function useKey(db: Queryable, found: FoundKey) {
  const [row] = await db
    .select({ key: personalApiKeys, user: users })
    .from(personalApiKeys)
    .innerJoin(users, eq(users.id, personalApiKeys.userId))
    .where(eq(personalApiKeys.valueHash, hashKey(found.value)))
  const hasExpired = row?.key.expiresAt && row.key.expiresAt.getTime() <= Date.now()
  if (!row?.user.isActive || hasExpired) {
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
