export { propertyTypesOf, seenEventProperties, seenPersonProperties } from './definitions.ts'
export { eventDefinitionKind, propertyDefinitionKind } from './kind.ts'
export { registerTaxonomyRoutes } from './routes.ts'
export { saveSeenEvents, saveSeenPairs, saveSeenProperties } from './seen.ts'
