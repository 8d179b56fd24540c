import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A page of insights. */
export const dashboardKind = declareKind({
  ...KINDS.Dashboard,
  table: 'dashboards',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: `coalesce(o.name, '')`,
  isKeptWhenDeleted: true,
  tags: 'array',
})
