/** The dialogs and drawers of an insight. */
import { Drawer } from '../../../components/drawer'
import { ObjectHistory } from '../../../components/object-history'
import { useProject } from '../../../project'
import { InsightAlerts } from '../../delivery/alerts/insight-alerts'
import { ShareDialog } from '../../delivery/sharing/share-dialog'
import { SubscribeDialog } from '../../delivery/subscriptions/subscribe-dialog'
import { AnnotationDialog } from '../annotations/annotation-dialog'
import type { Insight } from './api'
import { DashboardsDialog } from './dashboards-dialog'

export type InsightPanel = 'alerts' | 'dashboards' | 'history' | 'annotation' | 'share' | 'subscribe'

interface Props {
  panel: InsightPanel | null
  insight: Insight | null
  title: string
  onClose: () => void
}

export function InsightPanels({ panel, insight, title, onClose }: Props) {
  const { id: projectId, timezone } = useProject()
  if (panel === 'annotation')
    return <AnnotationDialog projectId={projectId} timeZone={timezone} insightId={insight?.id} onClose={onClose} />
  if (!insight) return null
  if (panel === 'dashboards') return <DashboardsDialog projectId={projectId} insight={insight} onClose={onClose} />
  if (panel === 'alerts') return <InsightAlerts insight={insight} title={title} onClose={onClose} />
  if (panel === 'share') return <ShareDialog target={{ kind: 'insight', id: String(insight.id) }} onClose={onClose} />
  if (panel === 'subscribe')
    return <SubscribeDialog subject={{ kind: 'insight', id: insight.id, name: title }} onClose={onClose} />
  if (panel === 'history')
    return (
      <Drawer title="History" lead={title} onClose={onClose}>
        <ObjectHistory projectId={projectId} of={{ insight: insight.id }} timeZone={timezone} />
      </Drawer>
    )
  return null
}
