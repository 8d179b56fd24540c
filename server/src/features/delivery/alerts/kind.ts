import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** An alert about an insight. Whoever may see the insight may read about it. */
export const alertKind = declareKind({
  ...KINDS.AlertConfiguration,
  readable: ({ sees }) =>
    sees('insight', '(SELECT l.insight_id::text FROM alerts l WHERE l.team_id = a.team_id AND l.id::text = a.item_id)'),
})
