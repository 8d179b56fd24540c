export { createFirstUser } from './first-run.ts'
export { problemOf, startHeartbeat } from './heartbeat.ts'
export { registerInstanceRoutes } from './routes.ts'
