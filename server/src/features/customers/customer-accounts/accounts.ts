/** Accounts as they are stored, found and changed. */
import { validate as isUuid } from 'uuid'
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { nonBlankField, textField } from '../../../platform/http/validation.ts'
import { type JsonObject, parseJson, storableJsonText } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam, ResourceAccess } from '../../workspace/organizations/index.ts'
import { normalizeTags, tagList } from '../../workspace/tags/index.ts'
import { ROLES, readProperties } from './properties.ts'

const NAME_MAX = 400
const TAKEN = 'An account with this external_id already exists for this team.'

export const accountAnswer = z.object({
  id: z.string(),
  name: z.string(),
  external_id: z.string().nullable(),
  properties: z.any(),
  tags: z.array(z.string()),
  notebooks: z.array(z.string()),
  created_at: z.string(),
  created_by: z.number().nullable(),
  updated_at: z.string().nullable(),
})
nameSchema(accountAnswer, 'Account')

export interface Account {
  id: string
  teamId: number
  name: string
  externalId: string | null
  properties: JsonObject
  tags: string[]
  notebooks: string[]
  createdAt: string
  createdById: number | null
  updatedAt: string
}

const COLUMNS = `a.id, a.team_id AS "teamId", a.name, a.external_id AS "externalId", a.properties, a.tags, a.created_at::text AS "createdAt",
  a.created_by AS "createdById", a.updated_at::text AS "updatedAt",
  coalesce((SELECT array_agg(n.short_id ORDER BY l.linked_at, n.id) FROM account_notebooks l JOIN notebooks n ON n.id = l.notebook_id
    WHERE l.account_id = a.id), '{}') AS notebooks`
const SELECT = `SELECT ${COLUMNS} FROM accounts a`

/** Those of several that exist. */
export async function findAccounts(
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
export async function findAccountsBy(
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

export async function findAccountByExternalId(
  db: { $client: Pool | PoolClient },
  teamId: number,
  externalId: string,
): Promise<Account | null> {
  const { rows } = await db.$client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.external_id = $2`, [
    teamId,
    externalId,
  ])
  return rows[0] ?? null
}

/** A malformed id is one that nobody has. */
export async function findAccount(
  db: { $client: Pool | PoolClient },
  teamId: number,
  id: string,
): Promise<Account | null> {
  if (!isUuid(id)) return null
  const { rows } = await db.$client.query<Account>(`${SELECT} WHERE a.team_id = $1 AND a.id = $2`, [teamId, id])
  return rows[0] ?? null
}

export interface AccountFilter {
  search?: string | undefined
  tags?: string | undefined
  csm?: string | undefined
  account_executive?: string | undefined
  account_owner?: string | undefined
  all_roles_unassigned?: string | undefined
  ordering?: string | undefined
}

const ORDERS: Record<string, string> = {
  name: 'a.name, a.id',
  '-name': 'a.name DESC, a.id DESC',
  created_at: 'a.created_at NULLS FIRST, a.id NULLS FIRST',
  // As the indexes are ordered.
  '-created_at': 'a.created_at DESC NULLS LAST, a.id DESC NULLS LAST',
  updated_at: 'a.updated_at NULLS FIRST, a.id NULLS FIRST',
  '-updated_at': 'a.updated_at DESC NULLS LAST, a.id DESC NULLS LAST',
}
/** Absent, null, or an object that names nobody. */
const unassigned = (role: string) => `(a.properties->'${role}'->>'id') IS NULL`

/** @throws ApiError 400 for tags that are no list of texts; other values that cannot be read have no effect */
export async function listAccounts(
  db: Database,
  team: ResolvedTeam,
  own: ResourceAccess,
  filter: AccountFilter,
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: Account[] }> {
  const values: unknown[] = [team.id]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions = ['a.team_id = $1', own.visibleSql('a.id', 'a.created_by', bind)]
  const search = filter.search?.trim()
  if (search) {
    const part = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`)
    conditions.push(`(a.name ILIKE ${part} OR a.external_id ILIKE ${part})`)
  }
  const tags = readTags(filter.tags)
  if (tags.length > 0) conditions.push(`a.tags && ${bind(tags)}::text[]`)
  for (const role of ROLES) {
    const wanted = filter[role]
    if (wanted === 'unassigned') conditions.push(unassigned(role))
    else if (wanted !== undefined && /^-?\d{1,15}$/.test(wanted))
      conditions.push(`a.properties->'${role}'->>'id' = ${bind(String(Number(wanted)))}`)
  }
  if (filter.all_roles_unassigned?.toLowerCase() === 'true') conditions.push(...ROLES.map(unassigned))
  const where = conditions.join(' AND ')
  const order = ORDERS[filter.ordering ?? ''] ?? ORDERS['-created_at']
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM accounts a WHERE ${where}`, values),
    // The page first, or the notebooks of every account before it would be looked up too.
    db.$client.query<Account>(
      `SELECT ${COLUMNS} FROM (SELECT * FROM accounts a WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}) a ORDER BY ${order}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function readTags(text: string | undefined): string[] {
  if (!text) return []
  let tags: unknown
  try {
    tags = parseJson(text)
  } catch {
    tags = null
  }
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
    throw errors.invalid('Must be a JSON-encoded list of strings.', 'tags')
  return tags
}

