/** Personal API keys: shown once when made, stored as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import type { User } from './sessions.ts'
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

/** Whose key it is, and notes that it was used; null when no active user has it, or it has expired. */
export async function useKey(db: Queryable, value: string): Promise<{ key: PersonalApiKey; user: User } | null> {
  const [row] = await db
    .select({ key: personalApiKeys, user: users })
    .from(personalApiKeys)
    .innerJoin(users, eq(users.id, personalApiKeys.userId))
    .where(eq(personalApiKeys.valueHash, hashKey(value)))
  const hasExpired = row?.key.expiresAt && row.key.expiresAt.getTime() <= Date.now()
  if (!row?.user.isActive || hasExpired) return null
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
