import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/**
 * A report that goes out on a schedule. Its log names the insight or dashboard, so it can be read only by those who may see
 * that too.
 */
export const subscriptionKind = declareKind({
  ...KINDS.Subscription,
  table: 'subscriptions',
  id: { column: 'id', type: 'int' },
  maker: 'created_by',
  title: `coalesce(nullif(o.title, ''), 'Subscription ' || o.id)`,
  isKeptWhenDeleted: true,
  readable: ({ teamId, bind, sees }) => {
    const own = sees('subscription', 'a.item_id')
    const insight = sees('insight', 's.insight_id::text')
    const dashboard = sees('dashboard', 's.dashboard_id::text')
    if (insight === 'true' && dashboard === 'true') return own
    return `${own} AND a.item_id IN (SELECT s.id::text FROM subscriptions s WHERE s.team_id = ${bind(teamId)}
      AND (s.insight_id IS NULL OR ${insight}) AND (s.dashboard_id IS NULL OR ${dashboard}))`
  },
})
