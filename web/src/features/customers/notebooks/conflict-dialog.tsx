/** Shown if someone else saved the notebook first: both texts, and the ways to resolve it. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Editor } from '@tiptap/react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { SmallError } from '../../../components/states'
import { createNotebook, type Notebook, notebookQuery } from './api'
import { Compared } from './compared'
import { fromEditor, type Node } from './document'

interface Props {
  projectId: number
  notebook: Notebook
  mine: Editor
  title: string
  onClose: () => void
  /** Called once the user's text is saved as a new notebook. */
  onKept: () => void
  onOverwrite: (version: number) => void
  onTheirs: () => void
}

export function ConflictDialog({ projectId, notebook, mine, title, onClose, onKept, onOverwrite, onTheirs }: Props) {
  const navigate = useNavigate()
  const { run } = useChanges()
  const query = useQuery({
    ...notebookQuery(projectId, notebook.short_id),
    queryKey: ['notebook-theirs', projectId, notebook.short_id],
    staleTime: 0,
  })
  const keepBoth = async () => {
    const name = `${title || 'Untitled'} (mine)`.slice(0, 256)
    const content = fromEditor(mine.getJSON() as Node)
    const copy = await run(
      () => createNotebook(projectId, name, content, mine.getText({ blockSeparator: '\n' })),
      'Your text was saved as a new notebook',
    )
    if (!copy) return
    onKept()
    await navigate({ to: '/notebooks/$id', params: { id: copy.short_id } })
  }
  const theirs = query.data
  const by = theirs?.last_modified_by
  return (
    <Dialog title="Someone else changed this notebook" onClose={onClose}>
      <p>
        {by ? `${by.first_name || by.email} saved it` : 'It was saved'} while you were writing. Your text is still on
        this page.
      </p>
      <div className="flex flex-col gap-2">
        <Button look="primary" onClick={() => void keepBoth()}>
          Save mine as a new notebook
        </Button>
        <Button
          disabled={!theirs}
          onClick={() => {
            onClose()
            if (theirs) onOverwrite(theirs.version)
          }}
        >
          Overwrite theirs with mine (theirs stays in the earlier versions)
        </Button>
        <Button onClick={onTheirs}>Discard mine and show theirs</Button>
      </div>
      {query.error && !theirs && <SmallError error={query.error} onRetry={() => void query.refetch()} />}
      {theirs && <Compared mine={mine.getText({ blockSeparator: '\n' })} theirs={theirs.text_content ?? ''} />}
    </Dialog>
  )
}
