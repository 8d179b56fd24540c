import { declareKind } from '../../workspace/kinds/index.ts'

export const eventDefinitionKind = declareKind({ scope: 'EventDefinition', noun: 'event', page: '/catalog' })
export const propertyDefinitionKind = declareKind({
  scope: 'PropertyDefinition',
  noun: 'property',
  page: '/catalog',
})
