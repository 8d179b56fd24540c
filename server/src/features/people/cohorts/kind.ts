import { declareKind } from '../../workspace/kinds/index.ts'

/** A group of persons, listed or described by what they have in common. */
export const cohortKind = declareKind({
  scope: 'Cohort',
  noun: 'cohort',
  page: '/cohorts/$id',
  resource: 'cohort',
  path: 'cohorts',
  table: 'cohorts',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: 'o.name',
  isKeptWhenDeleted: true,
  definition: 'filters',
})
