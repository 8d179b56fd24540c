export { registerFeatureFlagRoutes } from './routes.ts'
