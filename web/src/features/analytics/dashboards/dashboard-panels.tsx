/** The dialogs and drawers of a dashboard. */
import { useQueryClient } from '@tanstack/react-query'
import { Drawer } from '../../../components/drawer'
import { ObjectHistory } from '../../../components/object-history'
import { useProject } from '../../../project'
import { ShareDialog } from '../../delivery/sharing/share-dialog'
import { SubscribeDialog } from '../../delivery/subscriptions/subscribe-dialog'
import { insightQuery } from '../insights/api'
import { AddInsightDialog } from './add-insight-dialog'
import type { Dashboard, Tile } from './api'
import { TextDialog } from './text-dialog'
import type { DashboardChanges } from './use-dashboard-changes'

/** `text` is the tile whose text is edited; null for a new one. */
export type DashboardPanel = 'add' | 'history' | 'share' | 'subscribe' | { text: Tile | null }

interface Props {
  panel: DashboardPanel | null
  dashboard: Dashboard
  changes: DashboardChanges
  onClose: () => void
}

export function DashboardPanels({ panel, dashboard, changes, onClose }: Props) {
  const project = useProject()
  const queryClient = useQueryClient()
  if (panel === null) return null
  if (panel === 'add')
    return (
      <AddInsightDialog
        projectId={project.id}
        dashboard={dashboard}
        onClose={onClose}
        onAdded={() =>
          void queryClient.invalidateQueries({ queryKey: insightQuery(project.id, '').queryKey.slice(0, 2) })
        }
      />
    )
  if (panel === 'share')
    return <ShareDialog target={{ kind: 'dashboard', id: String(dashboard.id) }} onClose={onClose} />
  if (panel === 'subscribe')
    return (
      <SubscribeDialog
        subject={{ kind: 'dashboard', id: dashboard.id, name: dashboard.name || 'Untitled' }}
        onClose={onClose}
      />
    )
  if (panel === 'history')
    return (
      <Drawer title="History" lead={dashboard.name || 'Untitled'} onClose={onClose}>
        <ObjectHistory projectId={project.id} of={{ dashboard: dashboard.id }} timeZone={project.timezone} />
      </Drawer>
    )
  return (
    <TextDialog
      text={panel.text?.text?.body ?? ''}
      onClose={onClose}
      onSave={async (body) => {
        if (await changes.saveText(panel.text, body)) onClose()
      }}
    />
  )
}
