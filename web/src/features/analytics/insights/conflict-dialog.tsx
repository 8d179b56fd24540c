/** What to do when somebody else saved the insight in the meantime. */
import { Button } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'

export function Conflict({
  onClose,
  onOverwrite,
  onCopy,
  onTheirs,
}: {
  onClose: () => void
  onOverwrite: () => void
  onCopy: () => void
  onTheirs: () => void
}) {
  return (
    <Dialog title="Somebody else changed this insight" onClose={onClose}>
      <p>While you were editing, it was changed and saved. Nothing of yours is lost yet.</p>
      <div className="flex flex-col gap-2">
        <Button look="primary" onClick={onCopy}>
          Save mine as a new insight
        </Button>
        <Button onClick={onOverwrite}>Save mine over theirs</Button>
        <Button onClick={onTheirs}>Drop mine and show theirs</Button>
      </div>
    </Dialog>
  )
}
