/** Making and changing feature flags. */
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import {
  flexibleBoolean,
  flexibleInteger,
  jsonField,
  list,
  nullableBoolean,
  text,
} from '../../../platform/http/validation.ts'
import type { JsonObject } from '../../../platform/json.ts'
import {
  constraintOf,
  type Database,
  drizzleOn,
  inTransaction,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { basicUserAnswer, fromUserJson, userJson } from '../../workspace/users/index.ts'
import { cohortsOf, dependenciesOf, type FlagFilters, readFilters } from './filters.ts'
import { featureFlags } from './tables.ts'

const KEY = /^[a-zA-Z0-9_-]+$/
const KEY_CHARACTERS_MAX = 400
const NAME_CHARACTERS_MAX = 10_000
const TAGS_MAX = 100
const FLAGS_MAX = 5_000

export type StoredFlag = typeof featureFlags.$inferSelect

export const flagBody = z
  .object({
    name: text(NAME_CHARACTERS_MAX),
    key: z
      .string()
      .trim()
      .min(1)
      .max(KEY_CHARACTERS_MAX)
      .regex(KEY, 'Only letters, numbers, hyphens (-) & underscores (_) are allowed.'),
    filters: jsonField(z.any()),
    deleted: flexibleBoolean,
    active: flexibleBoolean,
    ensure_experience_continuity: nullableBoolean,
    tags: list(z.string().trim().min(1).max(255), TAGS_MAX),
    is_remote_configuration: nullableBoolean,
    has_encrypted_payloads: nullableBoolean,
    evaluation_runtime: z.enum(['server', 'client', 'all']),
    bucketing_identifier: z.enum(['distinct_id', 'device_id']),
    rollout_percentage: flexibleInteger(0, 100),
    version: flexibleInteger(0, 2 ** 31 - 1),
  })
  .partial()
export const createFlagBody = flagBody.required({ key: true })
export type FlagBody = z.output<typeof flagBody>

export const flagAnswer = z.object({
  id: z.number().int(),
  name: z.string(),
  key: z.string(),
  filters: z.record(z.string(), z.any()),
  deleted: z.boolean(),
  active: z.boolean(),
  created_by: basicUserAnswer.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  version: z.number().int(),
  last_modified_by: basicUserAnswer.nullable(),
  is_simple_flag: z.boolean(),
  rollout_percentage: z.number().nullable(),
  ensure_experience_continuity: z.boolean(),
  experiment_set: z.array(z.any()),
  surveys: z.array(z.any()),
  features: z.array(z.any()),
  rollback_conditions: z.any(),
  performed_rollback: z.boolean(),
  can_edit: z.boolean(),
  user_access_level: z.string(),
  tags: z.array(z.string()),
  evaluation_tags: z.array(z.string()),
  usage_dashboard: z.number().nullable(),
  analytics_dashboards: z.array(z.number()),
  has_enriched_analytics: z.boolean(),
  is_remote_configuration: z.boolean(),
  has_encrypted_payloads: z.boolean(),
  status: z.string(),
  evaluation_runtime: z.string(),
  bucketing_identifier: z.string(),
  last_called_at: z.string().nullable(),
})
nameSchema(flagAnswer, 'FeatureFlag')

export interface FlagRow extends StoredFlag {
  createdBy: unknown
  lastModifiedBy: unknown
  features: JsonObject[]
}

/** Columns of a FlagRow, from `feature_flags f` with its people joined. */
export const FLAG_SELECT = `SELECT f.id, f.team_id AS "teamId", f.key, f.name, f.filters, f.active, f.deleted, f.version,
    f.ensure_experience_continuity AS "ensureExperienceContinuity", f.has_encrypted_payloads AS "hasEncryptedPayloads",
    f.evaluation_runtime AS "evaluationRuntime", f.bucketing_identifier AS "bucketingIdentifier",
    f.is_remote_configuration AS "isRemoteConfiguration", f.tags, f.created_by_id AS "createdById",
    f.last_modified_by_id AS "lastModifiedById", f.created_at AS "createdAt", f.updated_at AS "updatedAt",
    f.last_called_at AS "lastCalledAt", ${userJson('c')} AS "createdBy", ${userJson('m')} AS "lastModifiedBy",
    coalesce((SELECT json_agg(json_build_object('id', e.id, 'name', e.name, 'stage', e.stage)) FROM early_access_features e
      WHERE e.feature_flag_id = f.id), '[]') AS features
  FROM feature_flags f LEFT JOIN users c ON c.id = f.created_by_id LEFT JOIN users m ON m.id = f.last_modified_by_id`

/** A flag that has not been asked for so long, or that is the same for everybody, may be tidied up. */
const STALE_MS = 30 * 24 * 60 * 60 * 1000

export function statusOf(flag: Pick<StoredFlag, 'deleted' | 'active' | 'filters' | 'createdAt' | 'lastCalledAt'>): {
  status: 'DELETED' | 'INACTIVE' | 'STALE' | 'ACTIVE'
  reason: string
} {
  if (flag.deleted) return { status: 'DELETED', reason: 'Flag has been deleted' }
  if (!flag.active) return { status: 'INACTIVE', reason: 'Flag is disabled' }
  const isOld = flag.createdAt.getTime() < Date.now() - STALE_MS
  if (isOld && flag.lastCalledAt && flag.lastCalledAt.getTime() < Date.now() - STALE_MS)
    return { status: 'STALE', reason: 'Flag has not been evaluated recently' }
  const everybody = flag.filters.groups.some(
    (set) => set.properties.length === 0 && (set.rollout_percentage === null || set.rollout_percentage === 100),
  )
  if (isOld && everybody && !flag.filters.multivariate)
    return { status: 'STALE', reason: 'Flag is fully rolled out to everybody' }
  return { status: 'ACTIVE', reason: 'Flag is active' }
}

export function toFlagAnswer(flag: FlagRow, level: string): z.infer<typeof flagAnswer> {
  const { filters } = flag
  const [first] = filters.groups
  const isSimple = filters.groups.length === 1 && first!.properties.length === 0 && !filters.multivariate
  return {
    id: flag.id,
    name: flag.name,
    key: flag.key,
    filters: filters as unknown as Record<string, unknown>,
    deleted: flag.deleted,
    active: flag.active,
    created_by: fromUserJson(flag.createdBy),
    created_at: formatDate(flag.createdAt),
    updated_at: formatDate(flag.updatedAt),
    version: flag.version,
    last_modified_by: fromUserJson(flag.lastModifiedBy),
    is_simple_flag: isSimple,
    rollout_percentage: isSimple ? (first!.rollout_percentage ?? 100) : null,
    ensure_experience_continuity: flag.ensureExperienceContinuity,
    experiment_set: [],
    surveys: [],
    features: flag.features,
    rollback_conditions: null,
    performed_rollback: false,
    can_edit: level === 'editor' || level === 'manager',
    user_access_level: level,
    tags: flag.tags,
    evaluation_tags: [],
    usage_dashboard: null,
    analytics_dashboards: [],
    has_enriched_analytics: false,
    is_remote_configuration: flag.isRemoteConfiguration,
    has_encrypted_payloads: false,
    status: statusOf(flag).status,
    evaluation_runtime: flag.evaluationRuntime,
    bucketing_identifier: flag.bucketingIdentifier,
    last_called_at: flag.lastCalledAt && formatDate(flag.lastCalledAt),
  }
}

export async function findFlag(db: Database, teamId: number, id: string): Promise<FlagRow | null> {
  if (!/^\d{1,9}$/.test(id)) return null
  const { rows } = await db.$client.query<FlagRow>(`${FLAG_SELECT} WHERE f.team_id = $1 AND f.id = $2`, [
    teamId,
    Number(id),
  ])
  return rows[0] ?? null
}

/** Everybody, when nothing else is said. */
const EVERYBODY = { groups: [{ properties: [], rollout_percentage: 100 }] }

const keyTaken = () => errors.invalid('There is already a feature flag with this key.', 'key', 'unique')

/**
 * @returns the id of the new flag
 * @throws ApiError 400
 */
export async function createFlag(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: FlagBody,
): Promise<number> {
  const given =
    body.filters ??
    (body.rollout_percentage === undefined
      ? EVERYBODY
      : { groups: [{ properties: [], rollout_percentage: body.rollout_percentage }] })
  const filters = readFilters(given)
  refuseEncryption(body)
  return unique(() =>
    inTransaction(db.$client, async (client) => {
      await lockFlags(client, team.id)
      await assertDependencies(client, team.id, { id: null, key: body.key! }, filters)
      await assertCohorts(client, team.id, filters)
      const { rows } = await client.query<{ flags: number }>(
        'SELECT count(*) AS flags FROM feature_flags WHERE team_id = $1 AND NOT deleted',
        [team.id],
      )
      if (rows[0]!.flags >= FLAGS_MAX) throw errors.invalid(`A project has at most ${FLAGS_MAX} feature flags.`)
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
        .returning()
      await log(client, principal, team, flag!, 'created', null)
      return flag!.id
    }),
  )
}

/**
 * Changes a flag. A version that is sent has to be the present one, so that nobody overwrites what they have not seen.
 * @throws ApiError 400, 409 when somebody changed it meanwhile
 */
export async function updateFlag(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  id: number,
  body: FlagBody,
): Promise<void> {
  const filters = body.filters === undefined ? undefined : readFilters(body.filters)
  refuseEncryption(body)
  await unique(() =>
    inTransaction(db.$client, async (client) => {
      await lockFlags(client, team.id)
      const tx = drizzleOn(client)
      const [stored] = await tx
        .select()
        .from(featureFlags)
        .where(and(eq(featureFlags.id, id), eq(featureFlags.teamId, team.id)))
        .for('update')
      if (!stored) throw errors.notFound()
      if (body.version !== undefined && body.version !== stored.version)
        throw errors.conflict('The feature flag was changed by somebody else meanwhile.')
      const key = body.key ?? stored.key
      if (filters) await assertDependencies(client, team.id, { id, key }, filters)
      if (filters) await assertCohorts(client, team.id, filters)
      if (body.deleted && !stored.deleted) await assertNotNeeded(client, team.id, stored)
      const columns = { ...toColumns(body), ...(filters ? { filters } : {}) }
      const changes = changesBetween('FeatureFlag', toLogged(stored), toLogged({ ...stored, ...columns }))
      if (changes.length === 0) return
      const [after] = await tx
        .update(featureFlags)
        .set({ ...columns, lastModifiedById: principal.userId, updatedAt: sql`now()`, version: sql`version + 1` })
        .where(eq(featureFlags.id, id))
        .returning()
      await log(client, principal, team, after!, 'updated', changes)
    }),
  )
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

const toLogged = (flag: StoredFlag) => ({
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

/** One change of a project's flags at a time: two at once could depend on each other in a circle. */
async function lockFlags(client: PoolClient, teamId: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(4837006, $1)', [teamId])
}

interface Named {
  id: number
  key: string
  filters: FlagFilters
}

async function othersOf(client: PoolClient, teamId: number): Promise<Named[]> {
  const { rows } = await client.query<Named>(
    'SELECT id, key, filters FROM feature_flags WHERE team_id = $1 AND NOT deleted',
    [teamId],
  )
  return rows
}

/** @throws ApiError 400 when a condition names a flag that does not exist, or the flag would depend on itself */
async function assertDependencies(
  client: PoolClient,
  teamId: number,
  self: { id: number | null; key: string },
  filters: FlagFilters,
): Promise<void> {
  const needed = dependenciesOf(filters)
  if (needed.length === 0) return
  const flags = await othersOf(client, teamId)
  const isSelf = (name: string) => name === self.key || name === String(self.id)
  const visit = (names: readonly string[], seen: ReadonlySet<string>): void => {
    for (const name of names) {
      if (isSelf(name)) throw errors.invalid('A flag cannot depend on itself, directly or through others.', 'filters')
      const flag = flags.find(({ id, key }) => key === name || String(id) === name)
      if (!flag)
        throw errors.invalid(`There is no flag ${name.slice(0, 100)} to depend on.`, 'filters', 'does_not_exist')
      if (!seen.has(flag.key)) visit(dependenciesOf(flag.filters), new Set([...seen, flag.key]))
    }
  }
  visit(needed, new Set())
}

/** @throws ApiError 400 while other flags depend on it */
/** @throws ApiError 400 for a cohort that the project does not have */
async function assertCohorts(client: PoolClient, teamId: number, filters: FlagFilters): Promise<void> {
  const wanted = cohortsOf(filters)
  if (wanted.length === 0) return
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM cohorts WHERE team_id = $1 AND id = ANY($2) AND NOT deleted',
    [teamId, wanted.filter((id) => id > 0 && id < 2 ** 31)],
  )
  const missing = wanted.find((id) => !rows.some((row) => row.id === id))
  if (missing !== undefined) throw errors.invalid(`Cohort with id ${missing} does not exist.`, 'filters')
}

async function assertNotNeeded(client: PoolClient, teamId: number, flag: StoredFlag): Promise<void> {
  const dependents = (await othersOf(client, teamId)).filter(({ filters }) =>
    dependenciesOf(filters).some((name) => name === flag.key || name === String(flag.id)),
  )
  if (dependents.length > 0)
    throw errors.invalid(`Other flags depend on this one: ${dependents.map(({ key }) => key).join(', ')}`, 'deleted')
}

async function unique<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw constraintOf(error) === 'feature_flags_key' ? keyTaken() : error
  }
}

async function log(
  client: PoolClient,
  principal: Principal,
  team: ResolvedTeam,
  flag: StoredFlag,
  activity: string,
  changes: ReturnType<typeof changesBetween> | null,
): Promise<void> {
  await logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity: changes?.some(({ field, after }) => field === 'deleted' && after === true) ? 'deleted' : activity,
    scope: 'FeatureFlag',
    itemId: String(flag.id),
    detail: { name: flag.key, changes },
  })
}
