/** One change to many accounts. */

import { exactNumber } from '@hedgerow/shared/format'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import type { Definition } from './api'
import { ROLES } from './api'
import type { Choice } from './filter-form'
import { type BulkChange, changeMany } from './table'
import { ValueInput } from './value-input'

interface Props {
  projectId: number
  ids: string[]
  people: Choice[]
  /** Email addresses by user ID. */
  emails: ReadonlyMap<string, string>
  definitions: Definition[]
  onClose: () => void
  onDone: () => void
}

export function BulkDialog({ projectId, ids, people, emails, definitions, onClose, onDone }: Props) {
  const { run, isBusy } = useChanges()
  const [what, setWhat] = useState('add_tags')
  const [text, setText] = useState('')
  const [person, setPerson] = useState('')
  const [value, setValue] = useState<unknown>(undefined)
  const [done, setDone] = useState(0)
  const definition = definitions.find(({ id }) => `property:${id}` === what)
  const role = ROLES.find(({ key }) => `role:${key}` === what)
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const change: BulkChange | null = role
    ? { roles: { [role.key]: person === '' ? null : { id: Number(person), email: emails.get(person) ?? '' } } }
    : definition
      ? value === undefined || value === ''
        ? null
        : { custom_properties: { [definition.id]: value } }
      : tags.length === 0
        ? null
        : { [what]: tags }
  const apply = async () => {
    const result = await run(() => changeMany(projectId, ids, change!, setDone))
    if (!result) return
    const { updated, unchanged, refused } = result
    await run(
      async () => true,
      [
        `${exactNumber(updated)} changed`,
        unchanged > 0 && `${exactNumber(unchanged)} already up to date`,
        refused > 0 && `${exactNumber(refused)} deleted or not yours to change`,
      ]
        .filter(Boolean)
        .join(', '),
    )
    onDone()
  }
  return (
    <Dialog
      title={`Change ${exactNumber(ids.length)} ${ids.length === 1 ? 'account' : 'accounts'}`}
      action="Change"
      isBusy={isBusy}
      isDisabled={change === null}
      onClose={onClose}
      onAction={() => void apply()}
    >
      <Select
        label="Action"
        value={what}
        onChange={(event) => {
          setWhat(event.target.value)
          setValue(undefined)
        }}
        options={[
          { value: 'add_tags', label: 'Add tags' },
          { value: 'remove_tags', label: 'Remove tags' },
          ...ROLES.map(({ key, label }) => ({ value: `role:${key}`, label: `Set ${label}` })),
          ...definitions.map(({ id, name }) => ({ value: `property:${id}`, label: `Set ${name}` })),
        ]}
      />
      {role ? (
        <Select
          label={role.label}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
          options={[{ value: '', label: 'No one' }, ...people]}
        />
      ) : definition ? (
        <div className="flex flex-col gap-1">
          <span className="font-medium">{definition.name}</span>
          <ValueInput definition={definition} value={value as string} onSet={setValue} />
        </div>
      ) : (
        <Field
          label="Tags"
          hint="Separated by commas."
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
      )}
      {isBusy && ids.length > 1000 && (
        <p role="status" className="text-muted">
          {exactNumber(done)} of {exactNumber(ids.length)} processed…
        </p>
      )}
    </Dialog>
  )
}

/** The actions for the selected rows. */
export function SelectionBar({
  chosen,
  count,
  isChoosingAll,
  onChooseAll,
  onNone,
  onChange,
}: {
  chosen: number
  count: number
  isChoosingAll: boolean
  onChooseAll: () => void
  onNone: () => void
  onChange: () => void
}) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-1.5">
      <span className="font-medium">{exactNumber(chosen)} selected</span>
      <Button look="primary" onClick={onChange} title="Change the selected accounts (e)">
        Change…
      </Button>
      {chosen < count && (
        <Button onClick={onChooseAll} disabled={isChoosingAll}>
          {isChoosingAll ? 'Selecting…' : `Select all ${exactNumber(count)}`}
        </Button>
      )}
      <Button look="bare" onClick={onNone}>
        Clear selection
      </Button>
    </div>
  )
}
