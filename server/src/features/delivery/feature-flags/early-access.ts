/** Early access: features that users enable for themselves. Each has a flag that follows their choice. */
import type { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { JsonValue } from '../../../platform/json.ts'
import {
  type Database,
  inTransaction,
  lockRow,
  type Pool,
  type PoolClient,
} from '../../../platform/postgres/postgres.ts'
import { formatDate } from '../../../platform/time.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { logChange } from '../../workspace/objects/index.ts'
import type { AccessLevel } from '../../workspace/organizations/index.ts'
import { presentFlag } from './answers.ts'
import type { FlagContext } from './context.ts'
import type { ConditionSet } from './filters.ts'
import { createFlag } from './flag-operations.ts'
import { type FlagRow, findFlag } from './flags.ts'
import { earlyAccessKind } from './kind.ts'
import type { FeatureBody, featureAnswer } from './schemas.ts'

/** Stages in which users may opt in or out. */
const CHOOSABLE = new Set(['concept', 'alpha', 'beta'])
const PUBLIC_STAGES_DEFAULT = ['beta']
/** Maximum length of the flag key derived from a feature's name, in characters. */
const KEY_MAX = 100

export interface Feature {
  id: string
  featureFlagId: number | null
  name: string
  description: string
  stage: string
  documentationUrl: string
  payload: JsonValue
  createdAt: Date
}

const FEATURE_COLUMNS = `id, feature_flag_id AS "featureFlagId", name, description, stage,
  documentation_url AS "documentationUrl", payload, created_at AS "createdAt"`

/** @throws ApiError 404 */
async function loadFeature(client: Pool | PoolClient, teamId: number, id: string): Promise<Feature> {
  const { rows } = await client.query<Feature>(
    `SELECT ${FEATURE_COLUMNS} FROM early_access_features WHERE team_id = $1 AND id::text = $2`,
    [teamId, id],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/**
 * Access to a feature depends on access to its flag.
 * @throws ApiError 404 if there is no such feature, 403 if the caller lacks access to its flag
 */
export async function findFeature(context: FlagContext, id: string, needed: AccessLevel): Promise<Feature> {
  const feature = await loadFeature(context.db.$client, context.team.id, id)
  await assertLevelOfFlag(context, feature.featureFlagId, needed)
  return feature
}

async function assertLevelOfFlag(
  { db, team, own }: FlagContext,
  flagId: number | null | undefined,
  needed: AccessLevel,
): Promise<void> {
  const flag = flagId ? await findFlag(db.$client, team.id, flagId) : null
  if (flag) own.assertLevelOf(flag.id, flag.createdById, needed)
}

/** A page of the features whose flags the caller may see, newest first. */
export async function listFeatures(
  { db, team, own }: FlagContext,
  page: Page,
): Promise<{ count: number; rows: Feature[] }> {
  const values: unknown[] = [team.id]
  const visible = own.visibleSql('f.id', 'f.created_by_id', (value) => `$${values.push(value)}`)
  const from = `FROM early_access_features WHERE team_id = $1 AND (feature_flag_id IS NULL
    OR feature_flag_id IN (SELECT f.id FROM feature_flags f WHERE f.team_id = $1 AND ${visible}))`
  const [counted, found] = await Promise.all([
    db.$client.query<{ count: number }>(`SELECT count(*) AS count ${from}`, values),
    db.$client.query<Feature>(
      `SELECT ${FEATURE_COLUMNS} ${from} ORDER BY created_at DESC, id LIMIT ${page.limit} OFFSET ${page.offset}`,
      values,
    ),
  ])
  return { count: counted.rows[0]!.count, rows: found.rows }
}

export async function presentFeature(context: FlagContext, feature: Feature): Promise<z.infer<typeof featureAnswer>> {
  const { db, team } = context
  const flag = feature.featureFlagId === null ? null : await findFlag(db.$client, team.id, feature.featureFlagId)
  return {
    id: feature.id,
    feature_flag: flag && presentFlag(context, flag),
    name: feature.name,
    description: feature.description,
    stage: feature.stage,
    documentation_url: feature.documentationUrl,
    payload: feature.payload ?? {},
    created_at: formatDate(feature.createdAt),
  }
}

/** The features that SDKs show to users, in the requested stages, by default `beta`. */
export async function publicFeatures(db: Database, teamId: number, stages: readonly string[]): Promise<object[]> {
  const wanted = (stages.length > 0 ? stages : PUBLIC_STAGES_DEFAULT).filter((stage) => CHOOSABLE.has(stage))
  const { rows } = await db.$client.query<Feature & { flagKey: string | null }>(
    `SELECT e.id, e.name, e.description, e.stage, e.documentation_url AS "documentationUrl", e.payload, f.key AS "flagKey"
     FROM early_access_features e LEFT JOIN feature_flags f ON f.id = e.feature_flag_id AND NOT f.deleted
     WHERE e.team_id = $1 AND e.stage = ANY($2) ORDER BY e.created_at, e.id`,
    [teamId, wanted],
  )
  return rows.map(({ id, name, description, stage, documentationUrl, payload, flagKey }) => ({
    id,
    name,
    description,
    stage,
    documentationUrl: documentationUrl || null,
    payload: payload ?? {},
    flagKey,
  }))
}

/**
 * Creates a feature with an existing flag or a new one.
 * @throws ApiError 400 if the flag does not exist or already has a feature, 403 if the caller may not change the flag
 */
export async function createFeature(context: FlagContext, body: FeatureBody): Promise<Feature> {
  const { db, team, principal, store } = context
  await assertLevelOfFlag(context, body.feature_flag_id, 'editor')
  const flag = body.feature_flag_id ? await flagFor(context, body.feature_flag_id) : await newFlag(context, body.name!)
  const feature = await inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<Feature>(
      `INSERT INTO early_access_features (team_id, feature_flag_id, name, description, stage, documentation_url, payload, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${FEATURE_COLUMNS}`,
      [
        team.id,
        flag.id,
        body.name,
        body.description ?? '',
        body.stage,
        body.documentation_url ?? '',
        JSON.stringify(body.payload ?? {}),
        principal.userId,
      ],
    )
    const { id, name } = rows[0]!
    await applyStage(client, flag.id, flag.key, body.stage!)
    await logChange(client, context, earlyAccessKind, { id, activity: 'created', detail: { name } })
    return rows[0]!
  })
  store.forget(team.id)
  return feature
}

async function flagFor({ db, team }: FlagContext, id: number): Promise<FlagRow> {
  const flag = await findFlag(db.$client, team.id, id)
  if (!flag || flag.deleted)
    throw errors.invalid('Feature flag with this ID does not exist.', 'feature_flag_id', 'does_not_exist')
  if (flag.features.length > 0)
    throw errors.invalid('The feature flag is used by another feature already.', 'feature_flag_id')
  if (flag.filters.aggregation_group_type_index != null)
    throw errors.invalid('Group-based feature flags are not supported for early access features.', 'feature_flag_id')
  if (flag.filters.multivariate)
    throw errors.invalid('Multivariate feature flags are not supported.', 'feature_flag_id')
  return flag
}

/** Creates a flag that is off for everybody, named after the feature. */
async function newFlag(context: FlagContext, name: string): Promise<FlagRow> {
  return createFlag(context, {
    key: await freeKey(context, name),
    name: `Feature flag for early access feature ${name}`,
    filters: { groups: [{ properties: [], rollout_percentage: 0 }] },
  })
}

/** The name in lower case with hyphens, followed by a number if another flag has that key. */
async function freeKey({ db, team }: FlagContext, name: string): Promise<string> {
  const base =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, KEY_MAX) || 'feature'
  const { rows } = await db.$client.query<{ key: string }>(
    `SELECT key FROM feature_flags WHERE team_id = $1 AND NOT deleted AND (key = $2 OR key LIKE $2 || '-%')`,
    [team.id, base],
  )
  const taken = new Set(rows.map(({ key }) => key))
  let key = base
  for (let count = 2; taken.has(key); count++) key = `${base}-${count}`
  return key
}

