/** Silences an alert for a while. It is not checked meanwhile. */
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { useProject } from '../../../project'
import { type Alert, alertNameOf, changeAlert } from './api'

const LENGTHS = [
  { label: '1 hour', until: '1h' },
  { label: '1 day', until: '1d' },
  { label: '1 week', until: '1w' },
]

export function SnoozeDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const project = useProject()
  const { run, isBusy } = useChanges()
  const [until, setUntil] = useState('')
  const snooze = async (end: string) => {
    const done = await run(
      () => changeAlert(project.id, alert.id, { snoozed_until: end }),
      `“${alertNameOf(alert)}” is snoozed`,
    )
    if (done) onClose()
  }
  return (
    <Dialog
      title="Snooze this alert"
      action="Snooze"
      isBusy={isBusy}
      isDisabled={until === ''}
      onClose={onClose}
      onAction={() => void snooze(until)}
    >
      <p className="text-muted">It is not checked until then. If it fires afterwards, a mail is sent again.</p>
      <div role="group" aria-label="For how long" className="flex flex-wrap gap-2">
        {LENGTHS.map(({ label, until: end }) => (
          <Button key={end} disabled={isBusy} onClick={() => void snooze(end)}>
            {label}
          </Button>
        ))}
      </div>
      <Field
        label="Or until"
        type="datetime-local"
        value={until}
        hint={`In the time zone of the project, ${project.timezone}.`}
        onChange={(event) => setUntil(event.target.value)}
      />
    </Dialog>
  )
}
