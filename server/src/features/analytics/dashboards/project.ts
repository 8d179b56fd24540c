/** Dashboards referenced in the settings of a project or user. */
import { errors } from '../../../platform/http/errors.ts'
import { drizzleOn, type Pool, type PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ProjectExtension } from '../../workspace/organizations/index.ts'
import { insertDashboard } from './create.ts'
import { DEFAULT_TEMPLATE, tilesOf } from './templates.ts'

/** Every new project gets a pinned dashboard. It is the primary one until another is chosen. */
export const dashboardsInProjects: ProjectExtension = {
  async begin(client, team, creatorId) {
    const primaryDashboardId = await insertDashboard(drizzleOn(client), {
      teamId: team.id,
      userId: creatorId,
      name: DEFAULT_TEMPLATE.template_name,
      description: DEFAULT_TEMPLATE.dashboard_description,
      pinned: true,
      creationMode: 'template',
      tiles: tilesOf(DEFAULT_TEMPLATE.tiles),
    })
    return { primaryDashboardId }
  },

  async assertSettings(client, team, { primaryDashboardId }) {
    if (primaryDashboardId) await assertDashboardOf(client, team.id, primaryDashboardId, 'primary_dashboard')
  },
}

/**
 * Asserts that a dashboard exists and belongs to the project.
 * @param attr the field that references it
 * @throws ApiError 400: `does_not_exist`, or `invalid_input` if it belongs to another project
 */
export async function assertDashboardOf(
  client: Pool | PoolClient,
  teamId: number,
  id: number,
  attr: string,
): Promise<void> {
  const { rows } = await client.query<{ teamId: number }>(
    'SELECT team_id AS "teamId" FROM dashboards WHERE id = $1 AND NOT deleted',
    [id],
  )
  if (!rows[0]) throw errors.invalid(`Invalid pk "${id}" - object does not exist.`, attr, 'does_not_exist')
  if (rows[0].teamId !== teamId) throw errors.invalid('Dashboard does not belong to this project.', attr)
}
