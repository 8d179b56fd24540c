import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A human or a machine that sends events. */
export const personKind = declareKind(KINDS.Person)
