/** Asks for the name of an insight before it is saved. */
import { useState } from 'react'
import { Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'

export function NameDialog({
  isBusy,
  onClose,
  onSave,
}: {
  isBusy: boolean
  onClose: () => void
  onSave: (name: string) => void
}) {
  const [name, setName] = useState('')
  return (
    <Dialog
      title="Save as insight"
      action="Save"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => onSave(name.trim())}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
    </Dialog>
  )
}
