/** How links share dashboards. */
import { z } from 'zod'
import { ApiError, errors } from '../../../platform/http/errors.ts'
import type { Database } from '../../../platform/postgres/postgres.ts'
import type { Shareable, SharedObject } from '../../delivery/sharing/index.ts'
import { type ResourceAccess, resourceAccess } from '../../workspace/organizations/index.ts'
import { drawingOf } from '../insights/index.ts'
import type { QueryRunner } from '../query/index.ts'
import { dashboardObjects } from './context.ts'
import { type Dashboard, findDashboard, ONLY_COLLABORATORS_EDIT, privilegeOf } from './dashboards.ts'
import { dashboardKind } from './kind.ts'
import { presentSharedDashboard } from './shared.ts'

export function shareableDashboards(db: Database, runner: QueryRunner): Shareable {
  const findLiving = async (teamId: number, id: string) => {
    const dashboard = await findDashboard(db.$client, teamId, id)
    return dashboard && !dashboard.deleted ? dashboard : null
  }
  return {
    resource: 'dashboard',
    noun: 'dashboard',
    path: '/api/projects/:project_id/dashboards/:id',
    params: z.object({ project_id: z.string(), id: z.string() }),
    kind: dashboardKind,
    async find(request) {
      const context = await dashboardObjects.enter(db, request, 'none')
      const { id } = request.params as { id: string }
      const dashboard = await dashboardObjects.find(context, id, 'viewer').catch((error: unknown) => {
        throw error instanceof ApiError && error.status === 404 ? errors.notFound('Dashboard not found.') : error
      })
      return { ...context, object: describe(dashboard, context.own) }
    },
    async describe({ principal, team }, ids) {
      const own = await resourceAccess(db, principal, team, dashboardKind.resource)
      const found = await Promise.all(ids.map((id) => findLiving(team.id, id)))
      const visible = found.filter((each) => each !== null).filter(({ id, createdById }) => own.sees(id, createdById))
      return new Map(visible.map((dashboard) => [String(dashboard.id), describe(dashboard, own)]))
    },
    exists: async (teamId, id) => (await findLiving(teamId, id)) !== null,
    async present(team, share) {
      const dashboard = await findLiving(team.id, share.objectId)
      if (!dashboard) return null
      const shown = await presentSharedDashboard({ db, runner }, team, dashboard, share)
      const title = dashboard.name || 'Untitled'
      const drawings = shown.tiles.flatMap(({ insight }) => (insight && drawingOf({ ...insight })) || [])
      return {
        title,
        description: dashboard.description || null,
        data: { dashboard: shown },
        preview: { kind: 'Dashboard', title, draw: drawings[0] ?? null },
      }
    },
  }
}

function describe(dashboard: Dashboard, own: ResourceAccess): SharedObject {
  return {
    id: String(dashboard.id),
    name: dashboard.name,
    shortId: null,
    mayEdit: privilegeOf(dashboard, own) >= ONLY_COLLABORATORS_EDIT,
  }
}
