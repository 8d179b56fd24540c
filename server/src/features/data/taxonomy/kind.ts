import { declareKind } from '../../workspace/kinds/index.ts'

export const eventDefinitionKind = declareKind({
  scope: 'EventDefinition',
  noun: 'event',
  page: '/catalog',
  tagged: { table: 'event_definitions', tags: 'array' },
})
export const propertyDefinitionKind = declareKind({
  scope: 'PropertyDefinition',
  noun: 'property',
  page: '/catalog',
  tagged: { table: 'property_definitions', tags: 'array' },
})
