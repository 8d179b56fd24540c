export { registerAnnotationRoutes } from './routes.ts'
