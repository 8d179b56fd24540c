/** `AccountsQuery`: fields of accounts as rows, filtered like the list. */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { flexibleInteger, validate } from '../../../platform/http/validation.ts'
import type { AskedKind } from '../../analytics/query/index.ts'
import { presentAccount } from './answers.ts'
import { listAccounts } from './list.ts'
import { LINK_FIELDS } from './table-node.ts'

const TYPES: Record<string, string> = {
  id: 'UUID',
  name: 'String',
  external_id: 'Nullable(String)',
  created_at: 'DateTime',
  updated_at: 'DateTime',
  created_by: 'Nullable(Int64)',
  tags: 'Array(String)',
  notebooks: 'Array(String)',
  properties: 'JSON',
  csm: 'Nullable(JSON)',
  account_executive: 'Nullable(JSON)',
  account_owner: 'Nullable(JSON)',
  ...Object.fromEntries(LINK_FIELDS.map((name) => [name, 'Nullable(String)'])),
}
const DEFAULT = ['id', 'name', 'external_id', 'created_at']
const role = z.union([z.int(), z.string().max(100)]).nullish()

const node = z.looseObject({
  kind: z.literal('AccountsQuery'),
  select: z.array(z.string().max(1000)).max(100).nullish(),
  search: z.string().max(1000).nullish(),
  tagNames: z.array(z.string().max(1000)).max(100).nullish(),
  csm: role,
  accountExecutive: role,
  accountOwner: role,
  allRolesUnassigned: z.boolean().nullish(),
  orderBy: z.array(z.string().max(1000)).max(10).nullish(),
  limit: flexibleInteger(1, 500).nullish(),
  offset: flexibleInteger(0, 2 ** 31 - 1).nullish(),
})

export const accountsKind: AskedKind = {
  kind: 'AccountsQuery',
  resource: 'account',
  answer: async ({ stores, resolved, own, query }) => {
    const asked = validate(node, query)
    const columns = [...new Set(asked.select?.length ? asked.select : DEFAULT)]
    const unknown = columns.find((name) => !(name in TYPES))
    if (unknown !== undefined)
      throw errors.invalid(`Accounts have no column ${unknown.slice(0, 100)}.`, 'query__select')
    const page = { limit: asked.limit ?? 100, offset: asked.offset ?? 0 }
    const roleText = (value: number | string | null | undefined) => (value === null ? undefined : value?.toString())
    const { count, rows } = await listAccounts(
      { db: stores.db, team: resolved, own },
      {
        search: asked.search ?? undefined,
        tags: asked.tagNames?.length ? JSON.stringify(asked.tagNames) : undefined,
        csm: roleText(asked.csm),
        account_executive: roleText(asked.accountExecutive),
        account_owner: roleText(asked.accountOwner),
        all_roles_unassigned: asked.allRolesUnassigned ? 'true' : undefined,
        ordering: asked.orderBy?.[0],
      },
      page,
    )
    const results = rows.map((row) => {
      const shown: Record<string, unknown> = presentAccount(row)
      return columns.map((name) => shown[name] ?? row.properties[name] ?? null)
    })
    return {
      kind: 'AccountsQuery',
      columns,
      types: columns.map((name) => TYPES[name]!),
      results,
      hasMore: page.offset + results.length < count,
      ...page,
    }
  },
}
