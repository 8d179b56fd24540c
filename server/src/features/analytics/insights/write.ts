/** Making and changing insights. */
import { z } from 'zod'
import type { Principal } from '../../../platform/http/access.ts'
import { errors } from '../../../platform/http/errors.ts'
import { nameSchema } from '../../../platform/http/schema-names.ts'
import { flexibleBoolean, flexibleInteger, jsonField, list, nullable, text } from '../../../platform/http/validation.ts'
import { isJsonObject, type JsonObject, storableJsonText } from '../../../platform/json.ts'
import { type Database, inTransaction, lockRow, type PoolClient } from '../../../platform/postgres/postgres.ts'
import { formatTime } from '../../../platform/time.ts'
import { changesBetween, logActivity } from '../../workspace/activity/index.ts'
import type { ResolvedTeam } from '../../workspace/organizations/index.ts'
import { normalizeTags } from '../../workspace/tags/index.ts'
import { newShortId } from '../dashboard-templates/index.ts'
import { findInsight, type Insight, queryOf } from './insights.ts'

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

/** What of the question or its words counts as changing the insight; stars, tags and places do not. */
const MATERIAL = ['name', 'derived_name', 'description', 'query', 'filters'] as const

const json = (value: unknown) => storableJsonText(value as never)

/** @returns the id */
export function createInsight(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  body: InsightBody,
): Promise<number> {
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
    if (body.dashboards) await placeInsight(client, team.id, id, body.dashboards)
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity: 'created',
      scope: 'Insight',
      itemId: String(id),
      detail: { name: body.name || body.derived_name || null, short_id: shortId },
    })
    return id
  })
}

/**
 * @param expected when the caller last saw it changed; another time means that somebody else changed it since
 * @throws ApiError 409 then
 */
export function updateInsight(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  id: number,
  body: InsightBody,
  expected: string | null,
): Promise<void> {
  return inTransaction(db.$client, async (client) => {
    await lockRow(client, 'insights', id)
    const insight = await findInsight({ $client: client }, team.id, id)
    if (!insight) throw errors.notFound()
    if (expected !== null && Date.parse(expected) !== Date.parse(formatTime(insight.lastModifiedAt)))
      throw errors.conflict('Somebody else changed this insight in the meantime.')
    const before = {
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
      dashboards: insight.tiles.filter(({ deleted }) => !deleted).map(({ dashboard_id }) => dashboard_id),
    }
    const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const after = {
      ...before,
      ...sent,
      filters: body.query ? {} : (body.filters ?? before.filters),
      tags: body.tags ? normalizeTags(body.tags).toSorted() : before.tags,
      dashboards: body.dashboards ?? before.dashboards,
    } as typeof before
    const isMaterial = MATERIAL.some((field) => body[field] !== undefined)
    await client.query(
      `UPDATE insights SET name = $3, derived_name = $4, description = $5, query = $6, filters = $7, "order" = $8, saved = $9, favorited = $10,
         deleted = $11, tags = $12, is_sample = false, updated_at = now(), deleted_with_dashboard = NULL,
         last_modified_at = CASE WHEN $13 THEN clock_timestamp() ELSE last_modified_at END,
         last_modified_by = CASE WHEN $13 THEN $14 ELSE last_modified_by END
       WHERE team_id = $1 AND id = $2`,
      [
        team.id,
        insight.id,
        after.name,
        after.derived_name,
        after.description,
        after.query && json(after.query),
        json(after.filters),
        after.order,
        after.saved,
        after.favorited,
        after.deleted,
        after.tags,
        isMaterial,
        principal.userId,
      ],
    )
    if (body.dashboards) await placeInsight(client, team.id, insight.id, body.dashboards)
    const changes = changesBetween('Insight', before, after)
    if (changes.length === 0) return
    await logActivity(client, {
      organizationId: team.organizationId,
      teamId: team.id,
      principal,
      activity: after.deleted && !before.deleted ? 'deleted' : 'updated',
      scope: 'Insight',
      itemId: String(insight.id),
      detail: { name: after.name || after.derived_name || null, short_id: insight.shortId, changes },
    })
  })
}

/**
 * Puts an insight on exactly these dashboards. A tile that was removed earlier comes back as it was.
 * @throws ApiError 400 for a dashboard that is not the project's
 */
async function placeInsight(
  client: PoolClient,
  teamId: number,
  id: number,
  dashboards: readonly number[],
): Promise<void> {
  const wanted = [...new Set(dashboards)]
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM dashboards WHERE team_id = $1 AND id = ANY($2) AND NOT deleted FOR SHARE',
    [teamId, wanted],
  )
  if (rows.length !== wanted.length) throw errors.invalid('Dashboard not found', 'dashboards')
  await client.query(
    `UPDATE dashboard_tiles SET deleted = true WHERE team_id = $1 AND insight_id = $2 AND NOT (dashboard_id = ANY($3))
       AND dashboard_id IN (SELECT id FROM dashboards WHERE team_id = $1 AND NOT deleted)`,
    [teamId, id, wanted],
  )
  await client.query(
    `INSERT INTO dashboard_tiles (team_id, dashboard_id, insight_id) SELECT $1, unnest($3::int[]), $2
     ON CONFLICT (dashboard_id, insight_id) DO UPDATE SET deleted = false`,
    [teamId, id, wanted],
  )
}

/** A copy under another name, on no dashboard. @returns its id */
export function duplicateInsight(
  db: Database,
  principal: Principal,
  team: ResolvedTeam,
  insight: Insight,
): Promise<number> {
  const name = insight.name || insight.derivedName
  return createInsight(db, principal, team, {
    name: name ? `${name.slice(0, NAME_MAX - 7)} (copy)` : null,
    description: insight.description,
    query: queryOf(insight) as JsonObject | null,
    saved: true,
    tags: insight.tags,
  })
}
