/** Passkeys as they are stored. */
import { and, asc, eq } from 'drizzle-orm'
import { validate as isUuid } from 'uuid'
import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { passkeys } from './tables.ts'

export type Passkey = typeof passkeys.$inferSelect

/** Oldest first. */
export function listPasskeys(db: Queryable, userId: number): Promise<Passkey[]> {
  return db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt))
}

/** @param id the raw value; a malformed one matches no passkey */
export async function findPasskey(db: Queryable, userId: number, id: string): Promise<Passkey | undefined> {
  if (!isUuid(id)) return undefined
  const [passkey] = await db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
  return passkey
}

/** @param credentialId the browser's ID for it */
export async function findPasskeyByCredential(db: Queryable, credentialId: string): Promise<Passkey | undefined> {
  return (await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId)))[0]
}

/** @returns undefined if it is already registered */
export async function insertPasskey(
  db: Queryable,
  columns: typeof passkeys.$inferInsert,
): Promise<Passkey | undefined> {
  return (await db.insert(passkeys).values(columns).onConflictDoNothing().returning())[0]
}

export async function updatePasskey(
  db: Queryable,
  id: string,
  columns: Partial<Passkey>,
): Promise<Passkey | undefined> {
  return (await db.update(passkeys).set(columns).where(eq(passkeys.id, id)).returning())[0]
}

export async function deletePasskey(db: Queryable, id: string): Promise<void> {
  await db.delete(passkeys).where(eq(passkeys.id, id))
}
