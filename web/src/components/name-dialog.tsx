/** A dialog that asks for a name, and for little else. */
import { type ReactNode, useState } from 'react'
import { Field } from './controls'
import { Dialog } from './dialog'

interface Props {
  title: string
  action: string
  /** The name at first. */
  name?: string
  maxLength?: number
  isBusy: boolean
  /** Above the name. */
  lead?: string
  /** Fields below the name. */
  children?: ReactNode
  onClose: () => void
  /** Gets the name without spaces around it; it is never empty. */
  onSave: (name: string) => void
}

export function NameDialog({
  title,
  action,
  name: before = '',
  maxLength = 400,
  isBusy,
  lead,
  children,
  onClose,
  onSave,
}: Props) {
  const [name, setName] = useState(before)
  return (
    <Dialog
      title={title}
      action={action}
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => onSave(name.trim())}
    >
      {lead && <p className="text-muted">{lead}</p>}
      <Field
        label="Name"
        value={name}
        maxLength={maxLength}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      {children}
    </Dialog>
  )
}
