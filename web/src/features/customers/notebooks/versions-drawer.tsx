/** Earlier versions of a notebook: view and restore them. */
import { useQuery } from '@tanstack/react-query'
import { EditorContent, useEditor } from '@tiptap/react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { TimeAgo } from '../../../time-ago'
import { type Notebook, restoreVersion, versionQuery, versionsQuery } from './api'
import { toEditor } from './document'
import { EXTENSIONS } from './extensions'

interface Props {
  projectId: number
  notebook: Notebook
  /** The version shown on the page. */
  present: () => number
  onClose: () => void
  onRestored: () => void
}

export function VersionsDrawer({ projectId, notebook, present, onClose, onRestored }: Props) {
  const query = useQuery(versionsQuery(projectId, notebook.short_id))
  const [shown, setShown] = useState<number | null>(null)
  const { run, isBusy } = useChanges()
  const restore = async (version: number) => {
    const done = await run(
      () => restoreVersion(projectId, notebook.short_id, version, present()),
      'Version restored. The text it replaced is kept as a version.',
    )
    if (done) onRestored()
  }
  return (
    <Drawer title="Earlier versions" lead={notebook.title || 'Untitled'} onClose={onClose}>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={5} />}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <EmptyState title="No earlier versions yet">
            <p>A version is kept every few minutes while you write, and before someone else continues.</p>
          </EmptyState>
        }
      >
        {(data) => (
          <ul className="flex flex-col gap-2">
            {data.results.map((each) => (
              <li key={each.version} className="rounded-md border border-line">
                <div className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
                  <button
                    type="button"
                    aria-expanded={shown === each.version}
                    onClick={() => setShown(shown === each.version ? null : each.version)}
                    className="min-w-0 text-left hover:underline"
                  >
                    <TimeAgo iso={each.modified_at} />
                    {each.modified_by && ` by ${each.modified_by.first_name || each.modified_by.email}`}
                  </button>
                  <Button disabled={isBusy} onClick={() => void restore(each.version)}>
                    Restore
                  </Button>
                </div>
                {shown === each.version && (
                  <Preview projectId={projectId} id={notebook.short_id} version={each.version} />
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Drawer>
  )
}

function Preview({ projectId, id, version }: { projectId: number; id: string; version: number }) {
  const query = useQuery(versionQuery(projectId, id, version))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={3} />}>
      {({ content }) => <Text content={content} />}
    </Loaded>
  )
}

function Text({ content }: { content: unknown }) {
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: toEditor(content) as never,
    editable: false,
    injectCSS: false,
    editorProps: { attributes: { class: 'notebook', 'aria-label': 'Text of the version' } },
  })
  return (
    <div className="max-h-[60dvh] overflow-y-auto border-t border-line px-3 py-2">
      <EditorContent editor={editor} />
    </div>
  )
}
