import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A cohort: a set of persons, listed one by one or defined by criteria. */
export const cohortKind = declareKind({
  ...KINDS.Cohort,
  table: 'cohorts',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: 'o.name',
  isKeptWhenDeleted: true,
  definition: 'filters',
})
