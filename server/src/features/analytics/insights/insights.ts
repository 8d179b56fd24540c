/** Insights as stored. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ProjectContext } from '../../workspace/objects/index.ts'
import { resourceAccess } from '../../workspace/organizations/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'
import { nodeOfFilters } from '../query/index.ts'
import { insightKind } from './kind.ts'

export interface Insight {
  id: number
  teamId: number
  shortId: string
  name: string | null
  derivedName: string | null
  description: string | null
  query: JsonObject | null
  filters: JsonObject
  order: number | null
  saved: boolean
  favorited: boolean
  deleted: boolean
  isSample: boolean
  tags: string[]
  createdAt: string
  createdById: number | null
  updatedAt: string
  lastModifiedAt: string
  lastModifiedById: number | null
  creator: unknown
  modifier: unknown
  /** When the caller last viewed it; only set in lists. */
  lastViewedAt?: string | null
}

export const INSIGHT_COLUMNS = `i.id, i.team_id AS "teamId", i.short_id AS "shortId", i.name, i.derived_name AS "derivedName", i.description,
  i.query, i.filters, i."order", i.saved, i.favorited, i.deleted, i.is_sample AS "isSample", i.tags, i.created_at::text AS "createdAt",
  i.created_by AS "createdById", i.updated_at::text AS "updatedAt", i.last_modified_at::text AS "lastModifiedAt",
  i.last_modified_by AS "lastModifiedById", ${userJson('u')} AS creator, ${userJson('m')} AS modifier`
export const INSIGHT_TABLES = `insights i ${leftJoinUser('u', 'i.created_by')} ${leftJoinUser('m', 'i.last_modified_by')}`

/** Finds an insight by number or short ID, including deleted ones. */
export async function findInsight(
  db: { $client: Pool | PoolClient },
  teamId: number,
  id: string | number,
): Promise<Insight | null> {
  const text = String(id)
  // A short ID may consist of digits only, so a match by short ID takes precedence.
  const { rows } = await db.$client.query<Insight>(
    `SELECT ${INSIGHT_COLUMNS} FROM ${INSIGHT_TABLES} WHERE i.team_id = $1 AND (i.short_id = $2 OR i.id = $3)
     ORDER BY i.short_id = $2 DESC LIMIT 1`,
    [teamId, text, /^\d{1,9}$/.test(text) ? Number(text) : null],
  )
  return rows[0] ?? null
}

/** Finds an insight by its number or short ID, unless it is deleted. */
export async function findLivingInsight(
  db: { $client: Pool | PoolClient },
  teamId: number,
  id: string | number,
): Promise<Insight | null> {
  const found = await findInsight(db, teamId, id)
  return found && !found.deleted ? found : null
}

/** Part of a FROM clause: joins the insight that a column references if a condition holds. */
export const leftJoinInsight = (alias: string, column: string, condition: string): string =>
  `LEFT JOIN insights ${alias} ON ${alias}.id = ${column} AND ${condition}`

/** The project's insights with the given IDs, including deleted ones. */
export async function findInsights(
  db: { $client: Pool | PoolClient },
  teamId: number,
  ids: readonly number[],
): Promise<Insight[]> {
  if (ids.length === 0) return []
  const { rows } = await db.$client.query<Insight>(
    `SELECT ${INSIGHT_COLUMNS} FROM ${INSIGHT_TABLES} WHERE i.team_id = $1 AND i.id = ANY($2)`,
    [teamId, ids],
  )
  return rows
}

/** Whether an ID belongs to an insight of another project. */
export async function isInsightElsewhere(client: Pool | PoolClient, teamId: number, id: number): Promise<boolean> {
  const { rows } = await client.query('SELECT 1 FROM insights WHERE team_id <> $1 AND id = $2', [teamId, id])
  return rows.length > 0
}

/**
 * The insights that the caller may see and whose query contains a text, sorted by name.
 * @param text letters and digits only
 */
export async function visibleQuestions(
  { db, principal, team }: ProjectContext,
  text: string,
): Promise<{ id: number; shortId: string; name: string; query: JsonObject }[]> {
  const own = await resourceAccess(db, principal, team, insightKind.resource)
  const values: unknown[] = [team.id, `%${text}%`]
  const visible = own.visibleSql('id', 'created_by', (value) => `$${values.push(value)}`)
  const { rows } = await db.$client.query<{ id: number; shortId: string; name: string; query: JsonObject }>(
    `SELECT id, short_id AS "shortId", coalesce(nullif(name, ''), derived_name, short_id) AS name, query FROM insights
     WHERE team_id = $1 AND NOT deleted AND query IS NOT NULL AND query::text LIKE $2 AND ${visible} ORDER BY name`,
    values,
  )
  return rows
}

/** The query of an insight; flat legacy parameters are converted. Null if the insight has no query yet. */
export function queryOf({ query, filters }: Pick<Insight, 'query' | 'filters'>): JsonObject | null {
  if (query) return query
  if (Object.keys(filters).length === 0) return null
  return { kind: 'InsightVizNode', source: nodeOfFilters(filters) as unknown as JsonObject }
}
