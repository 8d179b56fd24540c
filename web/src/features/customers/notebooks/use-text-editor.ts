/** The editor of a notebook's text. */
import { Node as DocumentNode } from '@tiptap/pm/model'
import { type Editor, getSchema, useEditor } from '@tiptap/react'
import { useMemo, useRef } from 'react'
import type { Notebook } from './api'
import { commands, findMentions } from './commands'
import { fromEditor, isDocument, type Node, toEditor } from './document'
import { EXTENSIONS } from './extensions'
import { TriggerStore, triggers } from './trigger-menu'

interface Options {
  projectId: number
  notebook: Notebook
  mayEdit: boolean
  isBeside: boolean
  onInsertInsight: () => void
  onWrite: (draft: () => { content: Node; text: string }) => void
}

/** Whether the editor can hold the document. If not, the first edit would lose content. */
function fits(document: Node): boolean {
  try {
    DocumentNode.fromJSON(getSchema(EXTENSIONS), document).check()
    return true
  } catch {
    return false
  }
}

/** The content as it would be saved now. */
export const draftOf = (editor: Editor) => () => ({
  content: fromEditor(editor.getJSON() as Node),
  text: editor.getText({ blockSeparator: '\n' }),
})

export function useTextEditor({ projectId, notebook, mayEdit, isBeside, onInsertInsight, onWrite }: Options) {
  const store = useRef<TriggerStore>(null)
  store.current ??= new TriggerStore()
  const insert = useRef(onInsertInsight)
  insert.current = onInsertInsight
  const document = useMemo(() => toEditor(notebook.content), [notebook.content])
  const isOdd = useMemo(
    () => (notebook.content !== null && !isDocument(notebook.content)) || !fits(document),
    [notebook.content, document],
  )
  const canEdit = mayEdit && !isOdd
  const extensions = useMemo(
    () => [
      ...EXTENSIONS,
      triggers(store.current!, [
        { char: '/', title: 'Insert', find: (query) => commands(query, () => insert.current()) },
        { char: '@', title: 'Persons and accounts', find: (query) => findMentions(projectId, query) },
      ]),
    ],
    [projectId],
  )
  const editor = useEditor({
    extensions,
    content: isOdd ? '' : (document as never),
    editable: canEdit,
    // The content security policy lets no script add styles, so they are in the style sheet.
    injectCSS: false,
    editorProps: {
      attributes: {
        'aria-label': 'Text of the notebook',
        role: 'textbox',
        'aria-multiline': 'true',
        class: `notebook outline-none ${isBeside ? 'min-h-[40dvh]' : 'min-h-[50dvh]'}`,
      },
    },
    onUpdate: ({ editor: own }) => onWrite(draftOf(own)),
  })
  return {
    editor,
    triggers: store.current,
    /** The document has content that the editor cannot hold. */
    isOdd,
    canEdit,
  }
}
