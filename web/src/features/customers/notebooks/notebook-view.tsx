/** An open notebook: its title, state of saving, text and dialogs. */
import { Link, useNavigate } from '@tanstack/react-router'
import { EditorContent } from '@tiptap/react'
import { useEffect, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { saveFile } from '../../analytics/charts/export'
import { TextCommit } from '../../analytics/insights/text-commit'
import { type Notebook, newerNotebook, updateNotebook } from './api'
import { fromEditor, type Node } from './document'
import type { DraftStore } from './drafts'
import { NotebookDialogs, type OpenDialog } from './notebook-dialogs'
import { NotebookMenu } from './notebook-menu'
import { Saved } from './save-state'
import { Toolbar } from './toolbar'
import { TriggerMenu } from './trigger-menu'
import { useAutosave } from './use-autosave'
import { useOthersChanges } from './use-others-changes'
import { draftOf, useTextEditor } from './use-text-editor'

interface Props {
  notebook: Notebook
  drafts: DraftStore
  isDraft: boolean
  isBeside: boolean
  onGone?: () => void
  onReload: (notebook: Notebook) => void
}

export function NotebookView({ notebook, drafts, isDraft, isBeside, onGone, onReload }: Props) {
  const project = useProject()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { run } = useChanges()
  const [title, setTitle] = useState(notebook.title ?? '')
  const autosave = useAutosave(project.id, notebook, drafts, () =>
    toasts.problem(
      `Your last changes to “${title || 'Untitled'}” are not saved. This browser keeps them until you open the notebook again.`,
    ),
  )
  const { state, write, flush, drop } = autosave
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [isGone, setGone] = useOthersChanges(project.id, notebook.short_id, autosave, onReload)
  const mayEdit = notebook.user_access_level !== 'viewer' && notebook.user_access_level !== 'none'
  const { editor, triggers, isOdd, canEdit } = useTextEditor({
    projectId: project.id,
    notebook,
    mayEdit,
    isBeside,
    onInsertInsight: () => setDialog('insight'),
    onWrite: write,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the editor exists
  useEffect(() => {
    if (!editor || !isDraft || !canEdit) return
    write(draftOf(editor))
    toasts.done('Your unsaved changes were restored')
  }, [editor])
  useEffect(() => {
    if (!isBeside) document.title = `${title || 'Untitled'} · Hedgerow`
  }, [title, isBeside])
  useEffect(() => {
    if (state.kind === 'conflict') setDialog('conflict')
  }, [state.kind])

  const reload = async () => {
    drop()
    const newest = await run(() => newerNotebook(project.id, notebook.short_id, -1))
    if (newest) onReload(newest)
  }
  const setDeleted = (deleted: boolean) => updateNotebook(project.id, notebook.short_id, { deleted })
  const remove = async () => {
    await flush()
    if (onGone) onGone()
    else await navigate({ to: '/notebooks' })
    await run(
      () => setDeleted(true),
      'Notebook deleted',
      () => void run(() => setDeleted(false), 'Notebook restored'),
    )
  }
  const saveMarkdown = async () => {
    try {
      const { toMarkdown } = await import('./markdown')
      const markdown = toMarkdown(editor ? fromEditor(editor.getJSON() as Node) : notebook.content)
      saveFile(`${(title || 'Untitled').slice(0, 80)}.md`, new Blob([markdown], { type: 'text/markdown' }))
    } catch (problem) {
      toasts.problem((problem as Error).message)
    }
  }
  return (
    <div
      className={
        isBeside ? 'flex flex-col gap-3' : 'mx-auto flex w-full max-w-4xl flex-col gap-3 px-4 pt-4 pb-16 md:px-6'
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        {!isBeside && <h1 className="sr-only">{title || 'Untitled'}</h1>}
        <TextCommit
          label="Title of the notebook"
          value={title}
          placeholder="Untitled"
          isLarge
          maxLength={256}
          disabled={!mayEdit}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={(text) =>
            void updateNotebook(project.id, notebook.short_id, { title: text.trim() || null })
              .then((saved) => setTitle(saved.title ?? ''))
              .catch((problem: Error) => toasts.problem(problem.message))
          }
        />
        <Saved state={state} onResolve={() => setDialog('conflict')} />
        <NotebookMenu
          shortId={notebook.short_id}
          isBeside={isBeside}
          canEdit={canEdit}
          onExport={() => void saveMarkdown()}
          onOpen={(next) => void flush().then(() => setDialog(next))}
          onDelete={mayEdit ? () => void remove() : undefined}
        />
      </div>
      {notebook.parent_resource && !isBeside && (
        <p className="text-[13px] text-muted">
          This notebook belongs to an{' '}
          <Link to="/accounts/$id" params={{ id: notebook.parent_resource.id }} className="text-accent underline">
            account
          </Link>
          .
        </p>
      )}
      {isGone && (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2 text-warning"
        >
          Someone deleted this notebook. Your copy is still here.
          <Button onClick={() => void run(() => setDeleted(false), 'Restored').then((done) => done && setGone(false))}>
            Restore
          </Button>
        </div>
      )}
      {isOdd && (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
          Another program created this notebook, so it cannot be edited here. Export it as Markdown to continue.
        </p>
      )}
      {editor && canEdit && <Toolbar editor={editor} />}
      <div className={`rounded-lg border border-line bg-surface ${isBeside ? 'p-3' : 'p-4 md:p-6'}`}>
        {isOdd ? (
          <p className="whitespace-pre-wrap">{notebook.text_content ?? ''}</p>
        ) : (
          <EditorContent editor={editor} />
        )}
        {canEdit && <TriggerMenu store={triggers} />}
      </div>
      {canEdit && (
        <p className="text-[13px] text-muted">
          <kbd>/</kbd> inserts headings, tables, insights and SQL; <kbd>@</kbd> mentions persons and accounts.
        </p>
      )}
      <NotebookDialogs
        dialog={dialog}
        notebook={notebook}
        title={title}
        editor={editor}
        autosave={autosave}
        onClose={() => setDialog(null)}
        onReload={() => void reload()}
      />
    </div>
  )
}
