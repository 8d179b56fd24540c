/** What opens at a button: a panel with anything in it, or a menu. Radix places it, moves the focus and closes it. */
import * as DropdownMenu from '@radix-ui/react-dropdown-menu'
import * as RadixPopover from '@radix-ui/react-popover'
import { type ButtonHTMLAttributes, type ReactNode, useCallback, useRef, useState } from 'react'
import { AtEnd, LAYER } from './layer'

/** Distances in px: to what it opens at, and to the edges of the window. */
export const PLACE = { align: 'start', sideOffset: 4, collisionPadding: 8 } as const
export const PANEL =
  'z-40 flex max-w-[calc(100vw-1rem)] flex-col overflow-auto rounded-lg border border-line-strong bg-surface text-text shadow-lg outline-none'

/** Whether the panel is open. */
function useOpen(isOpenAtFirst = false, onClosed?: () => void) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const button = useRef<HTMLButtonElement>(null)
  const closed = useRef(onClosed)
  closed.current = onClosed
  // A click elsewhere closes twice: the pointer goes down there, and then the focus moves.
  const current = useRef(isOpenAtFirst)
  const change = useCallback((open: boolean) => {
    if (open === current.current) return
    current.current = open
    setOpen(open)
    if (!open) closed.current?.()
  }, [])
  // The focus goes back at once, so that a dialog that opens next finds it on the button and gives it back there.
  const close = useCallback(() => {
    button.current?.focus()
    change(false)
  }, [change])
  const giveBack = useCallback(() => {
    // Unless it has moved on to something else.
    if (document.activeElement === document.body) button.current?.focus()
  }, [])
  return { isOpen, change, close, button, giveBack }
}

/** The field that is meant to be typed in, or the first one, comes before any select or link above it. */
const takeFocus = (panel: HTMLElement) =>
  (
    panel.querySelector<HTMLElement>('[data-autofocus]') ??
    panel.querySelector<HTMLElement>('input, button, [tabindex="0"]') ??
    panel
  ).focus({ preventScroll: true })

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What the panel is called. */
  label: string
  trigger: ReactNode
  panelClassName?: string
  /** Opens as soon as it is there, for what was just added. */
  isOpenAtFirst?: boolean
  /** However it was closed. */
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
    // What had the focus may be replaced by the next step of a choice; the keys that follow are for that.
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

/** A button with a list of things to do. */
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
        // Radix opens it when the pointer goes down. A finger that goes down may be about to scroll, so that waits for the click.
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
          // The button closes it by itself.
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