const shape = {
  external_id: z.preprocess((value) => value, textField(NAME_MAX).nullable()).optional(),
  properties: z.any().optional(),
  tags: tagList.optional(),
}
export const newAccountBody = z.object({ name: nonBlankField(NAME_MAX), ...shape })
export const accountBody = z.object({ name: nonBlankField(NAME_MAX).optional(), ...shape })

export function createAccount(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: z.output<typeof newAccountBody>,
): Promise<Account> {
  const properties = readProperties(body.properties)
  const id = newUuid()
  return taken(() =>
    inTransaction(db.$client, async (client) => {
      await client.query(
        'INSERT INTO accounts (id, team_id, name, external_id, properties, tags, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [
          id,
          team.id,
          body.name,
          body.external_id ?? null,
          json(properties),
          normalizeTags(body.tags ?? []),
          principal.userId,
        ],
      )
      await log(client, principal, team, { id, name: body.name }, 'created')
      return (await findAccount({ $client: client }, team.id, id))!
    }),
  )
}

/**
 * @param sent which fields were in the body; others stay as they are
 * @returns the account as it is then
 * @throws ApiError 404 when it is gone meanwhile
 */
export function updateAccount(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  id: string,
  body: z.output<typeof accountBody>,
  sent: ReadonlySet<string>,
): Promise<Account> {
  const properties = sent.has('properties') ? readProperties(body.properties) : null
  return taken(() =>
    inTransaction(db.$client, async (client) => {
      await lockRow(client, 'accounts', id)
      const account = await findAccount({ $client: client }, team.id, id)
      if (!account) throw errors.notFound()
      const isChanged = await changeAccount(client, principal, team, account, {
        name: body.name ?? account.name,
        externalId: sent.has('external_id') ? (body.external_id ?? null) : account.externalId,
        properties: properties ?? account.properties,
        tags: body.tags ? normalizeTags(body.tags) : account.tags,
      })
      return isChanged ? (await findAccount({ $client: client }, team.id, id))! : account
    }),
  )
}

/**
 * Writes what differs, in the transaction of the caller, and logs it.
 * @param principal null for a server that came with the project's secret token
 * @returns whether anything did
 */
export async function changeAccount(
  client: PoolClient,
  principal: Principal | null,
  team: Pick<ResolvedTeam, 'id' | 'organizationId'>,
  account: Account,
  after: Pick<Account, 'name' | 'externalId' | 'properties' | 'tags'>,
): Promise<boolean> {
  const fields = ({ name, externalId, properties }: typeof after) => ({ name, external_id: externalId, properties })
  const changes = changesBetween('Account', fields(account), fields(after))
  const added = after.tags.filter((tag) => !account.tags.includes(tag))
  const removed = account.tags.filter((tag) => !after.tags.includes(tag))
  if (changes.length + added.length + removed.length === 0) return false
  await client.query(
    `UPDATE accounts SET name = $3, external_id = $4, properties = $5, tags = $6, updated_at = clock_timestamp()
     WHERE team_id = $1 AND id = $2`,
    [team.id, account.id, after.name, after.externalId, json(after.properties), after.tags],
  )
  const named = { id: account.id, name: after.name }
  if (changes.length > 0) await log(client, principal, team, named, 'updated', changes)
  for (const tag of added)
    await log(client, principal, team, named, 'updated', [
      { type: 'Account', action: 'created', field: 'tag', before: null, after: tag },
    ])
  for (const tag of removed)
    await log(client, principal, team, named, 'updated', [
      { type: 'Account', action: 'deleted', field: 'tag', before: tag, after: null },
    ])
  return true
}

/** With its links and everything that was kept about it; its notebooks stay. */
export function deleteAccount(db: Database, principal: Principal, team: ResolvedTeam, account: Account): Promise<void> {
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'accounts', account.id)
    for (const table of ['custom_property_values', 'account_notebooks'])
      await client.query(`DELETE FROM ${table} WHERE team_id = $1 AND account_id = $2`, [team.id, account.id])
    await client.query('DELETE FROM accounts WHERE team_id = $1 AND id = $2', [team.id, account.id])
    await log(client, principal, team, account, 'deleted')
  })
}

const json = (value: JsonObject) => storableJsonText(value)

async function taken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'accounts_external_id') throw errors.conflict(TAKEN)
    throw error
  }
}

function log(
  client: PoolClient,
  principal: Principal | null,
  team: Pick<ResolvedTeam, 'id' | 'organizationId'>,
  { id, name }: { id: string; name: string },
  activity: string,
  changes: ReturnType<typeof changesBetween> | null = null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: 'Account',
    itemId: id,
    detail: { name, changes },
  })
}

export function presentAccount(account: Account): z.infer<typeof accountAnswer> {
  return {
    id: account.id,
    name: account.name,
    external_id: account.externalId,
    properties: account.properties,
    tags: account.tags.toSorted(),
    notebooks: account.notebooks,
    created_at: formatTime(account.createdAt),
    created_by: account.createdById,
    updated_at: formatTime(account.updatedAt),
  }
}
