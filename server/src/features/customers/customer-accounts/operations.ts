/** Operations on accounts. Every operation that changes one records it in the activity log. */
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { storableJsonText } from '../../../platform/json.ts'
import { constraintOf, inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { newUuid } from '../../../platform/uuid.ts'
import { type ActivityChange, changesBetween, logActivity } from '../../workspace/activity/index.ts'
import { type ObjectContext, ProjectObjects } from '../../workspace/objects/index.ts'
import type { AccessLevel, Team } from '../../workspace/organizations/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { unlinkNotebooksOf } from '../notebooks/index.ts'
import { type Account, loadAccount } from './accounts.ts'
import { accountKind } from './kind.ts'
import { readProperties } from './properties.ts'
import type { AccountBody, NewAccountBody } from './schemas.ts'

export const accountObjects = new ProjectObjects<Account>(accountKind, loadAccount)

/** Who changes an account, and in which project. */
export interface Changer {
  team: Pick<Team, 'id' | 'organizationId'>
  principal: Pick<Principal, 'userId'>
}

/** The fields of an account that can be changed. */
export type AccountFields = Pick<Account, 'name' | 'externalId' | 'properties' | 'tags'>

/**
 * The account that another object belongs to.
 * @throws ApiError 404 when the caller may not see it, 403 when their level for it is too low
 */
export async function findParent(context: ObjectContext, id: string, needed: AccessLevel): Promise<Account> {
  const { own } = context
  const account = await accountObjects.find(context, id, 'none')
  if (!own.sees(account.id, account.createdById)) throw errors.notFound()
  own.assertLevelOf(account.id, account.createdById, needed)
  return account
}

/** @throws ApiError 400 for invalid properties, 409 when the external ID is taken */
export function createAccount(context: ObjectContext, body: NewAccountBody): Promise<Account> {
  const { db, team, principal } = context
  const properties = readProperties(body.properties)
  const id = newUuid()
  return refuseTaken(() =>
    inTransaction(db.$client, async (client) => {
      await client.query(
        'INSERT INTO accounts (id, team_id, name, external_id, properties, tags, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [
          id,
          team.id,
          body.name,
          body.external_id ?? null,
          storableJsonText(properties),
          normalizeTags(body.tags ?? []),
          principal.userId,
        ],
      )
      await log(client, context, { id, name: body.name }, 'created')
      return accountObjects.current(client, context, id)
    }),
  )
}

/**
 * Changes the fields that the body has; properties and tags are replaced as a whole.
 * @returns the updated account
 * @throws ApiError 400 for invalid properties, 404 when it no longer exists, 409 when the external ID is taken
 */
export function changeAccount(context: ObjectContext, { id }: Account, body: AccountBody): Promise<Account> {
  const properties = 'properties' in body ? readProperties(body.properties) : null
  return refuseTaken(() =>
    inTransaction(context.db.$client, async (client) => {
      await lockRow(client, 'accounts', id)
      const account = await accountObjects.current(client, context, id)
      const isChanged = await writeAccount(client, context, account, {
        name: body.name ?? account.name,
        externalId: 'external_id' in body ? (body.external_id ?? null) : account.externalId,
        properties: properties ?? account.properties,
        tags: body.tags ? normalizeTags(body.tags) : account.tags,
      })
      return isChanged ? accountObjects.current(client, context, id) : account
    }),
  )
}

/**
 * Writes and logs the differences, in the caller's transaction.
 * @param account its current state; its row is locked
 * @returns whether anything differs
 */
export async function writeAccount(
  client: PoolClient,
  changer: Changer,
  account: Account,
  after: AccountFields,
): Promise<boolean> {
  const changes = changesBetween(accountKind.scope, fieldsOf(account), fieldsOf(after))
  const added = after.tags.filter((tag) => !account.tags.includes(tag))
  const removed = account.tags.filter((tag) => !after.tags.includes(tag))
  if (changes.length + added.length + removed.length === 0) return false
  await client.query(
    `UPDATE accounts SET name = $3, external_id = $4, properties = $5, tags = $6, updated_at = clock_timestamp()
     WHERE team_id = $1 AND id = $2`,
    [changer.team.id, account.id, after.name, after.externalId, storableJsonText(after.properties), after.tags],
  )
  const tagChange = { type: accountKind.scope, field: 'tag' }
  const entries: ActivityChange[][] = [
    ...(changes.length > 0 ? [changes] : []),
    ...added.map((tag): ActivityChange[] => [{ ...tagChange, action: 'created', before: null, after: tag }]),
    ...removed.map((tag): ActivityChange[] => [{ ...tagChange, action: 'deleted', before: tag, after: null }]),
  ]
  for (const entry of entries) await log(client, changer, { id: account.id, name: after.name }, 'updated', entry)
  return true
}

const fieldsOf = ({ name, externalId, properties }: AccountFields) => ({ name, external_id: externalId, properties })

/** Deletes an account with its links and everything stored about it; its notebooks are kept. */
export function deleteAccount(context: ObjectContext, account: Account): Promise<void> {
  const { db, team } = context
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'accounts', account.id)
    const ids = [team.id, account.id]
    await client.query('DELETE FROM custom_property_values WHERE team_id = $1 AND account_id = $2', ids)
    await unlinkNotebooksOf(client, team.id, account.id)
    await client.query('DELETE FROM accounts WHERE team_id = $1 AND id = $2', ids)
    await log(client, context, account, 'deleted')
  })
}

/** @throws ApiError 409 when the external ID is taken */
async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) === 'accounts_external_id')
      throw errors.conflict('An account with this external_id already exists for this team.')
    throw error
  }
}

function log(
  client: PoolClient,
  { team, principal }: Changer,
  { id, name }: Pick<Account, 'id' | 'name'>,
  activity: string,
  changes: ActivityChange[] | null = null,
): Promise<void> {
  return logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: accountKind.scope,
    itemId: id,
    detail: { name, changes },
  })
}
