export { RESOURCES, type Resource } from '@hedgerow/shared/kinds'
export {
  allKinds,
  assertDeclared,
  type Bind,
  declareKind,
  type Kind,
  type LogReader,
  type StoredKind,
  sqlCase,
  storedKindOf,
  storedKinds,
  type Tagged,
} from './kinds.ts'
export { findStoredObject, type StoredObject } from './stored-object.ts'
