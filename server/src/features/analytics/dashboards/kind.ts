import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A dashboard: a page of insights and texts. */
export const dashboardKind = declareKind({
  ...KINDS.Dashboard,
  table: 'dashboards',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: `coalesce(o.name, '')`,
  isKeptWhenDeleted: true,
  tags: 'array',
})
