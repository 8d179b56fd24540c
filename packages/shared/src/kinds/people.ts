import { withScopes } from './kind.ts'

export const peopleKinds = withScopes({
  Cohort: {
    noun: 'cohort',
    plural: 'cohorts',
    page: '/cohorts/$id',
    resource: 'cohort',
    path: 'cohorts',
    search: { names: ['name'] },
  },
  /** Its ID in the log is the index of its type and its key: `0:acme`. */
  Group: { noun: 'group', plural: 'groups', page: '/groups/$type/$key' },
  Person: {
    noun: 'person',
    plural: 'persons',
    page: '/persons/$id',
    path: 'persons',
    search: { names: ['name', 'uuid'], id: 'uuid' },
  },
})
