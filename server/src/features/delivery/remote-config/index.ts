export { clientConfig } from './client-config.ts'
export { registerRemoteConfigRoutes } from './routes.ts'
