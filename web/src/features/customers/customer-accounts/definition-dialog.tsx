/** Creates or changes the definition of a custom property. */
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { ConfirmByName, Switch } from '../../../components/form'
import { createDefinition, type Definition, deleteDefinition, updateDefinition } from './api'
import { isNumeric } from './values'

const TYPES = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'currency', label: 'Currency' },
  { value: 'percent', label: 'Percent' },
  { value: 'date', label: 'Date' },
  { value: 'datetime', label: 'Date and time' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'select', label: 'One of several' },
] as const

interface Option {
  id?: string
  label: string
  color: string
}

export function DefinitionDialog({
  projectId,
  definition,
  onClose,
}: {
  projectId: number
  definition: Definition | null
  onClose: () => void
}) {
  const { run, isBusy } = useChanges()
  const [name, setName] = useState(definition?.name ?? '')
  const [description, setDescription] = useState(definition?.description ?? '')
  const [type, setType] = useState<string>(definition?.display_type ?? 'text')
  const [isBig, setBig] = useState(definition?.is_big_number ?? false)
  const [options, setOptions] = useState<Option[]>(definition?.options ?? [])
  const [isDeleting, setDeleting] = useState(false)
  const labels = options.map(({ label }) => label.trim())
  const isTwice = new Set(labels).size < labels.length
  const save = async () => {
    const body = {
      name: name.trim(),
      description: description.trim(),
      display_type: type as 'text',
      is_big_number: isBig,
      ...(type === 'select' && { options: options.map((option) => ({ ...option, label: option.label.trim() })) }),
    }
    const saved = await run(
      () => (definition ? updateDefinition(projectId, definition.id, body) : createDefinition(projectId, body)),
      definition ? 'Property changed' : 'Property created',
    )
    if (saved) onClose()
  }
  if (isDeleting && definition)
    return (
      <ConfirmByName
        title="Delete property"
        name={definition.name}
        action="Delete"
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await run(() => deleteDefinition(projectId, definition.id), 'Property deleted')
          onClose()
        }}
      >
        <p>Every account loses its value of {definition.name} and its history.</p>
      </ConfirmByName>
    )
  return (
    <Dialog
      title={definition ? 'Custom property' : 'New custom property'}
      action={definition ? 'Save' : 'Create'}
      isBusy={isBusy}
      isDisabled={name.trim() === '' || (type === 'select' && (options.length === 0 || labels.includes('') || isTwice))}
      onClose={onClose}
      onAction={() => void save()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={400}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <Field label="Description" value={description} onChange={(event) => setDescription(event.target.value)} />
      <Select label="Kind" value={type} onChange={(event) => setType(event.target.value)} options={TYPES} />
      {definition && type !== definition.display_type && (
        <Note>Existing values are not converted. They show as empty until you set them again.</Note>
      )}
      {isNumeric({ display_type: type, is_big_number: false, options: null }) && (
        <Switch label="Shorten large numbers" hint="12.3 k instead of 12,345." checked={isBig} onChange={setBig} />
      )}
      {type === 'select' && <OptionsEditor options={options} isTwice={isTwice} onChange={setOptions} />}
      {definition ? (
        <div>
          <Button look="bare" onClick={() => setDeleting(true)}>
            Delete this property
          </Button>
        </div>
      ) : (
        <Note>This adds the property to every account in the project.</Note>
      )}
    </Dialog>
  )
}

const Note = ({ children }: { children: ReactNode }) => <p className="text-[13px] text-muted">{children}</p>

function OptionsEditor({
  options,
  isTwice,
  onChange,
}: {
  options: Option[]
  isTwice: boolean
  onChange: (options: Option[]) => void
}) {
  const set = (index: number, change: Partial<Option>) =>
    onChange(options.map((each, at) => (at === index ? { ...each, ...change } : each)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 font-medium">Options</legend>
      {options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new option has no id yet
        <div key={index} className="flex gap-2">
          <select
            aria-label={`Color of option ${index + 1}`}
            value={option.color}
            onChange={(event) => set(index, { color: event.target.value })}
            className="min-h-9 rounded-md border border-line-strong bg-surface px-1"
            style={{ color: `var(--series-${option.color.slice(7)})` }}
          >
            {Array.from({ length: 10 }, (_, at) => `preset-${at + 1}`).map((color) => (
              <option key={color} value={color} style={{ color: `var(--series-${color.slice(7)})` }}>
                ●
              </option>
            ))}
          </select>
          <input
            aria-label={`Option ${index + 1}`}
            value={option.label}
            maxLength={400}
            onChange={(event) => set(index, { label: event.target.value })}
            className="min-h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2"
          />
          <Button
            look="bare"
            aria-label={`Remove option ${option.label || index + 1}`}
            onClick={() => onChange(options.filter((_, at) => at !== index))}
          >
            ×
          </Button>
        </div>
      ))}
      {isTwice && <Note>Two options have the same label.</Note>}
      <div>
        <Button
          onClick={() => onChange([...options, { label: '', color: `preset-${(options.length % 10) + 1}` }])}
          disabled={options.length >= 500}
        >
          <Plus size={14} aria-hidden /> Option
        </Button>
      </div>
    </fieldset>
  )
}
