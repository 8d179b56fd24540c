/** How links share insights. */
import { z } from 'zod'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Shareable, SharedObject } from '../../delivery/sharing/index.ts'
import { type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { insightObjects } from './context.ts'
import { findInsights, type Insight } from './insights.ts'
import { insightKind } from './kind.ts'
import { drawingOf, presentSharedInsight, readableQuery, sharedAnswer } from './shared.ts'

export function shareableInsights(db: Database, runner: QueryRunner): Shareable {
  return {
    resource: 'insight',
    noun: 'insight',
    path: '/api/projects/:project_id/insights/:id',
    params: z.object({ project_id: z.string(), id: z.string().describe('Number or short ID.') }),
    kind: insightKind,
    async find(request) {
      const context = await insightObjects.enter(db, request, 'none')
      const { id } = request.params as { id: string }
      const insight = await insightObjects.find(context, id, 'viewer').catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? errors.notFound('Insight not found.') : error
      })
      return { ...context, object: describe(insight, context.own) }
    },
    async describe({ principal, team }, ids) {
      const own = await resourceAccess(db, principal, team, insightKind.resource)
      const found = await findInsights(db, team.id, ids.map(Number))
      const visible = found.filter(({ id, createdById, deleted }) => !deleted && own.sees(id, createdById))
      return new Map(visible.map((insight) => [String(insight.id), describe(insight, own)]))
    },
    async exists(teamId, id) {
      const [insight] = await findInsights(db, teamId, [Number(id)])
      return insight !== undefined && !insight.deleted
    },
    async present(team, { objectId }) {
      const [insight] = await findInsights(db, team.id, [Number(objectId)])
      if (!insight || insight.deleted) return null
      const answer = await sharedAnswer(runner, team, readableQuery(insight))
      const title = titleOf(insight)
      const shown = presentSharedInsight(insight, answer)
      return {
        title,
        description: insight.description,
        data: { insight: shown },
        preview: { kind: 'Insight', title, draw: drawingOf({ ...shown }) },
      }
    },
  }
}

const titleOf = ({ name, derivedName }: Insight) => name || derivedName || 'Untitled'

function describe(insight: Insight, own: ResourceAccess): SharedObject {
  const level = own.levelOf(insight.id, insight.createdById)
  return {
    id: String(insight.id),
    name: insight.name || insight.derivedName,
    shortId: insight.shortId,
    mayEdit: level === 'editor' || level === 'manager',
  }
}
