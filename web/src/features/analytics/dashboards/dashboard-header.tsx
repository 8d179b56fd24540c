/** The top of a dashboard: its name, description and tags, and what can be done with it. */
import {
  Copy,
  Expand,
  History,
  Mail,
  Monitor,
  MoreHorizontal,
  Pin,
  Plus,
  Printer,
  Share2,
  Shrink,
  Trash2,
  Type,
} from 'lucide-react'
import { Button } from '../../../components/controls'
import { Menu } from '../../../components/popover'
import { useProject } from '../../../project'
import { exportItems, useExport } from '../../delivery/exports/use-export'
import { TagsEditor } from '../insights/tags-editor'
import { TextCommit } from '../insights/text-commit'
import { type Dashboard, RESTRICTION } from './api'
import type { DashboardPanel } from './dashboard-panels'
import type { DashboardChanges } from './use-dashboard-changes'

interface Props {
  dashboard: Dashboard
  canEdit: boolean
  isFull: boolean
  changes: DashboardChanges
  onToggleFull: () => void
  onTidyUp: () => void
  onOpen: (panel: DashboardPanel) => void
  onKiosk: () => void
  onPrint: () => void
}

export function DashboardHeader(props: Props) {
  const { dashboard, canEdit, isFull, changes } = props
  const { name, pinned } = dashboard
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="sr-only">{name || 'Untitled'}</h1>
        <TextCommit
          label="Name of the dashboard"
          value={name ?? ''}
          placeholder="Untitled"
          isLarge
          maxLength={400}
          disabled={!canEdit}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={(next) => next !== (name ?? '') && void changes.update({ name: next }, 'Renamed', { name })}
        />
        <Button
          look="bare"
          className="px-2"
          aria-pressed={pinned}
          aria-label="Pinned"
          title={pinned ? 'Unpin' : 'Pin to the home page'}
          disabled={!canEdit}
          onClick={() => void changes.update({ pinned: !pinned })}
        >
          <Pin size={16} aria-hidden fill={pinned ? 'currentColor' : 'none'} />
        </Button>
        <Button
          look="bare"
          className="px-2"
          aria-label={isFull ? 'Exit full screen' : 'Full screen'}
          title={isFull ? 'Exit full screen (f)' : 'Full screen (f)'}
          onClick={props.onToggleFull}
        >
          {isFull ? <Shrink size={16} aria-hidden /> : <Expand size={16} aria-hidden />}
        </Button>
        <Button
          look="bare"
          className="px-2"
          aria-label="Share"
          title={dashboard.is_shared ? 'Shared with a link' : 'Share'}
          onClick={() => props.onOpen('share')}
        >
          <Share2 size={16} aria-hidden fill={dashboard.is_shared ? 'currentColor' : 'none'} />
        </Button>
        <DashboardMenu {...props} />
        {canEdit && (
          <Button look="primary" onClick={() => props.onOpen('add')} title="Add an insight (c)">
            <Plus size={16} aria-hidden /> Insight
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px] text-muted">
        <TextCommit
          label="Description"
          placeholder="Add a description"
          value={dashboard.description}
          disabled={!canEdit}
          className="max-w-full flex-1 border-transparent hover:border-line-strong"
          onCommit={(description) => void changes.update({ description })}
        />
        {canEdit && <TagsEditor tags={dashboard.tags} onChange={(tags) => void changes.update({ tags })} />}
        {!canEdit && <span>You can view this dashboard but not change it.</span>}
      </div>
    </>
  )
}

function DashboardMenu({ dashboard, canEdit, changes, onTidyUp, onOpen, onKiosk, onPrint }: Props) {
  const start = useExport(useProject().id)
  const isRestricted = dashboard.restriction_level === RESTRICTION.onlyOwnerEdits
  return (
    <Menu
      label="More"
      className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
      trigger={<MoreHorizontal size={18} aria-hidden />}
      items={[
        canEdit
          ? { label: 'Add text', icon: <Type size={15} aria-hidden />, onSelect: () => onOpen({ text: null }) }
          : null,
        canEdit ? { label: 'Tidy up', onSelect: onTidyUp } : null,
        {
          label: 'Duplicate',
          icon: <Copy size={15} aria-hidden />,
          onSelect: () => void changes.duplicate(false),
        },
        { label: 'Duplicate with insights', onSelect: () => void changes.duplicate(true) },
        canEdit
          ? {
              label: isRestricted ? 'Let everyone edit' : 'Only I can edit',
              onSelect: () =>
                void changes.update({
                  restriction_level: isRestricted ? RESTRICTION.everyoneEdits : RESTRICTION.onlyOwnerEdits,
                }),
            }
          : null,
        { label: 'Subscribe', icon: <Mail size={15} aria-hidden />, onSelect: () => onOpen('subscribe') },
        { label: 'Kiosk mode', icon: <Monitor size={15} aria-hidden />, onSelect: onKiosk },
        ...exportItems(['PNG', 'PDF', 'JSON'], (format) => start(format, { dashboard: dashboard.id })),
        { label: 'Print', icon: <Printer size={15} aria-hidden />, onSelect: onPrint },
        { label: 'History', icon: <History size={15} aria-hidden />, onSelect: () => onOpen('history') },
        canEdit
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
