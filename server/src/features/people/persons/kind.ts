import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A person: a human or machine that sends events. */
export const personKind = declareKind(KINDS.Person)
