import { declareKind } from '../../workspace/kinds/index.ts'

/** How a page about a person or a group is laid out. */
export const customerProfileKind = declareKind({ scope: 'CustomerProfileConfig', noun: 'layout' })
