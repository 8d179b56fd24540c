import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** What persons belong to: a company, a team. Its id in the log is the index of its type and its key: `0:acme`. */
export const groupKind = declareKind(KINDS.Group)
