/** Inserts Markdown, typed or from a file, at the cursor. */
import { NodeSelection } from '@tiptap/pm/state'
import type { Editor } from '@tiptap/react'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Dialog } from '../../../components/dialog'
import { TextArea } from '../../../components/form'
import { toEditor } from './document'

export function MarkdownDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [markdown, setMarkdown] = useState('')
  const { run, isBusy } = useChanges()
  const put = async () => {
    const made = await run(async () => (await import('./markdown')).fromMarkdown(markdown))
    if (!made) return
    const { content = [] } = toEditor(made)
    // A selected block stays; the text is inserted after it.
    const { selection } = editor.state
    const at = selection instanceof NodeSelection ? selection.to : { from: selection.from, to: selection.to }
    editor.chain().focus().insertContentAt(at, content).run()
    onClose()
  }
  return (
    <Dialog
      title="Insert Markdown"
      action="Insert"
      isBusy={isBusy}
      isDisabled={markdown.trim() === ''}
      onClose={onClose}
      onAction={() => void put()}
    >
      <TextArea
        label="Markdown"
        rows={12}
        value={markdown}
        onChange={(event) => setMarkdown(event.target.value)}
        hint="Headings, lists, quotes, tables, code, links. It is inserted at the cursor."
        autoFocus
      />
      <label className="flex flex-col gap-1">
        <span className="font-medium">Or choose a file</span>
        <input
          type="file"
          accept=".md,.markdown,.txt,text/markdown,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) void run(async () => setMarkdown(await file.text()))
          }}
        />
      </label>
    </Dialog>
  )
}
