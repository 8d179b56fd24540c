export { registerTaxonomyRoutes } from './routes.ts'
