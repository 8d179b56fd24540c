/** Lists of accounts. */
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import { parseJson } from '../../../platform/json.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { ACCOUNT_COLUMNS, type Account } from './accounts.ts'
import { ROLES } from './properties.ts'

/** Query parameters as received. */
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
  // Matches the order of the indexes.
  '-created_at': 'a.created_at DESC NULLS LAST, a.id DESC NULLS LAST',
  updated_at: 'a.updated_at NULLS FIRST, a.id NULLS FIRST',
  '-updated_at': 'a.updated_at DESC NULLS LAST, a.id DESC NULLS LAST',
}

type Bind = (value: unknown) => string

/**
 * A page of the accounts that the caller may see.
 * @throws ApiError 400 when `tags` is not a list of texts; other invalid values have no effect
 */
export async function listAccounts(
  { db, team, own }: Pick<ObjectContext, 'db' | 'own'> & { team: { id: number } },
  filter: AccountFilter,
  page: Page,
): Promise<{ count: number; rows: Account[] }> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const where = [
    `a.team_id = ${bind(team.id)}`,
    own.visibleSql('a.id', 'a.created_by', bind),
    ...filterConditions(filter, bind),
  ].join(' AND ')
  const order = ORDERS[filter.ordering ?? ''] ?? ORDERS['-created_at']
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count FROM accounts a WHERE ${where}`, values),
    // Selects the page first; otherwise the notebooks of every earlier account would be looked up too.
    db.$client.query<Account>(
      `SELECT ${ACCOUNT_COLUMNS} FROM (SELECT * FROM accounts a WHERE ${where} ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset}) a ORDER BY ${order}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

function filterConditions(filter: AccountFilter, bind: Bind): string[] {
  const conditions: string[] = []
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
  return conditions
}

/** Absent, null, or an object without a user. */
const unassigned = (role: string) => `(a.properties->'${role}'->>'id') IS NULL`

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
