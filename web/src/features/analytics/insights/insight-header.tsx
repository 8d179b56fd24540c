/** The top of an insight: its name, description, tags and actions. */
import { LayoutDashboard, Redo2, Star, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/controls'
import { AlertsButton } from '../../delivery/alerts/insight-alerts'
import type { Insight } from './api'
import { TagsEditor } from './tags-editor'
import { TextCommit } from './text-commit'
import type { Editor } from './use-editor'
import type { InsightChanges } from './use-insight-changes'

interface Props {
  insight: Insight | null
  title: string
  name: string
  /** The name derived from the query, used until there is another one. */
  derived: string
  isDirty: boolean
  canEdit: boolean
  /** The new insight will be added to a dashboard. */
  isForDashboard: boolean
  editor: Editor
  changes: InsightChanges
  menu: ReactNode
  /** Opens the alerts; absent for an insight that has none. */
  onAlerts?: (() => void) | undefined
  onRename: (name: string) => void
  onDashboards: () => void
}

export function InsightHeader(props: Props) {
  const { insight, title, name, derived, isDirty, canEdit, isForDashboard, editor, changes } = props
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="sr-only">{title}</h1>
        <TextCommit
          label="Name of the insight"
          disabled={!canEdit}
          value={name}
          placeholder={derived}
          isLarge
          maxLength={400}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={props.onRename}
        />
        {isDirty && <NotSaved />}
        <Button look="bare" className="px-2" aria-label="Undo" title="Undo (Ctrl Z)" onClick={editor.undo}>
          <Undo2 size={16} aria-hidden />
        </Button>
        <Button look="bare" className="px-2" aria-label="Redo" title="Redo (Ctrl Shift Z)" onClick={editor.redo}>
          <Redo2 size={16} aria-hidden />
        </Button>
        {insight && props.onAlerts && <AlertsButton insightId={insight.id} onOpen={props.onAlerts} />}
        {insight && canEdit && <FavoriteButton insight={insight} changes={changes} />}
        {insight && canEdit && (
          <Button onClick={props.onDashboards}>
            <LayoutDashboard size={16} aria-hidden /> Dashboards
            {insight.dashboards.length > 0 ? ` (${insight.dashboards.length})` : ''}
          </Button>
        )}
        {props.menu}
        <Button
          look="primary"
          disabled={changes.isBusy || !canEdit || (insight !== null && !isDirty)}
          title="Save (s)"
          onClick={() => void changes.save()}
        >
          {!insight && isForDashboard ? 'Save and add to dashboard' : 'Save'}
        </Button>
      </div>
      {!canEdit && (
        <p className="text-[13px] text-muted">
          You can explore this insight, but you can only save your changes as a new one.
        </p>
      )}
      {insight && canEdit && <Details insight={insight} changes={changes} />}
    </>
  )
}

function NotSaved() {
  return (
    <span className="inline-flex items-center gap-1.5 text-[13px] text-muted" title="You have unsaved changes">
      <span aria-hidden className="h-2 w-2 rounded-full bg-warning" /> Not saved
    </span>
  )
}

interface InsightProps {
  insight: Insight
  changes: InsightChanges
}

function FavoriteButton({ insight: { favorited }, changes }: InsightProps) {
  return (
    <Button
      look="bare"
      className="px-2"
      aria-pressed={favorited}
      aria-label="Favorite"
      title={favorited ? 'Remove from favorites' : 'Add to favorites'}
      onClick={() => changes.update({ favorited: !favorited })}
    >
      <Star size={16} aria-hidden fill={favorited ? 'currentColor' : 'none'} />
    </Button>
  )
}

function Details({ insight, changes }: InsightProps) {
  const by = insight.last_modified_by ?? insight.created_by
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px] text-muted">
      <TextCommit
        label="Description"
        placeholder="Add a description"
        value={insight.description ?? ''}
        maxLength={400}
        className="max-w-full flex-1 border-transparent hover:border-line-strong"
        onCommit={(description) => changes.update({ description: description || null })}
      />
      <TagsEditor tags={insight.tags} onChange={(tags) => changes.update({ tags })} />
      {by && <span>Changed by {by.first_name || by.email}</span>}
    </div>
  )
}
