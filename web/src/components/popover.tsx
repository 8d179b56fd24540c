/** A panel with any content, or a menu, that opens at a button. Radix places it, moves the focus and closes it. */
import * as DropdownMenu from '@radix-ui/react-dropdown-menu'
import * as RadixPopover from '@radix-ui/react-popover'
import { type ButtonHTMLAttributes, type ReactNode, useCallback, useRef, useState } from 'react'
import { AtEnd, LAYER } from './layer'

/** Distances in px: to the button, and to the edges of the window. */
export const PLACE = { align: 'start', sideOffset: 4, collisionPadding: 8 } as const
export const PANEL =
  'z-40 flex max-w-[var(--radix-popper-available-width)] flex-col overflow-auto rounded-lg border border-line-strong bg-surface text-text shadow-lg outline-none'

/** Whether the panel is open. */
function useOpen(isOpenAtFirst = false, onClosed?: () => void) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const button = useRef<HTMLButtonElement>(null)
  const closed = useRef(onClosed)
  closed.current = onClosed
  // A click elsewhere closes twice: on pointer down, and then when the focus moves.
  const current = useRef(isOpenAtFirst)
  const change = useCallback((open: boolean) => {
    if (open === current.current) return
    current.current = open
    setOpen(open)
    if (!open) closed.current?.()
  }, [])
  // Restore the focus at once, so that a dialog that opens next finds it on the button and returns it there.
  const close = useCallback(() => {
    button.current?.focus()
    change(false)
  }, [change])
  const giveBack = useCallback(() => {
    // Unless the focus has moved to something else.
    if (document.activeElement === document.body) button.current?.focus()
  }, [])
  return { isOpen, change, close, button, giveBack }
}

/** Focuses the main text field, or else the first field, before any select or link above it. */
const takeFocus = (panel: HTMLElement) =>
  (
    panel.querySelector<HTMLElement>('[data-autofocus]') ??
    panel.querySelector<HTMLElement>('input, button, [tabindex="0"]') ??
    panel
  ).focus({ preventScroll: true })

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** The accessible name of the panel. */
  label: string
  trigger: ReactNode
  panelClassName?: string
  /** Opens when it mounts, for an item that was just added. */
  isOpenAtFirst?: boolean
  /** Called however it was closed. */
  onClosed?: () => void
  children: (close: () => void) => ReactNode
}

export function Popover({
  label,
  trigger,
  panelClassName = '',
  isOpenAtFirst,
  onClosed,
  children,
  className = '',
  ...rest
}: Props) {
  const { isOpen, change, close, button, giveBack } = useOpen(isOpenAtFirst, onClosed)
  const watch = useCallback((own: HTMLDivElement) => {
    // The next step of a choice may replace the focused element; move the focus there, so that it gets the next keys.
    const observer = new MutationObserver(() => document.activeElement === document.body && takeFocus(own))
    observer.observe(own, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  return (
    <RadixPopover.Root open={isOpen} onOpenChange={change}>
      <RadixPopover.Trigger ref={button} className={className} {...rest}>
        {trigger}
      </RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          {...PLACE}
          ref={watch}
          {...LAYER}
          aria-label={label}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            takeFocus(event.currentTarget as HTMLElement)
          }}
          onKeyDown={(event) => event.stopPropagation()}
          className={`${PANEL} max-h-[min(80dvh,var(--radix-popover-content-available-height))] ${panelClassName}`}
        >
          {children(close)}
          <AtEnd giveBack={giveBack} />
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}

export interface MenuItem {
  label: string
  icon?: ReactNode
  isDangerous?: boolean
  isDisabled?: boolean
  keys?: string
  onSelect: () => void
}

/** A button with a menu of actions. */
export function Menu({
  label,
  trigger,
  items,
  className,
}: {
  label: string
  trigger: ReactNode
  items: (MenuItem | null)[]
  className?: string
}) {
  const { isOpen, change, close, button, giveBack } = useOpen()
  return (
    // Not modal: that would lock scrolling with a style element, which the Content-Security-Policy refuses.
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={change}>
      <DropdownMenu.Trigger
        ref={button}
        aria-label={label}
        title={label}
        className={className}
        // Radix opens it on pointer down. On touch that may be the start of a scroll, so wait for the click.
        onPointerDown={(event) => event.pointerType === 'touch' && event.preventDefault()}
        onClick={({ detail, nativeEvent }) => {
          const isTouch = nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch'
          // Screen readers click without a pointer.
          if (isTouch || detail === 0) change(!isOpen)
        }}
      >
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          {...PLACE}
          loop
          {...LAYER}
          // A click on the button already closes it.
          onInteractOutside={(event) => button.current?.contains(event.target as Node) && event.preventDefault()}
          onKeyDown={(event) => event.stopPropagation()}
          className={`${PANEL} max-h-[min(80dvh,var(--radix-dropdown-menu-content-available-height))] min-w-52 p-1`}
        >
          {items.map(
            (item) =>
              item && (
                <DropdownMenu.Item
                  key={item.label}
                  textValue={item.label}
                  disabled={item.isDisabled}
                  onSelect={() => {
                    close()
                    item.onSelect()
                  }}
                  className={`flex min-h-9 w-full cursor-pointer items-center gap-3 rounded-md px-3 text-left outline-none select-none data-[disabled]:cursor-default data-[disabled]:opacity-60 data-[highlighted]:bg-raised ${item.isDangerous ? 'text-danger' : ''}`}
                >
                  {item.icon}
                  <span className="flex-1">{item.label}</span>
                  {item.keys && <kbd className="font-mono text-[13px] text-muted">{item.keys}</kbd>}
                </DropdownMenu.Item>
              ),
          )}
          <AtEnd giveBack={giveBack} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
