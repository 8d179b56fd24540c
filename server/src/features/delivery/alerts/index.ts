export { alertJobs, alertServices, forgetAlertChecks } from './jobs.ts'
export { alertKind } from './kind.ts'
export type { FiringEvent, FiringListener } from './notify.ts'
export { registerAlertRoutes } from './routes.ts'
