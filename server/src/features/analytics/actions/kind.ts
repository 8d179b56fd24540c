import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** An action: a name for events that match any of several patterns. */
export const actionKind = declareKind({
  ...KINDS.Action,
  table: 'actions',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: `coalesce(o.name, '')`,
  isKeptWhenDeleted: true,
  tags: 'json',
  definition: 'steps',
})
