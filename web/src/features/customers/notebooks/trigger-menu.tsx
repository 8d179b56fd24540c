/** The list that opens behind `/` and `@` in the text, with what can be inserted there. */
import * as RadixPopover from '@radix-ui/react-popover'
import { Extension } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import type { Editor, Range } from '@tiptap/react'
import Suggestion, { exitSuggestion, type SuggestionProps } from '@tiptap/suggestion'
import { useMemo, useSyncExternalStore } from 'react'
import { LAYER } from '../../../components/layer'
import { PANEL, PLACE } from '../../../components/popover'

export interface TriggerItem {
  /** Unique in its list. */
  key: string
  label: string
  hint?: string
  run: (editor: Editor, range: Range) => void
}

interface Open {
  title: string
  items: TriggerItem[]
  chosen: number
  /** The position of the trigger in the window. */
  rect: DOMRect | null
  choose: (item: TriggerItem) => void
  close: () => void
}

/** The state of the list. The editor writes it, the page renders it. */
export class TriggerStore {
  private open: Open | null = null
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly get = () => this.open

  set(open: Open | null): void {
    this.open = open
    for (const listener of this.listeners) listener()
  }

  /** @returns whether the list handled the key; Escape never gets here, because it closes the popover */
  onKey(event: KeyboardEvent): boolean {
    const { open } = this
    if (!open || open.items.length === 0) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      this.set({ ...open, chosen: (open.chosen + step + open.items.length) % open.items.length })
      return true
    }
    if (event.key === 'Enter' || event.key === 'Tab') {
      open.choose(open.items[open.chosen]!)
      return true
    }
    return false
  }
}

interface Trigger {
  char: string
  title: string
  find: (query: string) => TriggerItem[] | Promise<TriggerItem[]>
}

/** The editor extension for the list. */
export const triggers = (store: TriggerStore, all: readonly Trigger[]) =>
  Extension.create({
    name: 'triggers',
    addProseMirrorPlugins() {
      return all.map(({ char, title, find }) => {
        const pluginKey = new PluginKey(`trigger-${char}`)
        const show = (props: SuggestionProps<TriggerItem, TriggerItem>) =>
          store.set({
            title,
            items: props.items,
            chosen: 0,
            rect: props.clientRect?.() ?? null,
            choose: (item) => props.command(item),
            close: () => exitSuggestion(this.editor.view, pluginKey),
          })
        return Suggestion<TriggerItem, TriggerItem>({
          editor: this.editor,
          char,
          pluginKey,
          // A path or a URL is not a command.
          allow: ({ state, range }) => state.doc.resolve(range.from).parent.type.name !== 'codeBlock',
          items: ({ query }) => find(query),
          command: ({ editor, range, props }) => props.run(editor as Editor, range),
          render: () => ({
            onStart: show,
            onUpdate: show,
            onKeyDown: ({ event }) => store.onKey(event),
            onExit: () => store.set(null),
          }),
        })
      })
    },
  })

export function TriggerMenu({ store }: { store: TriggerStore }) {
  const open = useSyncExternalStore(store.subscribe, store.get)
  return open?.rect ? <TriggerList {...open} rect={open.rect} /> : null
}

function TriggerList({ title, items, chosen, rect, choose, close }: Open & { rect: DOMRect }) {
  const anchor = useMemo(() => ({ current: { getBoundingClientRect: () => rect } }), [rect])
  return (
    <RadixPopover.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <RadixPopover.Anchor virtualRef={anchor} />
      <RadixPopover.Portal>
        <RadixPopover.Content
          {...PLACE}
          {...LAYER}
          role="listbox"
          aria-label={title}
          // The text keeps the focus and the cursor.
          onOpenAutoFocus={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          className={`${PANEL} max-h-[min(18rem,var(--radix-popover-content-available-height))] w-70 p-1`}
        >
          {items.length === 0 && <p className="px-3 py-2 text-muted">Nothing matches.</p>}
          {items.map((item, index) => (
            <button
              key={item.key}
              type="button"
              role="option"
              aria-selected={index === chosen}
              ref={index === chosen ? (own) => own?.scrollIntoView({ block: 'nearest' }) : undefined}
              onClick={() => choose(item)}
              className="flex min-h-9 w-full items-center justify-between gap-3 rounded-md px-3 text-left aria-selected:bg-accent-soft hover:bg-raised"
            >
              <span className="min-w-0 truncate">{item.label}</span>
              {item.hint && <span className="shrink-0 text-[13px] text-muted">{item.hint}</span>}
            </button>
          ))}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
