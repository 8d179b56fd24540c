/** A notebook: written in place, saved by itself, with conflicts told and resolved without loss. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Italic,
  List,
  ListOrdered,
  MoreHorizontal,
  Quote,
  SquareCode,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { RequestError } from '../../api/client'
import { useChanges } from '../../changes'
import { Button } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { Drawer } from '../../components/drawer'
import { ObjectHistory } from '../../components/object-history'
import { Menu } from '../../components/popover'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { useToasts } from '../../components/toasts'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { saveFile } from '../charts/export'
import { TextCommit } from '../insights/text-commit'
import { createNotebook, markdownOf, type Notebook, notebookQuery, updateNotebook } from './api'
import { type SaveState, useAutosave } from './use-autosave'

const route = getRouteApi('/app/notebooks/$id')

export function NotebookPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { data, error, isPending, refetch } = useQuery(notebookQuery(project.id, id))
  if (error)
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
  if (isPending)
    return (
      <>
        <PageHeader title="Notebook" />
        <Skeleton />
      </>
    )
  return <NotebookView key={`${data.short_id}-${data.version}`} notebook={data} />
}

const isDocument = (content: unknown): content is { type: 'doc'; content: unknown[] } =>
  typeof content === 'object' && content !== null && (content as { type?: unknown }).type === 'doc'

/** Only what this editor knows can be edited without losing something. */
const KNOWN = new Set([
  'doc',
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'listItem',
  'codeBlock',
  'blockquote',
  'horizontalRule',
  'hardBreak',
  'text',
])
function unknownNodes(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found
  const { type, content } = node as { type?: string; content?: unknown[] }
  if (type && !KNOWN.has(type)) found.add(type)
  if (Array.isArray(content)) for (const child of content) unknownNodes(child, found)
  return found
}

function NotebookView({ notebook }: { notebook: Notebook }) {
  const project = useProject()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const { run } = useChanges()
  const { state, write, overwrite } = useAutosave(project.id, notebook)
  const [isHistory, setHistory] = useState(false)
  const unknown = [...unknownNodes(notebook.content)]
  const canEdit = notebook.user_access_level !== 'viewer' && unknown.length === 0
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: { openOnClick: false, protocols: ['http', 'https', 'mailto'] } })],
    content: isDocument(notebook.content) ? (notebook.content as never) : '',
    editable: canEdit,
    // The page's policy lets no script add styles; they stand in the style sheet.
    injectCSS: false,
    editorProps: {
      attributes: {
        'aria-label': 'Text of the notebook',
        role: 'textbox',
        'aria-multiline': 'true',
        class: 'notebook min-h-[50dvh] outline-none',
      },
    },
    onUpdate: ({ editor: own }) => write(own.getJSON(), own.getText({ blockSeparator: '\n' })),
  })
  const title = notebook.title || 'Untitled'
  useEffect(() => {
    document.title = `${title} · Hedgerow`
  }, [title])
  const remove = async () => {
    await navigate({ to: '/notebooks', search: { q: '' } })
    await run(
      () => updateNotebook(project.id, notebook.short_id, { deleted: true }),
      'Notebook deleted',
      () => void run(() => updateNotebook(project.id, notebook.short_id, { deleted: false }), 'Brought back'),
    )
  }
  const saveMarkdown = async () => {
    try {
      const { markdown } = await markdownOf(project.id, notebook.short_id)
      saveFile(`${title.slice(0, 80)}.md`, new Blob([markdown], { type: 'text/markdown' }))
    } catch (problem) {
      toasts.problem((problem as Error).message)
    }
  }
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 px-4 pt-4 pb-16 md:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="sr-only">{title}</h1>
        <TextCommit
          label="Title of the notebook"
          value={notebook.title ?? ''}
          placeholder="Untitled"
          isLarge
          maxLength={256}
          disabled={notebook.user_access_level === 'viewer'}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={(text) =>
            void updateNotebook(project.id, notebook.short_id, { title: text.trim() || null })
              .then((saved) =>
                queryClient.setQueryData(notebookQuery(project.id, notebook.short_id).queryKey, {
                  ...notebook,
                  title: saved.title,
                }),
              )
              .catch((problem: Error) => toasts.problem(problem.message))
          }
        />
        <Saved state={state} />
        <Menu
          label="More"
          className="inline-flex min-h-9 items-center rounded-md border border-line bg-surface px-2 hover:bg-raised"
          trigger={<MoreHorizontal size={18} aria-hidden />}
          items={[
            { label: 'Save as Markdown', onSelect: () => void saveMarkdown() },
            { label: 'History', onSelect: () => setHistory(true) },
            { label: 'Delete', isDangerous: true, onSelect: () => void remove() },
          ]}
        />
      </div>
      {notebook.parent_resource && (
        <p className="text-[13px] text-muted">
          A notebook of an{' '}
          <Link to="/accounts/$id" params={{ id: notebook.parent_resource.id }} className="text-accent underline">
            account
          </Link>
          .
        </p>
      )}
      {unknown.length > 0 && (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
          This notebook has parts that this editor does not know ({unknown.join(', ')}), so it is only shown.
        </p>
      )}
      {editor && canEdit && <Toolbar editor={editor} />}
      <div className="rounded-lg border border-line bg-surface p-4 md:p-6">
        <EditorContent editor={editor} />
      </div>
      {isHistory && (
        <Drawer title="History" lead={title} onClose={() => setHistory(false)}>
          <ObjectHistory projectId={project.id} of={{ notebook: notebook.short_id }} timeZone={project.timezone} />
        </Drawer>
      )}
      {state.kind === 'conflict' && editor && (
        <Conflict
          projectId={project.id}
          notebook={notebook}
          mine={editor}
          onOverwrite={overwrite}
          onTheirs={() =>
            void queryClient.invalidateQueries({ queryKey: notebookQuery(project.id, notebook.short_id).queryKey })
          }
        />
      )}
    </div>
  )
}

