import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A group of persons, such as a company or team. Its ID in the log consists of type index and key: `0:acme`. */
export const groupKind = declareKind(KINDS.Group)
