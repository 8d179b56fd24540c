/** One change to many accounts: all of them or none. */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { isJsonObject, type JsonObject } from '../../../platform/json.ts'
import { type Database, inRepeatedTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ObjectContext } from '../../workspace/objects/index.ts'
import { normalizeTags, tagList } from '../../workspace/tags/index.ts'
import { type Account, loadAccounts } from './accounts.ts'
import { type Definition, loadDefinition } from './definitions.ts'
import { writeAccount } from './operations.ts'
import { ROLES, readProperties } from './properties.ts'
import { putDiffering } from './value-operations.ts'
import { convertValue, type Scalar } from './values.ts'

const ACCOUNTS_MAX = 1000

export const bulkBody = z.object({
  ids: z
    .array(z.string())
    .min(1, 'Choose at least one account.')
    .max(ACCOUNTS_MAX, `At most ${ACCOUNTS_MAX} accounts can be changed at once.`)
    .describe('IDs of accounts.'),
  roles: z.any().optional().describe('`{csm: {id, email} or null, …}`: only the given roles change.'),
  add_tags: tagList.optional(),
  remove_tags: tagList.optional(),
  custom_properties: z.any().optional().describe('Values by the ID of their property.'),
})
export const bulkAnswer = z.object({
  updated: z.number(),
  unchanged: z.number(),
  missing: z.array(z.string()).describe('IDs that belong to no account, or to none that the caller may see.'),
  forbidden: z.array(z.string()).describe('IDs of accounts that the caller may not change; they are unchanged.'),
})

interface Wanted {
  roles: JsonObject
  added: string[]
  removed: ReadonlySet<string>
  values: { definition: Definition; value: Scalar }[]
}

/** @throws ApiError 400 for an invalid role or value; nothing has changed then */
export async function changeMany(
  context: ObjectContext,
  body: z.output<typeof bulkBody>,
): Promise<z.infer<typeof bulkAnswer>> {
  const { db, team, own } = context
  const wanted: Wanted = {
    roles: readRoles(body.roles),
    added: normalizeTags(body.add_tags ?? []),
    removed: new Set(normalizeTags(body.remove_tags ?? [])),
    values: await readValues(db, team.id, body.custom_properties),
  }
  const ids = [...new Set(body.ids)]
  return inRepeatedTransaction(db.$client, async (client) => {
    // Always locks in the same order, to avoid deadlocks between concurrent changes.
    await client.query('SELECT 1 FROM accounts WHERE team_id = $1 AND id::text = ANY($2) ORDER BY id FOR UPDATE', [
      team.id,
      ids,
    ])
    const found = await loadAccounts(client, team.id, ids)
    const levels = new Map(found.map((account) => [account.id, own.levelOf(account.id, account.createdById)]))
    const visible = found.filter(({ id }) => levels.get(id) !== 'none')
    const missing = ids.filter((id) => !visible.some((account) => account.id === id))
    const forbidden = visible.filter(({ id }) => levels.get(id) === 'viewer').map(({ id }) => id)
    let updated = 0
    for (const account of visible)
      if (!forbidden.includes(account.id) && (await changeOne(client, context, account, wanted))) updated++
    return { updated, unchanged: visible.length - forbidden.length - updated, missing, forbidden }
  })
}

/** @returns whether anything changed */
async function changeOne(
  client: PoolClient,
  context: ObjectContext,
  account: Account,
  { roles, added, removed, values }: Wanted,
): Promise<boolean> {
  const tags = [...new Set([...account.tags, ...added])].filter((tag) => !removed.has(tag))
  const properties = { ...account.properties, ...roles }
  const isChanged = await writeAccount(client, context, account, { ...account, properties, tags })
  return (await putDiffering(client, context.principal.userId, account, values)) || isChanged
}

function readRoles(value: unknown): JsonObject {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw errors.invalid('Roles must be an object.', 'roles')
  const unknown = Object.keys(value).find((key) => !(ROLES as readonly string[]).includes(key))
  if (unknown !== undefined) throw errors.invalid(`There is no role ${unknown.slice(0, 100)}.`, 'roles')
  return readProperties(value)
}

async function readValues(
  db: Database,
  teamId: number,
  given: unknown,
): Promise<{ definition: Definition; value: Scalar }[]> {
  if (given === undefined || given === null) return []
  if (!isJsonObject(given)) throw errors.invalid('Custom properties must be an object.', 'custom_properties')
  return Promise.all(
    Object.entries(given).map(async ([id, value]) => {
      const definition = await loadDefinition(db.$client, teamId, id)
      if (!definition) throw errors.invalid('Custom property definition not found.', 'custom_properties')
      return { definition, value: convertValue(definition, value) }
    }),
  )
}
