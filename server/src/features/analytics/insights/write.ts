/** Creates and changes insights. */
import { z } from 'zod'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, list, nullable, text } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, storableJsonText } from '../../../platform/json.ts'
import { inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { changesBetween } from '../../workspace/activity/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { type InsightContext, insightObjects } from './context.ts'
import { newShortId } from './insert.ts'
import { type Insight, queryOf } from './insights.ts'
import { insightKind } from './kind.ts'
import { dashboardsOf } from './places.ts'

const NAME_MAX = 400
const QUERY_CHARACTERS_MAX = 1_000_000
const TAGS_MAX = 100

const query = jsonField(
  z
    .any()
    .refine((value) => value === null || isJsonObject(value), 'Query must be a valid JSON object')
    .refine(
      (value) => JSON.stringify(value).length <= QUERY_CHARACTERS_MAX,
      `A query has at most ${QUERY_CHARACTERS_MAX} characters as JSON.`,
    ),
)

export const insightBody = z.object({
  name: nullable(text(NAME_MAX)).optional(),
  derived_name: nullable(text(NAME_MAX)).optional(),
  description: nullable(text(NAME_MAX)).optional(),
  query: query.optional(),
  filters: jsonField(z.record(z.string(), z.any())).nullish(),
  order: nullable(flexibleInteger(-(2 ** 31), 2 ** 31 - 1)).optional(),
  deleted: flexibleBoolean.optional(),
  favorited: flexibleBoolean.optional(),
  saved: flexibleBoolean.optional(),
  dashboards: list(flexibleInteger(1, 2 ** 31 - 1), 1000).nullish(),
  tags: list(text(255), TAGS_MAX).nullish(),
})
nameSchema(insightBody, 'InsightFields')
export type InsightBody = z.output<typeof insightBody>

/** Fields that count as a modification. Changes of favorites, tags and dashboards do not. */
const MATERIAL = ['name', 'derived_name', 'description', 'query', 'filters'] as const

const json = (value: unknown) => storableJsonText(value as never)

/** @returns the ID */
export function createInsight(context: InsightContext, body: InsightBody): Promise<number> {
  const { db, team, principal, places } = context
  return inTransaction(db.$client, async (client) => {
    const shortId = newShortId()
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO insights (team_id, short_id, name, derived_name, description, query, filters, "order", saved, favorited, deleted, tags, created_by, last_modified_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING id`,
      [
        team.id,
        shortId,
        body.name ?? null,
        body.derived_name ?? null,
        body.description ?? null,
        body.query ? json(body.query) : null,
        json(body.query ? {} : (body.filters ?? {})),
        body.order ?? null,
        body.saved ?? false,
        body.favorited ?? false,
        body.deleted ?? false,
        normalizeTags(body.tags ?? []),
        principal.userId,
      ],
    )
    const { id } = rows[0]!
    if (body.dashboards) await places.place(client, team.id, id, body.dashboards)
    const detail = { name: body.name || body.derived_name || null, short_id: shortId }
    await insightObjects.log(client, context, { id, activity: 'created', detail })
    return id
  })
}

/**
 * Changes the fields in the body. `deleted: true` deletes the insight, `false` restores it.
 * @param expected the `last_modified_at` that the caller knows, or null to skip the check
 * @throws ApiError 409 if somebody else changed the insight since `expected`
 */
export function updateInsight(
  context: InsightContext,
  id: number,
  body: InsightBody,
  expected: string | null,
): Promise<void> {
  const { db, team, places } = context
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'insights', id)
    const insight = await insightObjects.current(client, context, id)
    if (expected !== null && Date.parse(expected) !== Date.parse(formatTime(insight.lastModifiedAt)))
      throw errors.conflict('Somebody else changed this insight in the meantime.')
    const tiles = await places.tilesOf(client, team.id, [id])
    const before = { ...toFields(insight), dashboards: dashboardsOf(insight, tiles.get(id)!) }
    const after = { ...changed(before, body), dashboards: body.dashboards ?? before.dashboards }
    const isMaterial = MATERIAL.some((field) => body[field] !== undefined)
    await storeFields(client, context, id, after, isMaterial)
    if (body.dashboards) await places.place(client, team.id, id, body.dashboards)
    const changes = changesBetween(insightKind.scope, before, after)
    if (changes.length === 0) return
    await insightObjects.log(client, context, {
      id,
      activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
      detail: { name: after.name || after.derived_name || null, short_id: insight.shortId, changes },
    })
  })
}

const toFields = (insight: Insight) => ({
  name: insight.name,
  derived_name: insight.derivedName,
  description: insight.description,
  query: insight.query,
  filters: insight.filters,
  order: insight.order,
  saved: insight.saved,
  favorited: insight.favorited,
  deleted: insight.deleted,
  tags: insight.tags.toSorted(),
})
type Fields = ReturnType<typeof toFields>

function changed(before: Fields, body: InsightBody): Fields {
  const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  return {
    ...before,
    ...sent,
    filters: body.query ? {} : ((body.filters ?? before.filters) as JsonObject),
    tags: body.tags ? normalizeTags(body.tags).toSorted() : before.tags,
  }
}

/** @param isMaterial whether to update the time and author of the last modification */
async function storeFields(
  client: PoolClient,
  { team, principal }: InsightContext,
  id: number,
  fields: Fields,
  isMaterial: boolean,
): Promise<void> {
  await client.query(
    `UPDATE insights SET name = $3, derived_name = $4, description = $5, query = $6, filters = $7, "order" = $8, saved = $9, favorited = $10,
       deleted = $11, tags = $12, is_sample = false, updated_at = now(), deleted_with_dashboard = NULL,
       last_modified_at = CASE WHEN $13 THEN clock_timestamp() ELSE last_modified_at END,
       last_modified_by = CASE WHEN $13 THEN $14 ELSE last_modified_by END
     WHERE team_id = $1 AND id = $2`,
    [
      team.id,
      id,
      fields.name,
      fields.derived_name,
      fields.description,
      fields.query && json(fields.query),
      json(fields.filters),
      fields.order,
      fields.saved,
      fields.favorited,
      fields.deleted,
      fields.tags,
      isMaterial,
      principal.userId,
    ],
  )
}

/** Copies an insight under a new name, on no dashboard. @returns the ID of the copy */
export function duplicateInsight(context: InsightContext, insight: Insight): Promise<number> {
  const name = insight.name || insight.derivedName
  return createInsight(context, {
    name: name ? `${name.slice(0, NAME_MAX - 7)} (copy)` : null,
    description: insight.description,
    query: queryOf(insight) as JsonObject | null,
    saved: true,
    tags: insight.tags,
  })
}

/** Deletes insights together with their dashboard. They are restored with it. */
export async function deleteWithDashboard(
  client: PoolClient,
  teamId: number,
  ids: readonly number[],
  dashboard: number,
): Promise<void> {
  await client.query(
    'UPDATE insights SET deleted = true, deleted_with_dashboard = $3 WHERE team_id = $1 AND id = ANY($2) AND NOT deleted',
    [teamId, ids, dashboard],
  )
}

export async function restoreWithDashboard(client: PoolClient, teamId: number, dashboard: number): Promise<void> {
  await client.query(
    'UPDATE insights SET deleted = false, deleted_with_dashboard = NULL WHERE team_id = $1 AND deleted_with_dashboard = $2',
    [teamId, dashboard],
  )
}
