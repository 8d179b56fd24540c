import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** How a page about a person or a group is laid out. */
export const customerProfileKind = declareKind(KINDS.CustomerProfileConfig)
