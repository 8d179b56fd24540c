import { KINDS } from '@hedgerow/shared/kinds'
import { declareKind } from '../../workspace/kinds/index.ts'

/** A note on a point in time. An annotation on an insight or dashboard is readable only with that object. */
export const annotationKind = declareKind({
  ...KINDS.Annotation,
  readable: ({ teamId, bind, sees }) => {
    const insight = sees('insight', 'n.insight_id::text')
    const dashboard = sees('dashboard', 'n.dashboard_id::text')
    if (insight === 'true' && dashboard === 'true') return 'true'
    return `a.item_id IN (SELECT n.id::text FROM annotations n WHERE n.team_id = ${bind(teamId)}
      AND (n.scope IN ('project', 'organization') OR ((n.insight_id IS NULL OR ${insight}) AND (n.dashboard_id IS NULL OR ${dashboard}))))`
  },
})
