/** Formatting buttons; in a table also buttons for its rows and columns. */
import type { Editor } from '@tiptap/react'
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Italic,
  Link2,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  Redo2,
  SquareCode,
  Table,
  Undo2,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Button, Field } from '../../../components/controls'
import { Popover } from '../../../components/popover'

const BUTTON =
  'flex h-8 min-w-8 items-center justify-center rounded px-1 text-muted hover:bg-raised hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-text disabled:opacity-40'

interface Item {
  label: string
  keys?: string
  icon: LucideIcon
  isOn?: boolean
  isDisabled?: boolean
  go: () => void
}

export function Toolbar({ editor, children }: { editor: Editor; children?: ReactNode }) {
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
  const items: Item[] = [
    {
      label: 'Undo',
      keys: 'Ctrl Z',
      icon: Undo2,
      isDisabled: !editor.can().undo(),
      go: () => chain().undo().run(),
    },
    {
      label: 'Redo',
      keys: 'Ctrl Shift Z',
      icon: Redo2,
      isDisabled: !editor.can().redo(),
      go: () => chain().redo().run(),
    },
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
    {
      label: 'Table',
      icon: Table,
      isOn: editor.isActive('table'),
      go: () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    },
  ]
  return (
    <div
      role="toolbar"
      aria-label="Format"
      className="sticky top-0 z-10 flex flex-wrap items-center gap-1 rounded-lg border border-line bg-surface p-1"
    >
      {items.map(({ label, keys, icon: Icon, isOn, isDisabled, go }) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          aria-pressed={isOn}
          title={keys ? `${label} (${keys})` : label}
          disabled={isDisabled}
          onClick={go}
          className={BUTTON}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
      <LinkButton editor={editor} />
      {editor.isActive('table') && (
        <span className="flex flex-wrap gap-1 border-l border-line pl-1 text-[13px]">
          {(
            [
              ['Row', 'Add a row below', () => chain().addRowAfter().run()],
              ['Column', 'Add a column to the right', () => chain().addColumnAfter().run()],
              ['− Row', 'Delete this row', () => chain().deleteRow().run()],
              ['− Column', 'Delete this column', () => chain().deleteColumn().run()],
              ['− Table', 'Delete the table', () => chain().deleteTable().run()],
            ] as const
          ).map(([text, label, go]) => (
            <button key={text} type="button" aria-label={label} title={label} onClick={go} className={BUTTON}>
              {text}
            </button>
          ))}
        </span>
      )}
      {children}
    </div>
  )
}

const ADDRESS = /^(https?:\/\/|mailto:|\/)/i

function LinkButton({ editor }: { editor: Editor }) {
  const current = editor.getAttributes('link').href as string | undefined
  return (
    <Popover
      label="Link"
      trigger={<Link2 size={16} aria-hidden />}
      aria-label="Link"
      aria-pressed={editor.isActive('link')}
      title="Link"
      className={BUTTON}
      panelClassName="w-88 p-3"
    >
      {(close) => (
        <LinkForm
          value={current ?? ''}
          onSet={(href) => {
            close()
            const chain = editor.chain().focus().extendMarkRange('link')
            if (href === '') chain.unsetLink().run()
            else if (editor.state.selection.empty && !current)
              chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
            else chain.setLink({ href }).run()
          }}
        />
      )}
    </Popover>
  )
}

function LinkForm({ value, onSet }: { value: string; onSet: (href: string) => void }) {
  const [href, setHref] = useState(value)
  const wanted = href.trim()
  const address = wanted === '' || ADDRESS.test(wanted) ? wanted : `https://${wanted}`
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onSet(address)
      }}
    >
      <Field
        label="Address"
        value={href}
        placeholder="https://…"
        onChange={(event) => setHref(event.target.value)}
        autoFocus
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          {address === '' ? 'Remove the link' : 'Set the link'}
        </Button>
      </div>
    </form>
  )
}
