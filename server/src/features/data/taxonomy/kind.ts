import { declareKind } from '../../workspace/kinds/index.ts'

export const eventDefinitionKind = declareKind({ scope: 'EventDefinition', noun: 'event', page: '/catalogue' })
export const propertyDefinitionKind = declareKind({
  scope: 'PropertyDefinition',
  noun: 'property',
  page: '/catalogue',
})
