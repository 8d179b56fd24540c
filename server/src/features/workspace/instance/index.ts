export { registerBackgroundRoutes } from './background-routes.ts'
export { createFirstUser } from './first-run.ts'
export { Heartbeat, problemOf } from './heartbeat.ts'
export { registerInstanceRoutes } from './routes.ts'
