import { declareKind } from '../../workspace/kinds/index.ts'

/** A page of insights. */
export const dashboardKind = declareKind({
  scope: 'Dashboard',
  noun: 'dashboard',
  page: '/dashboards/$id',
  resource: 'dashboard',
  path: 'dashboards',
  table: 'dashboards',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: `coalesce(o.name, '')`,
  isKeptWhenDeleted: true,
  tags: 'array',
})
