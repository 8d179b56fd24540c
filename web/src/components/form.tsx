/** Parts of settings pages: switches, text areas, sections, and dialogs that ask for a name to be typed. */
import { type ReactNode, type TextareaHTMLAttributes, useId, useState } from 'react'
import { CopyButton } from './code-block'
import { Field } from './controls'
import { Dialog } from './dialog'

interface SwitchProps {
  label: string
  hint?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        role="switch"
        id={id}
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className="mt-0.5 inline-flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-raised p-0.5 aria-checked:border-accent aria-checked:bg-accent disabled:cursor-not-allowed disabled:opacity-60"
      >
        <span
          className={`h-4.5 w-4.5 rounded-full ${checked ? 'translate-x-5 bg-accent-text' : 'bg-line-strong'}`}
          aria-hidden
        />
      </button>
      <div className="min-w-0">
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-[13px] text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string
  hint?: ReactNode
  error?: string
}

export function TextArea({ label, hint, error, ...area }: TextAreaProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
        rows={4}
        className="w-full rounded-md border border-line-strong bg-surface px-3 py-2 aria-invalid:border-danger"
        {...area}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-[13px] text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[13px] text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4 md:p-5">
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {lead && <p className="mt-1 max-w-prose text-muted">{lead}</p>}
      </div>
      {children}
    </section>
  )
}

interface ConfirmProps {
  title: string
  /** The text to type. */
  name: string
  action: string
  children: ReactNode
  onClose: () => void
  onConfirm: () => Promise<unknown>
}

/** Confirms what cannot be undone: the user has to type the name of the object. */
export function ConfirmByName({ title, name, action, children, onClose, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
    } catch (problem) {
      setError(problem as Error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      action={action}
      isDangerous
      isBusy={isBusy}
      isDisabled={typed.trim() !== name.trim()}
      error={error}
      onClose={onClose}
      onAction={() => void confirm()}
    >
      {children}
      <Field
        label={`Type “${name}” to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
      />
    </Dialog>
  )
}

/** A secret that is shown once. */
export function ShownOnce({ title, value, onClose }: { title: string; value: string; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="text-muted">Copy it now. It is stored as a hash and cannot be shown again.</p>
      <code className="rounded-md bg-code p-3 font-mono break-all">{value}</code>
      <CopyButton look="primary" text={value} />
    </Dialog>
  )
}
