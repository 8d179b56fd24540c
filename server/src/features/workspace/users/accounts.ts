/** Reads, creates, changes and deletes accounts. */
import { and, asc, count, eq, isNotNull, type SQL } from 'drizzle-orm'
import { validate as isUuid } from 'uuid'
import type { Page } from '../../../platform/http/pagination.ts'
import type { Pool, PoolClient, Queryable } from '../../../platform/postgres/postgres.ts'
import type { User } from './sessions.ts'
import { users } from './tables.ts'

export async function findUser(db: Queryable, id: number): Promise<User | undefined> {
  return (await db.select().from(users).where(eq(users.id, id)))[0]
}

/** @param uuid the raw value; a malformed one matches no account */
export async function findUserByUuid(db: Queryable, uuid: string): Promise<User | undefined> {
  return isUuid(uuid) ? (await db.select().from(users).where(eq(users.uuid, uuid)))[0] : undefined
}

/** @param email in lower case */
export async function findUserByEmail(db: Queryable, email: string): Promise<User | undefined> {
  return (await db.select().from(users).where(eq(users.email, email)))[0]
}

export interface UserFilter {
  id?: number
  /** In lower case. */
  email?: string
  isStaff?: boolean
}

/** A page of the active accounts, oldest first. */
export async function listUsers(
  db: Queryable,
  { id, email, isStaff }: UserFilter,
  page: Page,
): Promise<{ count: number; rows: User[] }> {
  const conditions: SQL[] = [eq(users.isActive, true)]
  if (id !== undefined) conditions.push(eq(users.id, id))
  if (email !== undefined) conditions.push(eq(users.email, email))
  if (isStaff !== undefined) conditions.push(eq(users.isStaff, isStaff))
  const where = and(...conditions)
  const [counted] = await db.select({ users: count() }).from(users).where(where)
  const rows = await db.select().from(users).where(where).orderBy(asc(users.id)).limit(page.limit).offset(page.offset)
  return { count: counted!.users, rows }
}

export async function anyUserExists(db: Queryable): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0
}

/** Whether an account has this address, with or without a plus suffix. */
export async function isEmailTaken(client: Pool | PoolClient, email: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM users WHERE email = $1 OR regexp_replace(email, '\\+[^@]*@', '@') = $1`,
    [email],
  )
  return rowCount !== 0
}

/** @throws the error of PostgreSQL when the address is taken */
export async function insertUser(db: Queryable, columns: typeof users.$inferInsert): Promise<User> {
  return (await db.insert(users).values(columns).returning())[0]!
}

/** @throws the error of PostgreSQL when a new address is taken */
export async function updateUser(db: Queryable, id: number, columns: Partial<User>): Promise<User> {
  return (await db.update(users).set(columns).where(eq(users.id, id)).returning())[0]!
}

export async function deleteUser(db: Queryable, id: number): Promise<void> {
  await db.delete(users).where(eq(users.id, id))
}

/** Locks an account until the transaction ends, so that its objects can be counted. */
export async function lockUser(client: PoolClient, id: number): Promise<void> {
  await client.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id])
}

/**
 * Makes a confirmed address the user's address.
 * @returns false if the user asked for another one since, or another account has it
 */
export async function confirmEmail(client: PoolClient, id: number, email: unknown): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE users SET is_email_verified = true, email = $2, pending_email = NULL WHERE id = $1
       AND (email = $2 OR pending_email = $2) AND NOT EXISTS (SELECT 1 FROM users WHERE email = $2 AND id <> $1)`,
    [id, email],
  )
  return rowCount === 1
}

/** Cancels a pending change of address. @returns undefined if none was pending */
export async function dropPendingEmail(db: Queryable, id: number): Promise<User | undefined> {
  const [user] = await db
    .update(users)
    .set({ pendingEmail: null })
    .where(and(eq(users.id, id), isNotNull(users.pendingEmail)))
    .returning()
  return user
}

/** A user's name in a sentence: first and last name, or the address if there is neither. */
export async function nameInSentence(client: PoolClient, id: number | null): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT coalesce(nullif(concat_ws(' ', nullif(first_name, ''), nullif(last_name, '')), ''), email) AS name FROM users WHERE id = $1`,
    [id],
  )
  return rows[0]!.name
}

/** Up to when a user has read the activity log: `YYYY-MM-DD hh:mm:ss.ffffff`, UTC; null if never marked. */
export async function activityReadUntil(pool: Pool, id: number): Promise<string | null> {
  const { rows } = await pool.query<{ until: string | null }>(
    `SELECT to_char(activity_read_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS until FROM users WHERE id = $1`,
    [id],
  )
  return rows[0]?.until ?? null
}

export async function setActivityReadUntil(pool: Pool, id: number, until: Date): Promise<void> {
  await pool.query('UPDATE users SET activity_read_until = $2 WHERE id = $1', [id, until])
}
