/** Creates and changes feature flags. Every operation records its change in the activity log. */
import { eq, sql } from 'drizzle-orm'
import { errors } from '../../../platform/http/errors.ts'
import {
  constraintOf,
  drizzleOn,
  inTransaction,
  lockRow,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { type FlagContext, flagObjects } from './context.ts'
import { type FlagFilters, readFilters } from './filters.ts'
import { assertCohorts, assertDependencies, assertNotNeeded, assertRoom, lockFlags } from './flag-rules.ts'
import type { FlagRow, StoredFlag } from './flags.ts'
import { flagKind } from './kind.ts'
import type { FlagBody } from './schemas.ts'
import { featureFlags } from './tables.ts'

/** Default rollout: everybody. */
const PERCENTAGE_DEFAULT = 100

/** @throws ApiError 400 if the key is taken or the filters are invalid */
export async function createFlag(context: FlagContext, body: FlagBody): Promise<FlagRow> {
  const { db, team, store } = context
  const percentage = body.rollout_percentage ?? PERCENTAGE_DEFAULT
  const filters = readFilters(body.filters ?? { groups: [{ properties: [], rollout_percentage: percentage }] })
  refuseEncryption(body)
  const flag = await unique(() =>
    inTransaction(db.$client, async (client) => {
      await lockFlags(client, team.id)
      await assertDependencies(client, team.id, { id: null, key: body.key! }, filters)
      await assertCohorts(client, team.id, filters)
      await assertRoom(client, team.id)
      const id = await insertFlag(client, context, body, filters)
      await flagObjects.log(client, context, { id, activity: 'created', detail: { name: body.key! } })
      return flagObjects.current(client, context, id)
    }),
  )
  store.forget(team.id)
  return flag
}

async function insertFlag(
  client: PoolClient,
  { team, principal }: FlagContext,
  body: FlagBody,
  filters: FlagFilters,
): Promise<number> {
  const [flag] = await drizzleOn(client)
    .insert(featureFlags)
    .values({
      ensureExperienceContinuity: team.flagsPersistenceDefault,
      ...toColumns(body),
      teamId: team.id,
      key: body.key!,
      filters,
      createdById: principal.userId,
      lastModifiedById: principal.userId,
    })
    .returning({ id: featureFlags.id })
  return flag!.id
}

/**
 * Changes the fields in the body. `deleted: true` deletes the flag, `false` restores it. If the body has a `version`,
 * it must be the current one, so that nobody overwrites a change they have not seen.
 * @throws ApiError 400 for invalid changes, 409 if somebody else changed the flag in the meantime
 */
export async function changeFlag(context: FlagContext, id: number, body: FlagBody): Promise<FlagRow> {
  const { db, team, store } = context
  const filters = body.filters === undefined ? undefined : readFilters(body.filters)
  refuseEncryption(body)
  const flag = await unique(() =>
    inTransaction(db.$client, async (client) => {
      await lockFlags(client, team.id)
      await lockRow(client, 'feature_flags', id)
      const stored = await flagObjects.current(client, context, id)
      if (body.version !== undefined && body.version !== stored.version)
        throw errors.conflict('The feature flag was changed by someone else in the meantime.')
      if (filters) await assertDependencies(client, team.id, { id, key: body.key ?? stored.key }, filters)
      if (filters) await assertCohorts(client, team.id, filters)
      if (body.deleted && !stored.deleted) await assertNotNeeded(client, team.id, stored)
      return storeChange(client, context, stored, { ...toColumns(body), ...(filters && { filters }) })
    }),
  )
  store.forget(team.id)
  return flag
}

/** Stores a change and returns the flag. If nothing changes, its version stays the same. */
async function storeChange(
  client: PoolClient,
  context: FlagContext,
  stored: FlagRow,
  columns: Partial<StoredFlag>,
): Promise<FlagRow> {
  const { id } = stored
  const after = { ...stored, ...columns }
  const changes = changesBetween(flagKind.scope, toFields(stored), toFields(after))
  if (changes.length === 0) return stored
  await drizzleOn(client)
    .update(featureFlags)
    .set({ ...columns, lastModifiedById: context.principal.userId, updatedAt: sql`now()`, version: sql`version + 1` })
    .where(eq(featureFlags.id, id))
  const activity = after.deleted && !stored.deleted ? 'deleted' : 'updated'
  await flagObjects.log(client, context, { id, activity, detail: { name: after.key, changes } })
  return flagObjects.current(client, context, id)
}

function refuseEncryption(body: FlagBody): void {
  if (body.has_encrypted_payloads)
    throw errors.invalid('Encrypted payloads are not supported.', 'has_encrypted_payloads')
}

function toColumns(body: FlagBody): Partial<StoredFlag> {
  const columns: Record<string, unknown> = {
    name: body.name,
    key: body.key,
    deleted: body.deleted,
    active: body.active,
    ensureExperienceContinuity:
      body.ensure_experience_continuity === undefined ? undefined : body.ensure_experience_continuity === true,
    tags: body.tags,
    isRemoteConfiguration:
      body.is_remote_configuration === undefined ? undefined : body.is_remote_configuration === true,
    evaluationRuntime: body.evaluation_runtime,
    bucketingIdentifier: body.bucketing_identifier,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

const toFields = (flag: StoredFlag) => ({
  name: flag.name,
  key: flag.key,
  filters: flag.filters,
  deleted: flag.deleted,
  active: flag.active,
  ensure_experience_continuity: flag.ensureExperienceContinuity,
  tags: flag.tags,
  is_remote_configuration: flag.isRemoteConfiguration,
  evaluation_runtime: flag.evaluationRuntime,
  bucketing_identifier: flag.bucketingIdentifier,
})

async function unique<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (constraintOf(error) !== 'feature_flags_key') throw error
    throw errors.invalid('There is already a feature flag with this key.', 'key', 'unique')
  }
}
