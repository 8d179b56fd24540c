/** Personal API keys: shown once on creation, stored as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Pool, PoolClient, Queryable } from '../../../platform/postgres/postgres.ts'
import type { User } from './sessions.ts'
import { personalApiKeys, users } from './tables.ts'

/** Recording the time of every use would make each read a write. */
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

/** Finds the key and its owner, and records the use; null if it belongs to no active user or has expired. */
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

/** Newest first. */
export function listPersonalApiKeys(db: Queryable, userId: number): Promise<PersonalApiKey[]> {
  return db
    .select()
    .from(personalApiKeys)
    .where(eq(personalApiKeys.userId, userId))
    .orderBy(desc(personalApiKeys.createdAt), desc(personalApiKeys.id))
}

/** @param id the raw value */
export async function findPersonalApiKey(
  db: Queryable,
  userId: number,
  id: string,
): Promise<PersonalApiKey | undefined> {
  const [key] = await db
    .select()
    .from(personalApiKeys)
    .where(and(eq(personalApiKeys.id, id.replaceAll('\0', '')), eq(personalApiKeys.userId, userId)))
  return key
}

export async function countPersonalApiKeys(client: PoolClient, userId: number): Promise<number> {
  const { rows } = await client.query<{ keys: number }>(
    'SELECT count(*) AS keys FROM personal_api_keys WHERE user_id = $1',
    [userId],
  )
  return rows[0]!.keys
}

export async function updatePersonalApiKey(
  db: Queryable,
  id: string,
  columns: Partial<PersonalApiKey>,
): Promise<PersonalApiKey> {
  return (await db.update(personalApiKeys).set(columns).where(eq(personalApiKeys.id, id)).returning())[0]!
}

export async function deletePersonalApiKey(client: PoolClient, id: string): Promise<void> {
  await client.query('DELETE FROM personal_api_keys WHERE id = $1', [id])
}

/** A key as the administrators of an organization see it. */
export interface ReachingKey {
  label: string
  lastUsedAt: Date | null
  /** Used within the last week. */
  isRecent: boolean
}

/**
 * A user's keys that reach an organization, newest first.
 * @param organization.teamIds its projects
 */
export async function keysReaching(
  pool: Pool,
  userId: number,
  { id, teamIds }: { id: string; teamIds: readonly number[] },
): Promise<ReachingKey[]> {
  const { rows } = await pool.query<ReachingKey>(
    `SELECT label, last_used_at AS "lastUsedAt", coalesce(last_used_at > now() - interval '7 days', false) AS "isRecent"
     FROM personal_api_keys WHERE user_id = $1 AND cardinality(scopes) > 0
       AND (scoped_teams = '{}' OR scoped_teams && $3::int[])
       AND (scoped_organizations = '{}' OR $2::text = ANY(scoped_organizations))
     ORDER BY created_at DESC`,
    [userId, id, teamIds],
  )
  return rows
}

/**
 * Removes a deleted project from keys. A key limited to this project alone must not become unrestricted, so it is deleted.
 */
export async function removeTeamFromKeys(client: PoolClient, teamId: number): Promise<void> {
  await client.query(
    `UPDATE personal_api_keys SET scoped_teams = array_remove(scoped_teams, $1)
     WHERE $1 = ANY(scoped_teams) AND cardinality(scoped_teams) > 1`,
    [teamId],
  )
  await client.query('DELETE FROM personal_api_keys WHERE scoped_teams = ARRAY[$1::int]', [teamId])
}

/** The same for an organization. */
export async function removeOrganizationFromKeys(client: PoolClient, organizationId: string): Promise<void> {
  await client.query('DELETE FROM personal_api_keys WHERE scoped_organizations = ARRAY[$1::text]', [organizationId])
  await client.query(
    `UPDATE personal_api_keys SET scoped_organizations = array_remove(scoped_organizations, $1)
     WHERE $1 = ANY(scoped_organizations)`,
    [organizationId],
  )
}
