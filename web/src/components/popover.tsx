/** A panel that opens at a button, on the browser's own popover: Escape and a click elsewhere close it. */
import {
  type ButtonHTMLAttributes,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'

const GAP_PX = 4
const EDGE_PX = 8

interface PanelProps {
  anchor: HTMLElement
  label: string
  className?: string
  onClose: () => void
  children: ReactNode
}

function Panel({ anchor, label, className = '', onClose, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  const place = useCallback(() => {
    const own = panel.current
    if (!own) return
    const at = anchor.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = own
    const below = at.bottom + GAP_PX
    const isAbove = below + height > innerHeight - EDGE_PX && at.top - GAP_PX - height >= EDGE_PX
    own.style.left = `${Math.max(EDGE_PX, Math.min(at.left, innerWidth - width - EDGE_PX))}px`
    own.style.top = `${Math.max(EDGE_PX, isAbove ? at.top - GAP_PX - height : Math.min(below, innerHeight - EDGE_PX - height))}px`
  }, [anchor])
  useLayoutEffect(() => {
    panel.current?.showPopover()
    place()
    // What is in it may come later and be larger.
    const observer = new ResizeObserver(place)
    observer.observe(panel.current!)
    addEventListener('resize', place)
    addEventListener('scroll', place, true)
    return () => {
      observer.disconnect()
      removeEventListener('resize', place)
      removeEventListener('scroll', place, true)
    }
  }, [place])
  useEffect(() => {
    const own = panel.current!
    const takeFocus = () =>
      (
        own.querySelector<HTMLElement>('[data-autofocus]') ??
        own.querySelector<HTMLElement>('input, button, [tabindex="0"]')
      )?.focus()
    takeFocus()
    // What had the focus may be replaced by the next step of a choice; the keys that follow are for that.
    const observer = new MutationObserver(() => document.activeElement === document.body && takeFocus())
    observer.observe(own, { childList: true, subtree: true })
    // Before it is hidden, so that whatever closes it finds the focus on the button and can give it back there.
    const onBeforeToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return
      observer.disconnect()
      if (own.contains(document.activeElement) || document.activeElement === document.body) anchor.focus()
    }
    const onToggle = (event: Event) => (event as ToggleEvent).newState === 'closed' && close.current()
    own.addEventListener('beforetoggle', onBeforeToggle)
    own.addEventListener('toggle', onToggle)
    return () => {
      observer.disconnect()
      own.removeEventListener('beforetoggle', onBeforeToggle)
      own.removeEventListener('toggle', onToggle)
    }
  }, [anchor])
  return (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={label}
      onKeyDown={(event) => event.stopPropagation()}
      className={`fixed m-0 max-h-[80dvh] max-w-[calc(100vw-1rem)] overflow-auto rounded-lg border border-line-strong bg-surface text-text shadow-lg ${className}`}
      style={{ inset: 'auto' }}
    >
      {children}
    </div>
  )
}

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
  panelClassName,
  isOpenAtFirst = false,
  onClosed,
  children,
  className = '',
  ...button
}: Props) {
  const [isOpen, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const closed = useRef(onClosed)
  closed.current = onClosed
  const close = useCallback(() => {
    setOpen(false)
    anchor.current?.focus()
    closed.current?.()
  }, [])
  // Not in the first rendering, which has no button yet that the panel could stand at.
  useEffect(() => {
    if (isOpenAtFirst) setOpen(true)
  }, [isOpenAtFirst])
  // A click on the button while it is open closes it by itself first; that must not open it again.
  const closedAt = useRef(0)
  return (
    <>
      <button
        type="button"
        ref={anchor}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        // No guard for keys, whose clicks have no count: Enter right after Escape means to open it again.
        onClick={({ detail }) => (detail === 0 || Date.now() - closedAt.current > 200) && setOpen(true)}
        className={className}
        {...button}
      >
        {trigger}
      </button>
      {isOpen && anchor.current && (
        <Panel
          anchor={anchor.current}
          label={label}
          className={panelClassName}
          onClose={() => {
            closedAt.current = Date.now()
            setOpen(false)
            closed.current?.()
          }}
        >
          {children(close)}
        </Panel>
      )}
    </>
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
  const id = useId()
  return (
    <Popover
      label={label}
      trigger={trigger}
      aria-label={label}
      title={label}
      className={className}
      panelClassName="min-w-52 p-1"
    >
      {(close) => (
        <div
          role="menu"
          aria-label={label}
          id={id}
          tabIndex={-1}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
            if (step === 0) return
            event.preventDefault()
            const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')]
            const at = all.indexOf(document.activeElement as HTMLElement)
            all[(at + step + all.length) % all.length]?.focus()
          }}
        >
          {items.map((item) =>
            item === null ? null : (
              <button
                key={item.label}
                type="button"
                role="menuitem"
                disabled={item.isDisabled}
                onClick={() => {
                  close()
                  item.onSelect()
                }}
                className={`flex min-h-9 w-full items-center gap-3 rounded-md px-3 text-left hover:bg-raised focus:bg-raised disabled:opacity-60 ${item.isDangerous ? 'text-danger' : ''}`}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.keys && <kbd className="font-mono text-[13px] text-muted">{item.keys}</kbd>}
              </button>
            ),
          )}
        </div>
      )}
    </Popover>
  )
}
