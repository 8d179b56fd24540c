import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** An insight: a saved query. */
export const insightKind = declareKind({
  ...KINDS.Insight,
  table: 'insights',
  id: { column: 'id', type: 'int', alias: 'short_id' },
  maker: 'created_by',
  title: `coalesce(nullif(o.name, ''), o.derived_name, o.short_id)`,
  isKeptWhenDeleted: true,
  tags: 'array',
  definition: 'query',
})
