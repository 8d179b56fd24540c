import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** The layout of a person's or a group's page. */
export const customerProfileKind = declareKind(KINDS.CustomerProfileConfig)
