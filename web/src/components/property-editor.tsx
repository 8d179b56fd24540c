/** Properties of a person or group: search, edit, add, remove, and their history where there is one. */

import { readValue, typeOf, type ValueType, valueText } from '@hedgerow/shared/value-text'
import { History, Pencil, Plus, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button, Field, SearchInput, Select } from './controls'
import { Dialog } from './dialog'
import { EmptyState } from './states'

const TYPES = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'json', label: 'JSON' },
] as const
const SEARCH_FROM = 8

interface Props {
  properties: Record<string, unknown>
  onSet: (key: string, value: unknown) => Promise<void>
  onRemove: (key: string) => Promise<void>
  /** Renders the history of a property; absent where none is kept. */
  history?: (key: string) => ReactNode
}

export function PropertyEditor({ properties, onSet, onRemove, history }: Props) {
  const [q, setQ] = useState('')
  const [edited, setEdited] = useState<string | null | undefined>(undefined)
  const [shown, setShown] = useState<string | null>(null)
  const keys = Object.keys(properties).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const matching = keys.filter((key) => `${key} ${valueText(properties[key])}`.toLowerCase().includes(q.toLowerCase()))
  return (
    <section aria-label="Properties" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">Properties ({keys.length})</h2>
        <Button onClick={() => setEdited(null)}>
          <Plus size={16} aria-hidden /> Add
        </Button>
      </div>
      {keys.length > SEARCH_FROM && (
        <SearchInput label="Search properties" value={q} onChange={(event) => setQ(event.target.value)} />
      )}
      {keys.length === 0 ? (
        <EmptyState title="No properties yet">
          <p>Properties arrive with events. You can also add them here.</p>
        </EmptyState>
      ) : (
        <dl className="rounded-lg border border-line bg-surface">
          {matching.map((key) => (
            <div
              key={key}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 border-b border-line px-3 py-2 last:border-b-0"
            >
              <dt className="min-w-0 pt-1 text-[13px] break-words text-muted">{key}</dt>
              <dd className="col-span-2 row-start-2 font-mono text-[13px] break-words whitespace-pre-wrap">
                {valueText(properties[key])}
              </dd>
              <dd className="col-start-2 row-start-1 flex">
                {history && (
                  <IconButton
                    label={`History of ${key}`}
                    onClick={() => setShown(key)}
                    icon={<History size={15} aria-hidden />}
                  />
                )}
                <IconButton
                  label={`Edit ${key}`}
                  onClick={() => setEdited(key)}
                  icon={<Pencil size={15} aria-hidden />}
                />
                <IconButton
                  label={`Remove ${key}`}
                  onClick={() => void onRemove(key)}
                  icon={<Trash2 size={15} aria-hidden />}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {keys.length > 0 && matching.length === 0 && <p className="text-muted">No property matches “{q}”.</p>}
      {edited !== undefined && (
        <EditDialog
          name={edited}
          value={edited === null ? '' : properties[edited]}
          taken={keys}
          onClose={() => setEdited(undefined)}
          onSave={async (key, value) => {
            await onSet(key, value)
            setEdited(undefined)
          }}
        />
      )}
      {shown !== null && history && (
        <Dialog title={`History of ${shown}`} onClose={() => setShown(null)}>
          {history(shown)}
        </Dialog>
      )}
    </section>
  )
}

/** Built-in properties come after the project's own. */
const rank = (key: string) => (key.startsWith('$') ? 1 : 0)

function IconButton({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex size-7 items-center justify-center rounded text-muted hover:bg-raised hover:text-text"
    >
      {icon}
    </button>
  )
}

interface EditDialogProps {
  /** null for a new property. */
  name: string | null
  value: unknown
  taken: string[]
  onClose: () => void
  onSave: (key: string, value: unknown) => Promise<void>
}

function EditDialog({ name, value, taken, onClose, onSave }: EditDialogProps) {
  const [key, setKey] = useState(name ?? '')
  const [type, setType] = useState<ValueType>(typeOf(value))
  const [text, setText] = useState(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  const [problem, setProblem] = useState<string>()
  const [error, setError] = useState<Error | null>(null)
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setProblem(undefined)
    setError(null)
    let read: unknown
    try {
      read = readValue(text, type)
    } catch (cause) {
      setProblem((cause as Error).message)
      return
    }
    setBusy(true)
    await onSave(key, read).catch(setError)
    setBusy(false)
  }
  const replaces = name === null && taken.includes(key)
  return (
    <Dialog
      title={name === null ? 'Add a property' : `Edit ${name}`}
      action={replaces ? 'Replace' : 'Save'}
      isBusy={isBusy}
      isDisabled={key === ''}
      error={error}
      onClose={onClose}
      onAction={() => void save()}
    >
      {name === null && (
        <Field
          label="Name"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          hint={replaces ? 'This property already exists. Saving replaces its value.' : undefined}
          autoFocus
          required
        />
      )}
      <Select
        label="Type"
        value={type}
        onChange={(event) => setType(event.target.value as ValueType)}
        options={TYPES}
      />
      <label className="flex flex-col gap-1 font-medium">
        Value
        <textarea
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={type === 'json' ? 6 : 2}
          aria-invalid={problem ? true : undefined}
          className="rounded-md border border-line-strong bg-surface px-3 py-2 font-mono text-[13px] font-normal aria-invalid:border-danger"
        />
      </label>
      {problem && (
        <p role="alert" className="text-[13px] text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  )
}
