export { registerGroupRoutes } from './routes.ts'
