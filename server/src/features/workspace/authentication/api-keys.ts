/** What people can do with their API keys. A key's value is shown once and never logged. */
import type { UserPrincipal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { type Database, drizzleOn, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { type ActivityChange, changesBetween } from '../activity/index.ts'
import {
  findMembership,
  logInOrganization,
  organizationIdsReachedBy,
  organizationsOf,
  visibleTeams,
} from '../organizations/index.ts'
import {
  countPersonalApiKeys,
  createPersonalApiKey,
  deletePersonalApiKey,
  findPersonalApiKey,
  hashKey,
  listPersonalApiKeys,
  lockUser,
  maskKey,
  newPersonalApiKey,
  type PersonalApiKey,
  updatePersonalApiKey,
} from '../users/index.ts'
import type { KeyBody, NewKeyBody } from './api-key-schemas.ts'
import { apiKeyKind } from './kind.ts'

const KEYS_MAX = 10

/** The owner of the keys. */
export interface KeyContext {
  db: Database
  principal: UserPrincipal
}

/** A key with its value, for the one answer that shows it. */
export interface ShownKey {
  key: PersonalApiKey
  value: string
}

/** Newest first. */
export const listKeys = ({ db, principal }: KeyContext): Promise<PersonalApiKey[]> =>
  listPersonalApiKeys(db, principal.userId)

/** @throws ApiError 404 */
export async function findKey({ db, principal }: KeyContext, id: string): Promise<PersonalApiKey> {
  const key = await findPersonalApiKey(db, principal.userId, id)
  if (!key) throw errors.notFound()
  return key
}

/** @throws ApiError 400 when there are too many keys, or when the key would reach what its owner cannot */
export async function createKey(context: KeyContext, body: NewKeyBody): Promise<ShownKey> {
  const { db, principal } = context
  const { userId } = principal
  await assertReach(context, body)
  const value = newPersonalApiKey()
  const key = await inTransaction(db.$client, async (client) => {
    // Prevents concurrent requests from exceeding the limit.
    await lockUser(client, userId)
    if ((await countPersonalApiKeys(client, userId)) >= KEYS_MAX)
      throw errors.invalid(
        `You can only have ${KEYS_MAX} personal API keys. Remove an existing key before creating a new one.`,
      )
    const created = await createPersonalApiKey(drizzleOn(client), {
      userId,
      label: body.label,
      description: body.description ?? null,
      value,
      scopes: body.scopes,
      scopedTeams: body.scoped_teams ?? [],
      scopedOrganizations: body.scoped_organizations ?? [],
      expiresAt: body.expires_at ?? null,
    })
    await logKey(client, context, created, 'created', null)
    return created
  })
  return { key, value }
}

/**
 * Changes the fields that the body has.
 * @throws ApiError 400 when the key would reach what its owner cannot
 */
export async function changeKey(context: KeyContext, stored: PersonalApiKey, body: KeyBody): Promise<PersonalApiKey> {
  await assertReach(context, body)
  const columns = {
    label: body.label,
    description: body.description,
    scopes: body.scopes,
    scopedTeams: body.scoped_teams === undefined ? undefined : (body.scoped_teams ?? []),
    scopedOrganizations: body.scoped_organizations === undefined ? undefined : (body.scoped_organizations ?? []),
    expiresAt: body.expires_at,
  }
  if (Object.values(columns).every((value) => value === undefined)) return stored
  return inTransaction(context.db.$client, async (client) => {
    const after = await updatePersonalApiKey(drizzleOn(client), stored.id, columns)
    const changes = changesBetween(apiKeyKind.scope, toLogged(stored), toLogged(after))
    if (changes.length > 0) await logKey(client, context, after, 'updated', changes)
    return after
  })
}

/** Gives a key a new value. The old one stops working at once. */
export async function rollKey(context: KeyContext, stored: PersonalApiKey): Promise<ShownKey> {
  const value = newPersonalApiKey()
  const columns = { valueHash: hashKey(value), maskedValue: maskKey(value), lastRolledAt: new Date() }
  const key = await inTransaction(context.db.$client, async (client) => {
    const after = await updatePersonalApiKey(drizzleOn(client), stored.id, columns)
    const masks = { before: stored.maskedValue, after: after.maskedValue }
    await logKey(client, context, after, 'updated', [
      { type: apiKeyKind.scope, action: 'changed', field: 'mask_value', ...masks },
    ])
    return after
  })
  return { key, value }
}

export async function deleteKey(context: KeyContext, stored: PersonalApiKey): Promise<void> {
  await inTransaction(context.db.$client, async (client) => {
    await deletePersonalApiKey(client, stored.id)
    await logKey(client, context, stored, 'deleted', null)
  })
}

/** Fields of a key in the activity log; never its value. */
const toLogged = ({ label, description, scopes, scopedTeams, scopedOrganizations, expiresAt }: PersonalApiKey) => ({
  label,
  description,
  scopes,
  scoped_teams: scopedTeams,
  scoped_organizations: scopedOrganizations,
  expires_at: expiresAt,
})

/** The change is logged in every organization that the key reaches. */
async function logKey(
  client: PoolClient,
  { principal }: KeyContext,
  key: PersonalApiKey,
  activity: string,
  changes: ActivityChange[] | null,
): Promise<void> {
  const change = { id: key.id, activity, detail: { name: key.label, changes } }
  for (const id of await organizationIdsReachedBy(client, key.userId, key))
    await logInOrganization(client, { principal, organization: { id } }, apiKeyKind, change)
}

/** @throws ApiError 400 for a project or an organization that the key's owner cannot reach */
async function assertReach(
  { db, principal: { userId } }: KeyContext,
  { scoped_teams: teams, scoped_organizations: organizations }: KeyBody,
): Promise<void> {
  const own = await organizationsOf(db, userId)
  if (organizations?.some((id) => !own.some((organization) => organization.id === id)))
    throw errors.invalid(
      'You must be a member of all organizations that you are scoping the key to.',
      'scoped_organizations',
    )
  if (!teams?.length) return
  const memberships = await Promise.all(own.map(({ id }) => findMembership(db.$client, userId, id)))
  const joined = memberships.filter((each) => each !== null)
  const visible = (await Promise.all(joined.map((each) => visibleTeams(db, each)))).flat()
  if (teams.some((id) => !visible.some((team) => team.id === id)))
    throw errors.invalid('You must have access to all projects that you are scoping the key to.', 'scoped_teams')
}
