/** Creates an account. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Field } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { createAccount } from './api'

export function NewAccount({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [externalId, setExternalId] = useState('')
  const make = async () => {
    const made = await run(
      () =>
        createAccount(projectId, { name: name.trim(), ...(externalId.trim() && { external_id: externalId.trim() }) }),
      'Account created',
    )
    if (made) await navigate({ to: '/accounts/$id', params: { id: made.id } })
  }
  return (
    <Dialog
      title="New account"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onAction={() => void make()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <Field
        label="External ID"
        hint="The key of its group in your events."
        value={externalId}
        maxLength={400}
        onChange={(event) => setExternalId(event.target.value)}
      />
    </Dialog>
  )
}
