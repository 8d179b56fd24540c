/** The dialogs of a notebook. */
import type { Editor } from '@tiptap/react'
import { Drawer } from '../../../components/drawer'
import { ObjectHistory } from '../../../components/object-history'
import { useProject } from '../../../project'
import { ShareDialog } from '../../delivery/sharing/share-dialog'
import type { Notebook } from './api'
import { liveBlock } from './commands'
import { ConflictDialog } from './conflict-dialog'
import { InsightDialog } from './insight-dialog'
import { MarkdownDialog } from './markdown-dialog'
import type { NotebookDialog } from './notebook-menu'
import type { useAutosave } from './use-autosave'
import { VersionsDrawer } from './versions-drawer'

export type OpenDialog = NotebookDialog | 'insight' | 'conflict'

interface Props {
  dialog: OpenDialog | null
  notebook: Notebook
  title: string
  editor: Editor | null
  autosave: ReturnType<typeof useAutosave>
  onClose: () => void
  /** Shows the newest version on the server. */
  onReload: () => void
}

export function NotebookDialogs({ dialog, notebook, title, editor, autosave, onClose, onReload }: Props) {
  const project = useProject()
  const { state, present, drop, overwrite } = autosave
  switch (dialog) {
    case 'history':
      return (
        <Drawer title="History" lead={title} onClose={onClose}>
          <ObjectHistory projectId={project.id} of={{ notebook: notebook.short_id }} timeZone={project.timezone} />
        </Drawer>
      )
    case 'share':
      return <ShareDialog target={{ kind: 'notebook', id: notebook.short_id }} onClose={onClose} />
    case 'versions':
      return (
        <VersionsDrawer
          projectId={project.id}
          notebook={notebook}
          present={present}
          onClose={onClose}
          onRestored={onReload}
        />
      )
    case 'insight':
      return (
        editor && (
          <InsightDialog
            projectId={project.id}
            onClose={onClose}
            onChoose={(shortId) => {
              onClose()
              const data = { query: { kind: 'SavedInsightNode', shortId } }
              editor.chain().focus().insertContent(liveBlock(data)).run()
            }}
          />
        )
      )
    case 'markdown':
      return editor && <MarkdownDialog editor={editor} onClose={onClose} />
    case 'conflict':
      return (
        state.kind === 'conflict' &&
        editor && (
          <ConflictDialog
            projectId={project.id}
            notebook={notebook}
            mine={editor}
            title={title}
            onClose={onClose}
            onKept={drop}
            onOverwrite={overwrite}
            onTheirs={onReload}
          />
        )
      )
    default:
      return null
  }
}
