/** A panel over the side of the page: the persons behind a number, the history of an object. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './controls'
import { Modal, ModalTitle } from './modal'

interface Props {
  title: string
  lead?: ReactNode
  onClose: () => void
  children: ReactNode
}

export function Drawer({ title, lead, onClose, children }: Props) {
  return (
    <Modal isLight onClose={onClose} className="inset-y-0 right-0 h-dvh w-[min(38rem,100%)] border-l">
      <div className="flex h-full flex-col">
        <header className="flex items-start justify-between gap-3 border-b border-line p-4">
          <div className="min-w-0">
            <ModalTitle className="text-lg font-semibold break-words">{title}</ModalTitle>
            {lead && <p className="text-[13px] text-muted">{lead}</p>}
          </div>
          <Button look="bare" aria-label="Close" onClick={onClose}>
            <X size={18} aria-hidden />
          </Button>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </div>
    </Modal>
  )
}
