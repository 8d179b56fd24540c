export { dashboardKind } from './kind.ts'
export { registerDashboardRoutes } from './routes.ts'
