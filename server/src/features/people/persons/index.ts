export { personsToCopy } from './copy.ts'
export { personsForFile } from './file.ts'
export { findHashKeys, moveHashKeys, rememberHashKey } from './flag-hash-keys.ts'
export { isIllegalForMerge, personUuid } from './identity-rules.ts'
export {
  type Attachment,
  attachDistinctIds,
  deleteMergedPersons,
  findPersonless,
  insertPersonless,
  insertPersons,
  lockIdsOfPersons,
  lockOwnedIds,
  moveDistinctIds,
  type OwnedId,
  updatePersons,
} from './ingested.ts'
export { deletePersonData, personJobs } from './jobs.ts'
export { personKind } from './kind.ts'
export { displayName, NAME_PROPERTIES, type PersonRow, toPersonAnswer } from './person.ts'
export { parsePersonId } from './person-id.ts'
export {
  applyChange,
  NEVER_UPDATES,
  PERSON_PROPERTIES_BYTES_MAX,
  promote,
  readChange,
} from './person-properties.ts'
export { propertiesCondition } from './property-filter.ts'
export {
  existingPersons,
  findPerson,
  findPersonsBy,
  findPersonsByUuid,
  findPersonsOf,
  joinPersonOf,
  OWNED_IDS,
  personProperties,
} from './repository.ts'
export { registerPersonRoutes } from './routes.ts'
export { personServices } from './services.ts'
