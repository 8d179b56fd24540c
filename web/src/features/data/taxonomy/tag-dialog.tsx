/** Tags many definitions at once. */
import { useState } from 'react'
import { Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'

export function TagDialog({
  count,
  onClose,
  onTag,
}: {
  count: number
  onClose: () => void
  onTag: (action: 'add' | 'remove', tags: string[]) => Promise<void>
}) {
  const [action, setAction] = useState<'add' | 'remove'>('add')
  const [text, setText] = useState('')
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  return (
    <Dialog
      title={`Tag ${count}`}
      action={action === 'add' ? 'Add' : 'Remove'}
      isDisabled={tags.length === 0}
      onClose={onClose}
      onAction={() => void onTag(action, tags)}
    >
      <Select
        label="Action"
        value={action}
        onChange={(event) => setAction(event.target.value as 'add')}
        options={[
          { value: 'add', label: 'Add tags' },
          { value: 'remove', label: 'Remove tags' },
        ]}
      />
      <Field
        label="Tags"
        hint="Separated by commas."
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
    </Dialog>
  )
}
