/** Creates an account. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Field } from '../../../components/controls'
import { NameDialog } from '../../../components/name-dialog'
import { createAccount } from './api'

export function NewAccount({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [externalId, setExternalId] = useState('')
  const make = async (name: string) => {
    const made = await run(
      () => createAccount(projectId, { name, ...(externalId.trim() && { external_id: externalId.trim() }) }),
      'Account created',
    )
    if (made) await navigate({ to: '/accounts/$id', params: { id: made.id } })
  }
  return (
    <NameDialog
      title="New account"
      action="Create"
      isBusy={isBusy}
      onClose={onClose}
      onSave={(name) => void make(name)}
    >
      <Field
        label="External ID"
        hint="The key of its group in your events."
        value={externalId}
        maxLength={400}
        onChange={(event) => setExternalId(event.target.value)}
      />
    </NameDialog>
  )
}
