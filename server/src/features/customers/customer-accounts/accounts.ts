/** Accounts as they are stored. */
import { validate as isUuid } from 'uuid'
import type { JsonObject } from '../../../platform/json.ts'
import type { Database, Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import { notebooksOf } from '../notebooks/index.ts'

export interface Account {
  id: string
  teamId: number
  name: string
  externalId: string | null
  properties: JsonObject
  tags: string[]
  /** Short IDs, in the order in which the notebooks were linked. */
  notebooks: string[]
  createdAt: string
  createdById: number | null
  updatedAt: string
}

/** Columns of an `Account`; table alias `a`. */
export const ACCOUNT_COLUMNS = `a.id, a.team_id AS "teamId", a.name, a.external_id AS "externalId", a.properties, a.tags, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt",
  ${notebooksOf('a.id')} AS notebooks`
const SELECT = `SELECT ${ACCOUNT_COLUMNS} FROM accounts a`

/** A malformed ID counts as not found. */
export async function loadAccount(client: Pool | PoolClient, teamId: number, id: string): Promise<Account | null> {
  if (!isUuid(id)) return null
  const { rows } = await client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.id = $2`, [teamId, id])
  return rows[0] ?? null
}

/** Returns the accounts that exist. */
export async function loadAccounts(
  client: Pool | PoolClient,
  teamId: number,
  ids: readonly string[],
): Promise<Account[]> {
  const { rows } = await client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.id = ANY($2)`, [
    teamId,
    ids.filter((id) => isUuid(id)),
  ])
  return rows
}

/** Locks the accounts with one of the IDs or external IDs until the transaction ends. */
export async function lockAccounts(
  client: PoolClient,
  teamId: number,
  { ids, externalIds }: { ids: readonly string[]; externalIds: readonly string[] },
): Promise<Account[]> {
  const { rows } = await client.query<Account>(
    `${SELECT} WHERE a.team_id = $1 AND (a.id = ANY($2) OR a.external_id = ANY($3)) ORDER BY a.id FOR UPDATE OF a`,
    [teamId, ids, externalIds],
  )
  return rows
}

export async function loadAccountByExternalId(
  client: Pool | PoolClient,
  teamId: number,
  externalId: string,
): Promise<Account | null> {
  const { rows } = await client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.external_id = $2`, [
    teamId,
    externalId,
  ])
  return rows[0] ?? null
}

/** The user who created an account; null if that is unknown, or if there is no such account. */
export async function accountMaker(db: Database, teamId: number, id: string): Promise<number | null> {
  const { rows } = await db.$client.query<{ makerId: number | null }>(
    'SELECT created_by AS "makerId" FROM accounts WHERE team_id = $1 AND id = $2',
    [teamId, id],
  )
  return rows[0]?.makerId ?? null
}
