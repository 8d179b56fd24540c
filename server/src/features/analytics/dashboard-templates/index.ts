export { insertDashboard, type NewDashboard, type NewTile, newShortId } from './create.ts'
export { createDefaultDashboard } from './default-dashboard.ts'
export { assertDashboardOf } from './find.ts'
export {
  DASHBOARD_TEMPLATES,
  type DashboardTemplate,
  DEFAULT_TEMPLATE,
  type TemplateTile,
  tilesOf,
} from './templates.ts'
