export { dashboardKind } from './kind.ts'
export { insightPlaces } from './places.ts'
export { registerDashboardRoutes } from './routes.ts'
