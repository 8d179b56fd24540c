/** The notebook editor. It saves automatically, and resolves conflicts without losing text. */

import { stable } from '@hedgerow/shared/query/nodes'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Node as DocumentNode } from '@tiptap/pm/model'
import { type Editor, EditorContent, getSchema, useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { RequestError } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { useChanges } from '../../../changes'
import { Button } from '../../../components/controls'
import { Drawer } from '../../../components/drawer'
import { ObjectHistory } from '../../../components/object-history'
import { PageHeader } from '../../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../../components/states'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { saveFile } from '../../analytics/charts/export'
import { TextCommit } from '../../analytics/insights/text-commit'
import { ShareDialog } from '../../delivery/sharing/share-dialog'
import { type Notebook, newerNotebook, notebookQuery, updateNotebook } from './api'
import { commands, findMentions, liveBlock } from './commands'
import { ConflictDialog } from './conflict-dialog'
import { fromEditor, isDocument, type Node, toEditor } from './document'
import { type DraftStore, draftStore } from './drafts'
import { EXTENSIONS } from './extensions'
import { InsightDialog } from './insight-dialog'
import { MarkdownDialog } from './markdown-dialog'
import { type NotebookDialog, NotebookMenu } from './notebook-menu'
import { Saved } from './save-state'
import { Toolbar } from './toolbar'
import { TriggerMenu, TriggerStore, triggers } from './trigger-menu'
import { useAutosave } from './use-autosave'
import { VersionsDrawer } from './versions-drawer'

const LOOK_MS = 15_000

interface Props {
  id: string
  /** Shown beside something else, without a URL of its own. */
  isBeside?: boolean
  onGone?: () => void
}

export function NotebookEditor({ id, isBeside = false, onGone }: Props) {
  const project = useProject()
  const userId = useQuery(meQuery).data!.id
  const { data, error, isPending, refetch } = useQuery(notebookQuery(project.id, id))
  const drafts = useMemo(() => draftStore(userId, project.id, id), [userId, project.id, id])
  // The text being edited stays until it is dropped explicitly, whatever is refetched in the meantime.
  const [base, setBase] = useState<Base | null>(null)
  useEffect(() => {
    if (data && !base) setBase(baseOf(data, drafts))
  }, [data, base, drafts])
  if (!base && error)
    return (
      <>
        <PageHeader title="Notebook" />
        <div className="px-6">
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This notebook does not exist, or was deleted">
              <Link to="/notebooks" className="text-accent underline">
                All notebooks
              </Link>
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )}
        </div>
      </>
    )
  if (isPending || !base)
    return (
      <>
        <PageHeader title="Notebook" />
        <Skeleton />
      </>
    )
  return (
    <NotebookView
      key={base.generation}
      notebook={base.notebook}
      drafts={drafts}
      isDraft={base.isDraft}
      isBeside={isBeside}
      onGone={onGone}
      onReload={(notebook) => setBase({ notebook, generation: base.generation + 1, isDraft: false })}
    />
  )
}

interface Base {
  notebook: Notebook
  generation: number
  /** The content is a draft that could not be saved. */
  isDraft: boolean
}

