/** The API of insights for visitors of shared links: the shared insight, or the insights on the shared dashboard. */
import type { FastifyRequest } from 'fastify'
import { errors } from '../../../platform/http/errors.ts'
import type { Page } from '../../../platform/http/pagination.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { accessOfSharer, enterShared, type SharedContext } from '../../workspace/organizations/index.ts'
import type { FilterOverrides, QueryRunner } from '../query/index.ts'
import { findInsight, INSIGHT_COLUMNS, INSIGHT_TABLES, type Insight } from './insights.ts'
import type { InsightPlaces } from './places.ts'
import type { InsightAnswer } from './results.ts'
import { presentSharedInsight, readableQuery, type SharedOverrides, sharedAnswer } from './shared.ts'

export interface SharedParts {
  db: Database
  runner: QueryRunner
  places: InsightPlaces
}

/**
 * @param id as in the path
 * @returns null when the caller is no visitor of a shared link
 * @throws ApiError 403 for an insight that the link does not share
 */
export async function readSharedInsight(
  parts: SharedParts,
  request: FastifyRequest,
  id: string,
): Promise<InsightAnswer | null> {
  const context = await enterShared(parts.db, request)
  if (!context) return null
  const insight = await findInsight(parts.db, context.team.id, id)
  const shared = insight && !insight.deleted ? await isShared(parts, context, insight) : null
  if (!insight || !shared) throw errors.forbidden()
  return present(parts, context, insight, shared)
}

/** @returns a page of the insights that the link shares; null when the caller is no visitor of a shared link */
export async function listSharedInsights(
  parts: SharedParts,
  request: FastifyRequest,
  { limit, offset }: Page,
): Promise<{ count: number; results: InsightAnswer[] } | null> {
  const context = await enterShared(parts.db, request)
  if (!context) return null
  const { principal, team } = context
  const isOne = principal.shared === 'insight'
  const condition = isOne ? 'i.id = $2::int' : parts.places.standsOnSql('i.id', '$2::int')
  const { rows } = await parts.db.$client.query<Insight>(
    `SELECT ${INSIGHT_COLUMNS} FROM ${INSIGHT_TABLES} WHERE i.team_id = $1 AND NOT i.deleted AND ${condition} ORDER BY i.id`,
    [team.id, principal.objectId],
  )
  const found = await Promise.all(
    rows.map(async (insight) => ({ insight, shared: await isShared(parts, context, insight) })),
  )
  const visible = found.filter(({ shared }) => shared !== null)
  return {
    count: visible.length,
    results: await Promise.all(
      visible.slice(offset, offset + limit).map(({ insight, shared }) => present(parts, context, insight, shared!)),
    ),
  }
}

/** Whether the link shares an insight: null if not, else what the shared dashboard puts over its query. */
async function isShared(
  { db, places }: SharedParts,
  { principal, team }: SharedContext,
  insight: Insight,
): Promise<SharedOverrides | null> {
  if (principal.shared === 'insight') return String(insight.id) === principal.objectId ? {} : null
  const own = await accessOfSharer(db, team, principal.sharedById, 'insight')
  if (!own.sees(insight.id, insight.createdById)) return null
  const place = await places.find(db.$client, team.id, insight.id, principal.objectId)
  return place && { overrides: place.filters as FilterOverrides, variables: place.variables }
}

async function present(
  { runner }: SharedParts,
  { team }: SharedContext,
  insight: Insight,
  shared: SharedOverrides,
): Promise<InsightAnswer> {
  return presentSharedInsight(insight, await sharedAnswer(runner, team, readableQuery(insight), shared))
}