/**
 * Changes the fields in the body. A new stage changes the flag's early access conditions.
 * @throws ApiError 403 for another flag that the caller may not change, 404 if the feature was deleted in the meantime
 */
export async function changeFeature(context: FlagContext, id: string, body: FeatureBody): Promise<Feature> {
  const { db, team, store } = context
  await assertLevelOfFlag(context, body.feature_flag_id, 'editor')
  const feature = await inTransaction(db.$client, async (client) => {
    await lockRow(client, 'early_access_features', id)
    const before = await loadFeature(client, team.id, id)
    const { rows } = await client.query<Feature>(
      `UPDATE early_access_features SET name = coalesce($2, name), description = coalesce($3, description),
         stage = coalesce($4, stage), documentation_url = coalesce($5, documentation_url), payload = coalesce($6, payload)
       WHERE id = $1 AND team_id = $7 RETURNING ${FEATURE_COLUMNS}`,
      [
        id,
        body.name ?? null,
        body.description ?? null,
        body.stage ?? null,
        body.documentation_url ?? null,
        body.payload === undefined ? null : JSON.stringify(body.payload),
        team.id,
      ],
    )
    const after = rows[0]!
    const flag = after.featureFlagId === null ? null : await findFlag(client, team.id, after.featureFlagId)
    if (flag && after.stage !== before.stage) await applyStage(client, flag.id, flag.key, after.stage)
    const changes = changesBetween(earlyAccessKind.scope, toFields(before), toFields(after))
    const detail = { name: after.name, changes }
    if (changes.length > 0) await logChange(client, context, earlyAccessKind, { id, activity: 'updated', detail })
    return after
  })
  store.forget(team.id)
  return feature
}

const toFields = ({ name, description, stage, documentationUrl, payload }: Feature) => ({
  name,
  description,
  stage,
  documentation_url: documentationUrl,
  payload,
})

/** Deletes the feature but keeps its flag. The users' choices no longer count. */
export async function deleteFeature(context: FlagContext, { id, name, featureFlagId }: Feature): Promise<void> {
  const { db, team, store } = context
  await inTransaction(db.$client, async (client) => {
    const { rowCount } = await client.query('DELETE FROM early_access_features WHERE team_id = $1 AND id = $2', [
      team.id,
      id,
    ])
    if (rowCount === 0) throw errors.notFound()
    if (featureFlagId !== null) await setSuperGroups(client, featureFlagId, null)
    await logChange(client, context, earlyAccessKind, { id, activity: 'deleted', detail: { name } })
  })
  store.forget(team.id)
}

async function applyStage(client: PoolClient, flagId: number, key: string, stage: string): Promise<void> {
  const chosen: ConditionSet = {
    properties: [{ key: `$feature_enrollment/${key}`, type: 'person', operator: 'exact', value: ['true'] }],
    rollout_percentage: 100,
  }
  await setSuperGroups(client, flagId, CHOOSABLE.has(stage) ? [chosen] : null)
}

async function setSuperGroups(client: PoolClient, flagId: number, sets: ConditionSet[] | null): Promise<void> {
  await client.query(
    `UPDATE feature_flags SET filters = jsonb_set(filters, '{super_groups}', $2::jsonb), version = version + 1, updated_at = now()
     WHERE id = $1`,
    [flagId, JSON.stringify(sets)],
  )
}
