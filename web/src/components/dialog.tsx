/** A modal dialog with a title, content and buttons. */
import type { ReactNode } from 'react'
import { RequestError } from '../api/client'
import { Button } from './controls'
import { Modal, ModalTitle } from './modal'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** Label of the action button; without it there is only Close. */
  action?: string
  isDangerous?: boolean
  isBusy?: boolean
  isDisabled?: boolean
  error?: Error | null
  onAction?: () => void
}

export function Dialog({ title, onClose, children, action, isDangerous, isBusy, isDisabled, error, onAction }: Props) {
  return (
    <Modal
      onClose={onClose}
      className="inset-0 m-auto h-fit max-h-[90dvh] w-[min(34rem,94%)] scroll-pb-20 overflow-y-auto rounded-lg border p-5"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          onAction?.()
        }}
      >
        <ModalTitle className="text-lg font-semibold">{title}</ModalTitle>
        {children}
        {error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
            {error.message}
            {error instanceof RequestError && error.requestId ? ` (request ${error.requestId})` : ''}
          </p>
        )}
        {/* Stays in sight while a long form scrolls. */}
        <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 bg-surface px-5 pt-2 pb-5">
          <Button onClick={onClose}>{action ? 'Cancel' : 'Close'}</Button>
          {action && (
            <Button type="submit" look={isDangerous ? 'danger' : 'primary'} disabled={isBusy || isDisabled}>
              {isBusy ? 'Working…' : action}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}
