/**
 * The command menu's dialog. It is part of the first load and takes what is typed at once; what can be chosen is loaded when it
 * opens for the first time.
 */
import { type ComponentType, lazy, Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { isCommandKey, type Typed } from '../command-keys'
import { COMMAND_INPUT, COMMAND_PLACEHOLDER, type CommandMenuProps, type CommandPage } from './command-field'
import { Button } from './controls'

const CommandMenu = lazy(() =>
  import('./command-menu')
    .then((module): { default: ComponentType<CommandMenuProps> } => ({ default: module.CommandMenu }))
    .catch(() => ({ default: NotLoaded })),
)

function NotLoaded() {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 p-4">
      <p>The command menu could not be loaded.</p>
      <Button onClick={() => location.reload()}>Reload the page</Button>
    </div>
  )
}

/**
 * Where somebody is typing. Whoever closes a dialog gets the focus back, but not the caret: Chromium leaves it in the dialog.
 * @returns puts both back
 */
function keepCaret(): () => void {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) {
    const field = active
    const { selectionStart: start, selectionEnd: end } = field
    return () => {
      field.focus()
      if (start !== null) field.setSelectionRange(start, end)
    }
  }
  const selection = getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  return () => {
    if (active instanceof HTMLElement) active.focus()
    if (
      !range ||
      !(active instanceof HTMLElement) ||
      !active.isContentEditable ||
      !active.contains(range.startContainer)
    )
      return
    selection!.removeAllRanges()
    selection!.addRange(range)
  }
}

export function CommandDialog({
  pages,
  typed,
  onClose,
}: {
  pages: readonly CommandPage[]
  typed: Typed
  onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState(typed.text)
  const [isEntered, setEntered] = useState(typed.isEntered)
  const change = (next: string) => {
    setText(next)
    setEntered(false)
  }
  const giveBack = useRef<(() => void) | null>(null)
  const close = useCallback(() => {
    dialog.current?.close()
    giveBack.current?.()
  }, [])
  // One field makes way for another when the list is there; the next key must find it.
  const input = useCallback((field: HTMLInputElement | null) => {
    if (!field || !dialog.current?.open) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }, [])
  useLayoutEffect(() => {
    const own = dialog.current!
    // Closed first, each gives the focus to its button, where it is found again afterwards.
    for (const popover of document.querySelectorAll<HTMLElement>('[popover=auto]:popover-open')) popover.hidePopover()
    giveBack.current ??= keepCaret()
    own.showModal()
    input(own.querySelector('input'))
  }, [input])
  return (
    <dialog
      ref={dialog}
      aria-label="Command menu"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' || isCommandKey(event)) {
          event.preventDefault()
          close()
        }
      }}
      className="mx-auto mt-[10vh] w-[min(36rem,94vw)] overflow-hidden rounded-lg border border-line bg-surface p-0 backdrop:bg-black/50"
    >
      <Suspense
        fallback={
          <>
            <input
              ref={input}
              aria-label="Command menu"
              value={text}
              onChange={(event) => change(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && setEntered(true)}
              placeholder={COMMAND_PLACEHOLDER}
              className={COMMAND_INPUT}
            />
            <p className="px-4 py-6 text-muted" role="status">
              Loading…
            </p>
          </>
        }
      >
        <CommandMenu
          pages={pages}
          text={text}
          isEntered={isEntered}
          onText={change}
          onEnter={setEntered}
          input={input}
          onClose={close}
        />
      </Suspense>
    </dialog>
  )
}
