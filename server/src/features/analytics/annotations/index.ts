export { annotationKind } from './kind.ts'
export { registerAnnotationRoutes } from './routes.ts'
