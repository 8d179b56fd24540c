export { registerTaxonomyRoutes } from './routes.ts'
export { eventDefinitionKind, propertyDefinitionKind } from './kind.ts'
