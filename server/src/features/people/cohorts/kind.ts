import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A group of persons, listed or described by what they have in common. */
export const cohortKind = declareKind({
  ...KINDS.Cohort,
  table: 'cohorts',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: 'o.name',
  isKeptWhenDeleted: true,
  definition: 'filters',
})
