export { seenEventProperties } from './definitions.ts'
export { eventDefinitionKind, propertyDefinitionKind } from './kind.ts'
export { registerTaxonomyRoutes } from './routes.ts'
