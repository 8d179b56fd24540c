/** Dashboards as stored, and who may change them. */
import type { JsonObject } from '../../../platform/json.ts'
import type { Pool, PoolClient } from '../../../platform/postgres/postgres.ts'
import type { ResourceAccess } from '../../workspace/organizations/index.ts'
import { leftJoinUser, userJson } from '../../workspace/users/index.ts'

/** Restriction levels. 21: everybody who may edit dashboards; 37: only the creator and administrators. */
export const EVERYONE_EDITS = 21
export const ONLY_COLLABORATORS_EDIT = 37

export interface Dashboard {
  id: number
  teamId: number
  name: string | null
  description: string
  pinned: boolean
  deleted: boolean
  creationMode: string
  filters: JsonObject
  variables: JsonObject | null
  breakdownColors: unknown
  dataColorThemeId: number | null
  tags: string[]
  restrictionLevel: number
  createdAt: string
  createdById: number | null
  lastAccessedAt: string | null
  creator: unknown
}

export const DASHBOARD_SELECT = `SELECT d.id, d.team_id AS "teamId", d.name, d.description, d.pinned, d.deleted, d.creation_mode AS "creationMode",
  d.filters, d.variables, d.breakdown_colors AS "breakdownColors", d.data_color_theme_id AS "dataColorThemeId", d.tags,
  d.restriction_level AS "restrictionLevel", d.created_at::text AS "createdAt", d.created_by AS "createdById",
  d.last_accessed_at::text AS "lastAccessedAt", ${userJson('u')} AS creator
  FROM dashboards d ${leftJoinUser('u', 'd.created_by')}`

/** Part of a FROM clause: joins the dashboard that a column references if a condition holds. */
export const leftJoinDashboard = (alias: string, column: string, condition: string): string =>
  `LEFT JOIN dashboards ${alias} ON ${alias}.id = ${column} AND ${condition}`

/** Finds a dashboard by the ID in a URL, including deleted ones. */
export async function findDashboard(
  client: Pool | PoolClient,
  teamId: number,
  id: string | number,
): Promise<Dashboard | null> {
  if (!/^\d{1,9}$/.test(String(id))) return null
  const { rows } = await client.query<Dashboard>(`${DASHBOARD_SELECT} WHERE d.team_id = $1 AND d.id = $2`, [
    teamId,
    Number(id),
  ])
  return rows[0] ?? null
}

/** Whether an ID belongs to a dashboard of another project. */
export async function isDashboardElsewhere(client: Pool | PoolClient, teamId: number, id: number): Promise<boolean> {
  const { rows } = await client.query('SELECT 1 FROM dashboards WHERE team_id <> $1 AND id = $2', [teamId, id])
  return rows.length > 0
}

/** The caller's privilege level in PostHog's terms: 37 if they may edit the dashboard, else 21. */
export function privilegeOf(dashboard: Dashboard, own: ResourceAccess): number {
  const level = own.levelOf(dashboard.id, dashboard.createdById)
  const mayEdit =
    dashboard.restrictionLevel === ONLY_COLLABORATORS_EDIT
      ? level === 'manager'
      : level !== 'viewer' && level !== 'none'
  return mayEdit ? ONLY_COLLABORATORS_EDIT : EVERYONE_EDITS
}
