import { withScopes } from './kind.ts'

export const analyticsKinds = withScopes({
  Action: { noun: 'action', plural: 'actions', resource: 'action', path: 'actions' },
  Annotation: { noun: 'annotation', plural: 'annotations', page: '/annotations' },
  Dashboard: {
    noun: 'dashboard',
    plural: 'dashboards',
    page: '/dashboards/$id',
    resource: 'dashboard',
    path: 'dashboards',
    search: { names: ['name'] },
  },
  Insight: {
    noun: 'insight',
    plural: 'insights',
    page: '/insights/$short_id',
    resource: 'insight',
    path: 'insights',
    search: { names: ['name', 'derived_name'], query: { basic: 'true', order: '-last_modified_at' } },
  },
})
