/**
 * What an external server (a CRM, a billing system) can do with accounts: it finds them by external ID and authenticates
 * with the project's secret key. Its changes are logged without a user.
 */
import { z } from 'zod'
import type { ProjectKeyPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { textField } from '../../../platform/http/validation.ts'
import { type JsonObject, toStorableText } from '../../../platform/json.ts'
import {
  type Database,
  inRepeatedTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { MEMBERS, type Team } from '../../workspace/organizations/index.ts'
import { normalizeTags, tagList } from '../../workspace/tags/index.ts'
import { type Account, loadAccountByExternalId } from './accounts.ts'
import { type Definition, loadDefinition } from './definitions.ts'
import { writeAccount } from './operations.ts'
import { ROLES } from './properties.ts'
import { putDiffering } from './value-operations.ts'
import { convertValue, type Scalar } from './values.ts'

/** In characters. */
const EXTERNAL_ID_MAX = 400
/** Maximum number of values that one request sets. */
const VALUES_MAX = 200

const externalId = z.preprocess((value) => value ?? '', textField(EXTERNAL_ID_MAX))
const assignee = z.object({ type: z.literal('user'), id: z.int() }).nullable()
export const externalAccountBody = z.object({
  external_id: externalId,
  tags: tagList.optional(),
  tags_mode: z.enum(['add', 'set', 'remove']).optional(),
  roles: z.partialRecord(z.enum(ROLES), assignee).optional(),
})
export const externalValuesBody = z.object({
  external_id: externalId,
  properties: z.record(z.string(), z.any()).optional(),
})

/** The project whose secret key the server authenticated with. */
export interface ExternalContext {
  principal: ProjectKeyPrincipal
  team: Team
}

/** @throws ApiError 400 without an external ID, 404 when no account has it */
export async function findExternalAccount(client: Pool | PoolClient, team: Team, wanted: string): Promise<Account> {
  if (wanted === '') throw errors.invalid('external_id is required')
  const account = await loadAccountByExternalId(client, team.id, toStorableText(wanted))
  if (!account) throw errors.notFound('Account not found')
  return account
}

/** @throws ApiError 400 when a role is given to a non-member, 404 when no account has the external ID */
export function changeExternalAccount(
  db: Database,
  context: ExternalContext,
  { external_id: wanted, tags, tags_mode: mode = 'add', roles = {} }: z.output<typeof externalAccountBody>,
): Promise<Account> {
  const { team } = context
  return change(db, team, wanted, async (client, account) => {
    const named = normalizeTags(tags ?? [])
    const kept = mode === 'set' && tags ? [] : account.tags.filter((tag) => mode !== 'remove' || !named.includes(tag))
    await writeAccount(client, context, account, {
      ...account,
      tags: mode === 'remove' ? kept : normalizeTags([...kept, ...named]),
      properties: { ...account.properties, ...(await holders(client, team, roles)) },
    })
  })
}

/**
 * Sets custom properties: all of them, or none.
 * @throws ApiError 400 for an unknown property or a value that does not convert, 404 when no account has the external ID
 */
export async function setExternalValues(
  db: Database,
  { team, principal }: ExternalContext,
  { external_id: wanted, properties = {} }: z.output<typeof externalValuesBody>,
): Promise<Account> {
  const sent = Object.entries(properties)
  if (sent.length > VALUES_MAX) throw errors.invalid(`At most ${VALUES_MAX} values can be set at once.`)
  return change(db, team, wanted, async (client, account) => {
    const values: { definition: Definition; value: Scalar }[] = []
    for (const [id, given] of sent) {
      const definition = await loadDefinition(client, team.id, id)
      if (!definition) throw errors.invalid(`Custom property definition not found: ${id.slice(0, 100)}`)
      values.push({ definition, value: convertValue(definition, given) })
    }
    await putDiffering(client, principal.userId, account, values)
  })
}

/** Changes an account while its row is locked. @returns the updated account */
function change(
  db: Database,
  team: Team,
  wanted: string,
  work: (client: PoolClient, account: Account) => Promise<unknown>,
): Promise<Account> {
  return inRepeatedTransaction(db.$client, async (client) => {
    await lockRow(client, 'accounts', (await findExternalAccount(client, team, wanted)).id)
    await work(client, await findExternalAccount(client, team, wanted))
    return findExternalAccount(client, team, wanted)
  })
}

/** The new holders of roles, in the form in which accounts store them. */
async function holders(
  client: PoolClient,
  team: Team,
  roles: NonNullable<z.output<typeof externalAccountBody>['roles']>,
): Promise<JsonObject> {
  const held: JsonObject = {}
  for (const role of ROLES) {
    const given = roles[role]
    if (given === undefined) continue
    if (given === null) {
      held[role] = null
      continue
    }
    const { rows } = await client.query<{ id: number; email: string }>(
      `SELECT u.id, u.email FROM ${MEMBERS} WHERE m.organization_id = $1 AND u.id = $2 AND u.is_active`,
      [team.organizationId, given.id],
    )
    if (!rows[0]) throw errors.invalid(`${role}: user is not a member of this organization`)
    held[role] = { id: rows[0].id, email: rows[0].email }
  }
  return held
}
