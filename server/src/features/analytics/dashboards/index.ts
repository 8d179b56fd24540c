export { dashboardKind, registerDashboardRoutes } from './routes.ts'
