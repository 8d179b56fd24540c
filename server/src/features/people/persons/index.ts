export { personsToCopy } from './copy.ts'
export { findHashKeys, rememberHashKey } from './flag-hash-keys.ts'
export { deletePersonData, personJobs } from './jobs.ts'
export { personKind } from './kind.ts'
export { displayName, type PersonRow, toPersonAnswer } from './person.ts'
export { parsePersonId } from './person-id.ts'
export { propertiesCondition } from './property-filter.ts'
export {
  existingPersons,
  findPerson,
  findPersonsBy,
  findPersonsByUuid,
  findPersonsOf,
  OWNED_IDS,
  personProperties,
} from './repository.ts'
export { registerPersonRoutes } from './routes.ts'
export { personServices } from './services.ts'
