/** A panel at the side of the page, over it: what stands behind a number, the history of something. */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Button } from './controls'

interface Props {
  title: string
  lead?: ReactNode
  onClose: () => void
  children: ReactNode
}

export function Drawer({ title, lead, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      onKeyDown={(event) => event.stopPropagation()}
      className="m-0 ml-auto h-dvh max-h-none w-[min(38rem,100vw)] max-w-none border-l border-line bg-surface p-0 backdrop:bg-black/40"
    >
      <div className="flex h-full flex-col">
        <header className="flex items-start justify-between gap-3 border-b border-line p-4">
          <div className="min-w-0">
            <h2 id={id} className="text-lg font-semibold break-words">
              {title}
            </h2>
            {lead && <p className="text-[13px] text-muted">{lead}</p>}
          </div>
          <Button look="bare" aria-label="Close" onClick={() => dialog.current?.close()}>
            <X size={18} aria-hidden />
          </Button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </div>
    </dialog>,
    document.body,
  )
}
