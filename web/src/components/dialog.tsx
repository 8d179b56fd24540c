/** A modal dialog on the browser's own element: focus stays inside, Escape closes. */
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { createPortal } from 'react-dom'
import { RequestError } from '../api/client'
import { Button } from './controls'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** Word on the button that does it; without it there is only Close. */
  action?: string
  isDangerous?: boolean
  isBusy?: boolean
  isDisabled?: boolean
  error?: Error | null
  onAction?: () => void
}

export function Dialog({ title, onClose, children, action, isDangerous, isBusy, isDisabled, error, onAction }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  // Outside of what opened it, which may be a form, and forms must not stand in forms.
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={(event) => {
        event.stopPropagation()
        onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      className="m-auto max-h-[90dvh] w-[min(34rem,94vw)] overflow-y-auto rounded-lg border border-line bg-surface p-5 backdrop:bg-black/50"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          onAction?.()
        }}
      >
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {children}
        {error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
            {error.message}
            {error instanceof RequestError && error.requestId ? ` (request ${error.requestId})` : ''}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>{action ? 'Cancel' : 'Close'}</Button>
          {action && (
            <Button type="submit" look={isDangerous ? 'danger' : 'primary'} disabled={isBusy || isDisabled}>
              {isBusy ? 'Working…' : action}
            </Button>
          )}
        </div>
      </form>
    </dialog>,
    document.body,
  )
}