/** A draft comes first. Saving it shows whether someone else was faster. */
function baseOf(notebook: Notebook, drafts: DraftStore): Base {
  const draft = drafts.read()
  const mayEdit = notebook.user_access_level !== 'viewer' && notebook.user_access_level !== 'none'
  if (!draft || !mayEdit) return { notebook, generation: 0, isDraft: false }
  if (stable(draft.content) === stable(notebook.content)) {
    drafts.forget()
    return { notebook, generation: 0, isDraft: false }
  }
  return { notebook: { ...notebook, content: draft.content, version: draft.version }, generation: 0, isDraft: true }
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

interface ViewProps {
  notebook: Notebook
  drafts: DraftStore
  isDraft: boolean
  isBeside: boolean
  onGone?: () => void
  onReload: (notebook: Notebook) => void
}

function NotebookView({ notebook, drafts, isDraft, isBeside, onGone, onReload }: ViewProps) {
  const project = useProject()
  const navigate = useNavigate()
  const toasts = useToasts()
  const { run } = useChanges()
  const [title, setTitle] = useState(notebook.title ?? '')
  const { state, write, flush, overwrite, drop, hasDraft, present } = useAutosave(project.id, notebook, drafts, () =>
    toasts.problem(
      `Your last changes to “${title || 'Untitled'}” are not saved. This browser keeps them until you open the notebook again.`,
    ),
  )
  const [dialog, setDialog] = useState<NotebookDialog | 'insight' | 'conflict' | null>(null)
  const [isGone, setGone] = useState(false)
  const store = useRef<TriggerStore>(null)
  store.current ??= new TriggerStore()
  const document_ = useMemo(() => toEditor(notebook.content), [notebook.content])
  const isOdd = useMemo(
    () => (notebook.content !== null && !isDocument(notebook.content)) || !fits(document_),
    [notebook.content, document_],
  )
  const mayEdit = notebook.user_access_level !== 'viewer' && notebook.user_access_level !== 'none'
  const canEdit = mayEdit && !isOdd
  const extensions = useMemo(
    () => [
      ...EXTENSIONS,
      triggers(store.current!, [
        { char: '/', title: 'Insert', find: (query) => commands(query, () => setDialog('insight')) },
        { char: '@', title: 'Persons and accounts', find: (query) => findMentions(project.id, query) },
      ]),
    ],
    [project.id],
  )
  const editor = useEditor({
    extensions,
    content: isOdd ? '' : (document_ as never),
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
    onUpdate: ({ editor: own }) => write(draftOf(own)),
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
  // Show other people's changes, unless there are unsaved local ones.
  useEffect(() => {
    const look = async () => {
      if (document.hidden || hasDraft()) return
      try {
        const newer = await newerNotebook(project.id, notebook.short_id, present())
        setGone(false)
        if (newer && newer.version !== present() && !hasDraft()) onReload(newer)
      } catch (problem) {
        if (problem instanceof RequestError && problem.status === 404) setGone(true)
      }
    }
    const lookNow = () => void look()
    const timer = setInterval(lookNow, LOOK_MS)
    addEventListener('focus', lookNow)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', lookNow)
    }
  }, [project.id, notebook.short_id, hasDraft, present, onReload])

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
        {canEdit && <TriggerMenu store={store.current} />}
      </div>
      {canEdit && (
        <p className="text-[13px] text-muted">
          <kbd>/</kbd> inserts headings, tables, insights and SQL; <kbd>@</kbd> mentions persons and accounts.
        </p>
      )}
      {dialog === 'history' && (
        <Drawer title="History" lead={title} onClose={() => setDialog(null)}>
          <ObjectHistory projectId={project.id} of={{ notebook: notebook.short_id }} timeZone={project.timezone} />
        </Drawer>
      )}
      {dialog === 'share' && (
        <ShareDialog target={{ kind: 'notebook', id: notebook.short_id }} onClose={() => setDialog(null)} />
      )}
      {dialog === 'versions' && (
        <VersionsDrawer
          projectId={project.id}
          notebook={notebook}
          present={present}
          onClose={() => setDialog(null)}
          onRestored={() => void reload()}
        />
      )}
      {dialog === 'insight' && editor && (
        <InsightDialog
          projectId={project.id}
          onClose={() => setDialog(null)}
          onChoose={(shortId) => {
            setDialog(null)
            const data = { query: { kind: 'SavedInsightNode', shortId } }
            editor.chain().focus().insertContent(liveBlock(data)).run()
          }}
        />
      )}
      {dialog === 'markdown' && editor && <MarkdownDialog editor={editor} onClose={() => setDialog(null)} />}
      {dialog === 'conflict' && state.kind === 'conflict' && editor && (
        <ConflictDialog
          projectId={project.id}
          notebook={notebook}
          mine={editor}
          title={title}
          onClose={() => setDialog(null)}
          onKept={drop}
          onOverwrite={overwrite}
          onTheirs={() => void reload()}
        />
      )}
    </div>
  )
}

const draftOf = (editor: Editor) => () => ({
  content: fromEditor(editor.getJSON() as Node),
  text: editor.getText({ blockSeparator: '\n' }),
})
