/** Accounts as they are stored. */
import { validate as isUuid } from 'uuid'
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'

export interface Account {
  id: string
  teamId: number
  name: string
  externalId: string | null
  properties: JsonObject
  tags: string[]
  /** Short ids, in the order in which they were linked. */
  notebooks: string[]
  createdAt: string
  createdById: number | null
  updatedAt: string
}

/** Columns of an `Account`; table alias `a`. */
export const ACCOUNT_COLUMNS = `a.id, a.team_id AS "teamId", a.name, a.external_id AS "externalId", a.properties, a.tags, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt",
  coalesce((SELECT array_agg(n.short_id ORDER BY l.linked_at, n.id) FROM account_notebooks l JOIN notebooks n ON n.id = l.notebook_id
    WHERE l.account_id = a.id), '{}') AS notebooks`
const SELECT = `SELECT ${ACCOUNT_COLUMNS} FROM accounts a`

/** A malformed id is one that nobody has. */
export async function loadAccount(client: Pool | PoolClient, teamId: number, id: string): Promise<Account | null> {
  if (!isUuid(id)) return null
  const { rows } = await client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.id = $2`, [teamId, id])
  return rows[0] ?? null
}

/** Those of several that exist. */
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

/** Those that have one of some ids or external ids, locked until the transaction ends. */
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
