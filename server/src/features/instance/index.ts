export { createFirstUser } from './first-run.ts'
export { startHeartbeat } from './heartbeat.ts'
export { registerInstanceRoutes } from './routes.ts'
