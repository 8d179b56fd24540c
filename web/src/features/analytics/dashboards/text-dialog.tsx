/** Edits the text of a text tile. */
import { useState } from 'react'
import 'react-grid-layout/css/styles.css'
import { Dialog } from '../../../components/dialog'
import { TextArea } from '../../../components/form'

export function TextDialog({
  text,
  onSave,
  onClose,
}: {
  text: string
  onSave: (text: string) => Promise<void>
  onClose: () => void
}) {
  const [body, setBody] = useState(text)
  const [isBusy, setBusy] = useState(false)
  return (
    <Dialog
      title={text ? 'Edit text' : 'Add text'}
      action="Save"
      isBusy={isBusy}
      isDisabled={body.trim() === ''}
      onClose={onClose}
      onAction={() => {
        setBusy(true)
        void onSave(body).finally(() => setBusy(false))
      }}
    >
      <TextArea
        label="Text"
        hint="Markdown: # heading, **bold**, *italic*, - list, [link](https://…)"
        rows={8}
        value={body}
        maxLength={4000}
        onChange={(event) => setBody(event.target.value)}
      />
    </Dialog>
  )
}
