import { declareKind } from '../../workspace/kinds/index.ts'

/** A question that was saved. */
export const insightKind = declareKind({
  scope: 'Insight',
  noun: 'insight',
  page: '/insights/$short_id',
  resource: 'insight',
  path: 'insights',
  table: 'insights',
  id: { column: 'id', type: 'int', alias: 'short_id' },
  maker: 'created_by',
  title: `coalesce(nullif(o.name, ''), o.derived_name, o.short_id)`,
  isKeptWhenDeleted: true,
  tags: 'array',
  definition: 'query',
})
