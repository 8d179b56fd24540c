import { withScopes } from './kind.ts'

export const dataKinds = withScopes({
  EventDefinition: {
    noun: 'event',
    plural: 'events',
    heading: 'Events in the catalog',
    page: '/catalog',
    path: 'event_definitions',
  },
  PropertyDefinition: {
    noun: 'property',
    plural: 'properties',
    heading: 'Properties in the catalog',
    page: '/catalog',
    path: 'property_definitions',
  },
})
