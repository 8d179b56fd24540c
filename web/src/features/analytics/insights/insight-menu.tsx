/** The menu of an insight: copies, exports, annotations and history. */
import { Bell, History, Mail, MoreHorizontal, Share2, Trash2 } from 'lucide-react'
import { Menu } from '../../../components/popover'
import { useToasts } from '../../../components/toasts'
import { copyText } from '../../../copy-text'
import { exportItems, useExport } from '../../delivery/exports/use-export'
import type { UseAnswer } from '../query/use-answer'
import type { InsightChanges } from './use-insight-changes'

interface Props {
  projectId: number
  title: string
  /** ID of the insight if it is shown as it is saved; null for another question. */
  savedId: number | null
  isSaved: boolean
  /** The saved insight is a trend. */
  hasAlerts: boolean
  canEdit: boolean
  answered: UseAnswer['answered']
  changes: InsightChanges
  onOpen: (panel: 'alerts' | 'annotation' | 'history' | 'share' | 'subscribe') => void
}

export function InsightMenu({
  projectId,
  title,
  savedId,
  isSaved,
  hasAlerts,
  canEdit,
  answered,
  changes,
  onOpen,
}: Props) {
  const toasts = useToasts()
  const start = useExport(projectId)
  const exports = answered
    ? exportItems(['PNG', 'PDF', 'CSV', 'XLSX', 'JSON'], (format) =>
        start(format, savedId === null ? { query: answered.node, name: title } : { insight: savedId }),
      )
    : []
  const copyLink = async () => {
    if (await copyText(location.href)) toasts.done('Link copied')
    else toasts.problem('Your browser blocked copying. Copy the link from the address bar.')
  }
  return (
    <Menu
      label="More"
      className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
      trigger={<MoreHorizontal size={18} aria-hidden />}
      items={[
        isSaved ? { label: 'Save as new', keys: 'S', onSelect: () => void changes.saveNew() } : null,
        isSaved ? { label: 'Duplicate', onSelect: () => void changes.duplicate() } : null,
        isSaved ? { label: 'Share', icon: <Share2 size={15} aria-hidden />, onSelect: () => onOpen('share') } : null,
        hasAlerts ? { label: 'Alerts', icon: <Bell size={15} aria-hidden />, onSelect: () => onOpen('alerts') } : null,
        isSaved
          ? { label: 'Subscribe', icon: <Mail size={15} aria-hidden />, onSelect: () => onOpen('subscribe') }
          : null,
        { label: 'Copy link to this view', onSelect: () => void copyLink() },
        ...exports,
        { label: 'Add annotation', onSelect: () => onOpen('annotation') },
        isSaved
          ? { label: 'History', icon: <History size={15} aria-hidden />, onSelect: () => onOpen('history') }
          : null,
        isSaved && canEdit
          ? {
              label: 'Delete',
              icon: <Trash2 size={15} aria-hidden />,
              isDangerous: true,
              onSelect: () => void changes.remove(),
            }
          : null,
      ]}
    />
  )
}
