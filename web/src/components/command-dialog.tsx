/**
 * The command menu's dialog. It is part of the first load, so it accepts typing at once; its list is loaded when it opens for the first time.
 */
import { type ComponentType, lazy, Suspense, useCallback, useState } from 'react'
import { isCommandKey, type Typed } from '../command-keys'
import { COMMAND_INPUT, COMMAND_PLACEHOLDER, type CommandMenuProps, type CommandPage } from './command-field'
import { Button } from './controls'
import { Modal } from './modal'

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

export function CommandDialog({
  pages,
  typed,
  onClose,
}: {
  pages: readonly CommandPage[]
  typed: Typed
  onClose: () => void
}) {
  const [text, setText] = useState(typed.text)
  const [isEntered, setEntered] = useState(typed.isEntered)
  const change = (next: string) => {
    setText(next)
    setEntered(false)
  }
  // A second field replaces this one once the list is loaded; it needs the focus for the next key.
  const input = useCallback((field: HTMLInputElement | null) => {
    if (!field) return
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  }, [])
  return (
    <Modal
      label="Command menu"
      isLight
      onClose={onClose}
      onKey={(event) => {
        if (!isCommandKey(event)) return
        event.preventDefault()
        onClose()
      }}
      className="inset-x-0 top-[10vh] mx-auto h-fit w-[min(36rem,94%)] overflow-hidden rounded-lg border"
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
          onClose={onClose}
        />
      </Suspense>
    </Modal>
  )
}
