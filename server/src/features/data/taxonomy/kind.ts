import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

export const eventDefinitionKind = declareKind({
  ...KINDS.EventDefinition,
  tagged: { table: 'event_definitions', tags: 'array' },
})
export const propertyDefinitionKind = declareKind({
  ...KINDS.PropertyDefinition,
  tagged: { table: 'property_definitions', tags: 'array' },
})
