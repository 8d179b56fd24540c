import type { Queryable } from '../../../platform/postgres/postgres.ts'
import { insertDashboard } from './create.ts'
import { DEFAULT_TEMPLATE, tilesOf } from './templates.ts'

/** The pinned dashboard that every new project begins with. @returns its id */
export function createDefaultDashboard(db: Queryable, teamId: number, userId: number): Promise<number> {
  return insertDashboard(db, {
    teamId,
    userId,
    name: DEFAULT_TEMPLATE.template_name,
    description: DEFAULT_TEMPLATE.dashboard_description,
    pinned: true,
    creationMode: 'template',
    tiles: tilesOf(DEFAULT_TEMPLATE.tiles),
  })
}
