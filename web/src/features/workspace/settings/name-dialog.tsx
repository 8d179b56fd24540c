/** A dialog that asks for a name and nothing else. */
import { Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'

interface Props {
  title: string
  action: string
  name: string
  isBusy: boolean
  maxLength?: number
  onChange: (name: string) => void
  onClose: () => void
  onSave: () => void
}

export function NameDialog({ title, action, name, isBusy, maxLength = 64, onChange, onClose, onSave }: Props) {
  return (
    <Dialog
      title={title}
      action={action}
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={onSave}
    >
      <Field
        label="Name"
        value={name}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
        autoFocus
      />
    </Dialog>
  )
}
