/** Who asks for alerts. Alerts have no rules of their own: whoever may see the insight may see them. */
import type { FastifyRequest } from 'fastify'
import { validate as isUuid } from 'uuid'
import { errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import { findInsights, type Insight } from '../../analytics/insights/index.ts'
import type { QueryRunner } from '../../analytics/query/index.ts'
import { enterProject, type ProjectContext } from '../../workspace/objects/index.ts'
import { type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import { type Alert, loadAlert } from './store.ts'

export interface AlertParts {
  db: Database
  runner: QueryRunner
}

export interface AlertContext extends ProjectContext {
  /** The caller's access to insights. */
  insights: ResourceAccess
  runner: QueryRunner
}

export async function enterAlerts({ db, runner }: AlertParts, request: FastifyRequest): Promise<AlertContext> {
  const project = await enterProject(db, request)
  return { ...project, runner, insights: await resourceAccess(db, project.principal, project.team, 'insight') }
}

/**
 * An alert and its insight.
 * @param id as in the path
 * @param checks how many of its newest checks to read with it
 * @throws ApiError 404 when the project has no such alert, its insight is deleted, or the caller may not see the insight
 */
export async function findAlert(
  context: AlertContext,
  id: string,
  checks?: number,
): Promise<{ alert: Alert; insight: Insight }> {
  const { db, team, insights } = context
  const alert = isUuid(id) ? await loadAlert(db.$client, team.id, id, checks) : null
  const insight = alert && (await findInsight(db, team.id, alert.insightId))
  if (!alert || !insight || !insights.sees(insight.id, insight.createdById)) throw errors.notFound()
  return { alert, insight }
}

/** An insight by its number, unless it is deleted. */
export async function findInsight(db: Database, teamId: number, id: number): Promise<Insight | null> {
  const [found] = await findInsights(db, teamId, [id])
  return found && !found.deleted ? found : null
}

/** Whoever may edit the insight may change all of its alerts, and everybody their own. */
export function mayChange({ insights, principal }: AlertContext, alert: Alert, insight: Insight): boolean {
  const level = insights.levelOf(insight.id, insight.createdById)
  const isOwn = alert.createdById !== null && alert.createdById === principal.userId
  return isOwn || level === 'editor' || level === 'manager'
}
