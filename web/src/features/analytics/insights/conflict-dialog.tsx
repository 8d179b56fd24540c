/** Asks what to do if someone else saved the insight in the meantime. */
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
    <Dialog title="Someone else changed this insight" onClose={onClose}>
      <p>It was saved while you were editing. Your changes are still here.</p>
      <div className="flex flex-col gap-2">
        <Button look="primary" onClick={onCopy}>
          Save mine as a new insight
        </Button>
        <Button onClick={onOverwrite}>Overwrite theirs with mine</Button>
        <Button onClick={onTheirs}>Discard mine and show theirs</Button>
      </div>
    </Dialog>
  )
}
