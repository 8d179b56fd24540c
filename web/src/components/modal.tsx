/** The base of dialogs and drawers. Radix traps the focus, closes on Escape and hides the page from screen readers. */
import * as RadixDialog from '@radix-ui/react-dialog'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { keepFocus } from './keep-focus'
import { AtEnd, LAYER } from './layer'

interface Props {
  /** Its name, if it contains no `ModalTitle`. */
  label?: string
  onClose: () => void
  /** A click outside closes it. */
  isLight?: boolean
  onKey?: (event: KeyboardEvent) => void
  className: string
  children: ReactNode
}

/** The heading that names the enclosing modal. */
export const ModalTitle = RadixDialog.Title

/** Open while it is rendered, on top of everything opened before it. */
export function Modal({ label, onClose, isLight = false, onKey, className, children }: Props) {
  // Runs before a field inside takes the focus.
  const [giveBack] = useState(keepFocus)
  return (
    <RadixDialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <RadixDialog.Portal>
        {/* Not the overlay of Radix: it locks scrolling with a style element, which the Content-Security-Policy refuses.
            styles.css does it instead. */}
        <div data-backdrop className="fixed inset-0 z-40 bg-black/50" />
        <RadixDialog.Content
          {...LAYER}
          aria-modal
          aria-label={label}
          aria-describedby={undefined}
          onInteractOutside={(event) => !isLight && event.preventDefault()}
          onKeyDown={(event) => {
            event.stopPropagation()
            onKey?.(event)
          }}
          className={`fixed z-40 border-line bg-surface text-text outline-none ${className}`}
        >
          {children}
          <AtEnd giveBack={giveBack} />
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
