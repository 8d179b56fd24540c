import { declareKind } from '../../workspace/kinds/index.ts'

/** A human or a machine that sends events. */
export const personKind = declareKind({ scope: 'Person', noun: 'person', page: '/persons/$id' })
