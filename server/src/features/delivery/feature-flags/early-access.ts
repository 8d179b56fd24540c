/** Early access: features that people switch on for themselves, each with a flag that heeds what they chose. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { flexibleInteger, jsonField, nonBlank, nullable, text } from '../../../platform/http/validation.ts'
import type { JsonValue } from '../../../platform/json.ts'
import { type Database, inTransaction, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import type { ConditionSet } from './filters.ts'
import { createFlag, type FlagRow, findFlag } from './flags.ts'

export const STAGES = ['draft', 'concept', 'alpha', 'beta', 'general-availability', 'archived'] as const
/** Stages in which people may choose. */
const CHOOSABLE = new Set(['concept', 'alpha', 'beta'])
const PUBLIC_STAGES_DEFAULT = ['beta']

export const featureBody = z
  .object({
    name: nonBlank(200),
    description: text(10_000),
    stage: z.enum(STAGES),
    documentation_url: text(800).refine((url) => url === '' || /^https?:\/\//i.test(url), {
      message: 'Enter a valid URL.',
    }),
    payload: jsonField(z.any()) as z.ZodType<JsonValue>,
    feature_flag_id: nullable(flexibleInteger(1, 2 ** 31 - 1)),
  })
  .partial()
export const createFeatureBody = featureBody.required({ name: true, stage: true })
type FeatureBody = z.output<typeof featureBody>

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

export const FEATURE_COLUMNS = `id, feature_flag_id AS "featureFlagId", name, description, stage,
  documentation_url AS "documentationUrl", payload, created_at AS "createdAt"`

export async function findFeature(db: Database, teamId: number, id: string): Promise<Feature> {
  const { rows } = await db.$client.query<Feature>(
    `SELECT ${FEATURE_COLUMNS} FROM early_access_features WHERE team_id = $1 AND id::text = $2`,
    [teamId, id],
  )
  if (!rows[0]) throw errors.notFound()
  return rows[0]
}

/** What SDKs show to people: features in the stages that they ask for, `beta` by default. */
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

/** @throws ApiError 400 when the flag does not exist or has a feature already */
export async function createFeature(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: FeatureBody,
): Promise<Feature> {
  const flag = body.feature_flag_id
    ? await flagFor(db, team, body.feature_flag_id)
    : await newFlag(db, principal, team, body)
  return inTransaction(db.$client, async (client) => {
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
    await applyStage(client, flag.id, flag.key, body.stage!)
    await log(client, principal, team, rows[0]!, 'created', null)
    return rows[0]!
  })
}

async function flagFor(db: Database, team: ResolvedTeam, id: number): Promise<FlagRow> {
  const flag = await findFlag(db, team.id, String(id))
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

async function newFlag(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  { name }: FeatureBody,
): Promise<FlagRow> {
  const base =
    name!
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 100) || 'feature'
  const { rows } = await db.$client.query<{ key: string }>(
    `SELECT key FROM feature_flags WHERE team_id = $1 AND NOT deleted AND (key = $2 OR key LIKE $2 || '-%')`,
    [team.id, base],
  )
  const taken = new Set(rows.map(({ key }) => key))
  let key = base
  for (let count = 2; taken.has(key); count++) key = `${base}-${count}`
  const id = await createFlag(db, principal, team, {
    key,
    name: `Feature flag for early access feature ${name}`,
    filters: { groups: [{ properties: [], rollout_percentage: 0 }] },
  })
  return (await findFlag(db, team.id, String(id)))!
}

export async function updateFeature(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  stored: Feature,
  body: FeatureBody,
): Promise<Feature> {
  return inTransaction(db.$client, async (client) => {
    const { rows } = await client.query<Feature>(
      `UPDATE early_access_features SET name = coalesce($2, name), description = coalesce($3, description),
         stage = coalesce($4, stage), documentation_url = coalesce($5, documentation_url), payload = coalesce($6, payload)
       WHERE id = $1 RETURNING ${FEATURE_COLUMNS}`,
      [
        stored.id,
        body.name ?? null,
        body.description ?? null,
        body.stage ?? null,
        body.documentation_url ?? null,
        body.payload === undefined ? null : JSON.stringify(body.payload),
      ],
    )
    const after = rows[0]!
    if (after.featureFlagId !== null && after.stage !== stored.stage) {
      const { rows: flags } = await client.query<{ key: string }>('SELECT key FROM feature_flags WHERE id = $1', [
        after.featureFlagId,
      ])
      if (flags[0]) await applyStage(client, after.featureFlagId, flags[0].key, after.stage)
    }
    const fields = ({ name, description, stage, documentationUrl, payload }: Feature) => ({
      name,
      description,
      stage,
      documentation_url: documentationUrl,
      payload,
    })
    const changes = changesBetween('EarlyAccessFeature', fields(stored), fields(after))
    if (changes.length > 0) await log(client, principal, team, after, 'updated', changes)
    return after
  })
}

/** The flag stays, as it is for everybody else; what people chose no longer counts. */
export async function deleteFeature(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  feature: Feature,
): Promise<void> {
  await inTransaction(db.$client, async (client) => {
    await client.query('DELETE FROM early_access_features WHERE id = $1', [feature.id])
    if (feature.featureFlagId !== null) await setSuperGroups(client, feature.featureFlagId, null)
    await log(client, principal, team, feature, 'deleted', null)
  })
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

async function log(
  client: PoolClient,
  principal: Principal,
  team: ResolvedTeam,
  feature: Feature,
  activity: string,
  changes: ReturnType<typeof changesBetween> | null,
): Promise<void> {
  await logActivity(client, {
    organizationId: team.organizationId,
    teamId: team.id,
    principal,
    activity,
    scope: 'EarlyAccessFeature',
    itemId: feature.id,
    detail: { name: feature.name, changes },
  })
}