function Saved({ state }: { state: SaveState }) {
  return (
    <span role="status" className="text-[13px] text-muted">
      {state.kind === 'saved' ? (
        state.at ? (
          <TimeAgo iso={state.at} prefix="Saved " />
        ) : (
          'Saved'
        )
      ) : state.kind === 'saving' || state.kind === 'waiting' ? (
        'Saving…'
      ) : state.kind === 'offline' ? (
        'Not saved yet; trying again'
      ) : state.kind === 'refused' ? (
        <span className="text-danger">Not saved: {state.message}</span>
      ) : (
        'Not saved'
      )}
    </span>
  )
}

function Toolbar({ editor }: { editor: Editor }) {
  // The buttons follow the cursor.
  const [, redraw] = useState(0)
  useEffect(() => {
    const update = () => redraw((count) => count + 1)
    editor.on('transaction', update)
    return () => {
      editor.off('transaction', update)
    }
  }, [editor])
  const chain = () => editor.chain().focus()
  const items = [
    { label: 'Bold', keys: 'Ctrl B', icon: Bold, isOn: editor.isActive('bold'), go: () => chain().toggleBold().run() },
    {
      label: 'Italic',
      keys: 'Ctrl I',
      icon: Italic,
      isOn: editor.isActive('italic'),
      go: () => chain().toggleItalic().run(),
    },
    { label: 'Code', keys: 'Ctrl E', icon: Code, isOn: editor.isActive('code'), go: () => chain().toggleCode().run() },
    {
      label: 'Heading',
      keys: '#',
      icon: Heading1,
      isOn: editor.isActive('heading', { level: 1 }),
      go: () => chain().toggleHeading({ level: 1 }).run(),
    },
    {
      label: 'Smaller heading',
      keys: '##',
      icon: Heading2,
      isOn: editor.isActive('heading', { level: 2 }),
      go: () => chain().toggleHeading({ level: 2 }).run(),
    },
    {
      label: 'List',
      keys: '-',
      icon: List,
      isOn: editor.isActive('bulletList'),
      go: () => chain().toggleBulletList().run(),
    },
    {
      label: 'Numbered list',
      keys: '1.',
      icon: ListOrdered,
      isOn: editor.isActive('orderedList'),
      go: () => chain().toggleOrderedList().run(),
    },
    {
      label: 'Quote',
      keys: '>',
      icon: Quote,
      isOn: editor.isActive('blockquote'),
      go: () => chain().toggleBlockquote().run(),
    },
    {
      label: 'Code block',
      keys: '```',
      icon: SquareCode,
      isOn: editor.isActive('codeBlock'),
      go: () => chain().toggleCodeBlock().run(),
    },
  ]
  return (
    <div
      role="toolbar"
      aria-label="Format"
      className="sticky top-0 z-10 flex flex-wrap gap-1 rounded-lg border border-line bg-surface p-1"
    >
      {items.map(({ label, keys, icon: Icon, isOn, go }) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          aria-pressed={isOn}
          title={`${label} (${keys})`}
          onClick={go}
          className="flex h-8 w-8 items-center justify-center rounded text-muted hover:bg-raised hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-text"
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </div>
  )
}

function Conflict({
  projectId,
  notebook,
  mine,
  onOverwrite,
  onTheirs,
}: {
  projectId: number
  notebook: Notebook
  mine: Editor
  onOverwrite: (version: number) => void
  onTheirs: () => void
}) {
  const navigate = useNavigate()
  const { run } = useChanges()
  const { data: theirs } = useQuery({
    ...notebookQuery(projectId, notebook.short_id),
    queryKey: ['notebook-theirs', projectId, notebook.short_id],
    staleTime: 0,
  })
  const keepBoth = async () => {
    const title = `${notebook.title || 'Untitled'} (mine)`.slice(0, 256)
    const copy = await run(() => createNotebook(projectId, title))
    if (!copy) return
    const saved = await run(
      () =>
        updateNotebook(projectId, copy.short_id, {
          content: mine.getJSON(),
          text_content: mine.getText({ blockSeparator: '\n' }),
          version: copy.version,
        }),
      'Yours was kept as a new notebook',
    )
    if (saved) await navigate({ to: '/notebooks/$id', params: { id: copy.short_id } })
  }
  const by = theirs?.last_modified_by
  return (
    <Dialog title="Somebody else changed this notebook" onClose={() => {}}>
      <p>
        {by ? `${by.first_name || by.email} saved it` : 'It was saved'} while you were writing. Nothing of yours is
        lost: it still stands on this page.
      </p>
      <div className="flex flex-col gap-2">
        <Button look="primary" onClick={() => void keepBoth()}>
          Keep mine as a new notebook
        </Button>
        <Button disabled={!theirs} onClick={() => theirs && onOverwrite(theirs.version)}>
          Put mine over theirs
        </Button>
        <Button onClick={onTheirs}>Drop mine and show theirs</Button>
      </div>
    </Dialog>
  )
}
