export {
  allKinds,
  assertDeclared,
  type Bind,
  declareKind,
  type Kind,
  type LogReader,
  RESOURCES,
  type Resource,
  type StoredKind,
  sqlCase,
  storedKindOf,
  storedKinds,
  type Tagged,
} from './kinds.ts'
export { findStoredObject, type StoredObject } from './stored-object.ts'
