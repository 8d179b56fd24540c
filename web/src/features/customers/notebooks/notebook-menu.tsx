/** The menu of a notebook. */
import { useNavigate } from '@tanstack/react-router'
import { MoreHorizontal, Share2 } from 'lucide-react'
import { Menu } from '../../../components/popover'

export type NotebookDialog = 'history' | 'versions' | 'markdown' | 'share'

interface Props {
  shortId: string
  /** Shown beside something else, without a URL of its own. */
  isBeside: boolean
  canEdit: boolean
  onExport: () => void
  onOpen: (dialog: NotebookDialog) => void
  /** Given if the user may delete it. */
  onDelete?: () => void
}

export function NotebookMenu({ shortId, isBeside, canEdit, onExport, onOpen, onDelete }: Props) {
  const navigate = useNavigate()
  return (
    <Menu
      label="More about this notebook"
      className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
      trigger={<MoreHorizontal size={18} aria-hidden />}
      items={[
        isBeside
          ? {
              label: 'Open full page',
              onSelect: () => void navigate({ to: '/notebooks/$id', params: { id: shortId } }),
            }
          : null,
        { label: 'Share', icon: <Share2 size={15} aria-hidden />, onSelect: () => onOpen('share') },
        canEdit ? { label: 'Insert Markdown…', onSelect: () => onOpen('markdown') } : null,
        { label: 'Export as Markdown', onSelect: onExport },
        { label: 'Earlier versions', onSelect: () => onOpen('versions') },
        { label: 'History', onSelect: () => onOpen('history') },
        onDelete ? { label: 'Delete', isDangerous: true, onSelect: onDelete } : null,
      ]}
    />
  )
}
