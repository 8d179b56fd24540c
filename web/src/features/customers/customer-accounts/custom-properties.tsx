/** Custom properties of an account: edited in place, with their history; and what properties there are. */
import { useQuery } from '@tanstack/react-query'
import { History, Pencil, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { ConfirmByName, Switch } from '../../../components/form'
import { Popover } from '../../../components/popover'
import { Loaded, Skeleton, together } from '../../../components/states'
import { TimeAgo } from '../../../time-ago'
import {
  type Account,
  createDefinition,
  type Definition,
  definitionsQuery,
  deleteDefinition,
  setValue,
  updateDefinition,
  valueHistoryQuery,
  valuesQuery,
} from './api'
import { ValueInput } from './value-input'
import { isNumeric, type Value, valueLabel } from './values'

interface Props {
  projectId: number
  account: Account
  currency: string
  nameOf: (userId: number | null) => string
  /** Does a change, and says so when the account is gone. */
  onChange: <T>(work: () => Promise<T>, done: string, undo?: () => void) => void
}

export function CustomProperties({ projectId, account, currency, nameOf, onChange }: Props) {
  const query = together(useQuery(definitionsQuery(projectId)), useQuery(valuesQuery(projectId, account.id)))
  const [edited, setEdited] = useState<Definition | 'new' | null>(null)
  const currentValue = (definition: Definition) =>
    query.data?.[1].find((value) => value.definition_id === definition.id)?.value as Value
  const set = (definition: Definition, value: unknown) => {
    const before = currentValue(definition)
    const put = (given: unknown) => setValue(projectId, account.id, definition.id, given)
    onChange(
      () => put(value),
      `${definition.name} set`,
      before === null || before === undefined
        ? undefined
        : () => onChange(() => put(before), `${definition.name} set back`),
    )
  }
  return (
    <>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={2} />}
        className="flex flex-col gap-2"
        isEmpty={([definitions]) => definitions.results.length === 0}
        empty={<p className="text-muted">Whatever else you keep about accounts: seats, stage, renewal date.</p>}
      >
        {([definitions]) =>
          definitions.results.map((definition) => (
            <div key={definition.id} className="grid grid-cols-[9rem_1fr] items-center gap-2">
              <span className="flex min-w-0 items-center gap-0.5 text-muted">
                <button
                  type="button"
                  className="group flex min-h-8 min-w-0 items-center gap-1 text-left hover:text-text"
                  title={definition.description || `Change what ${definition.name} is`}
                  onClick={() => setEdited(definition)}
                >
                  <span className="truncate">{definition.name}</span>
                  <Pencil size={12} aria-hidden className="shrink-0 opacity-0 group-hover:opacity-100" />
                </button>
                <ValueHistory
                  projectId={projectId}
                  account={account}
                  definition={definition}
                  currency={currency}
                  nameOf={nameOf}
                />
              </span>
              <ValueInput
                definition={definition}
                value={currentValue(definition)}
                onSet={(value) => set(definition, value)}
              />
            </div>
          ))
        }
      </Loaded>
      <div>
        <Button look="bare" onClick={() => setEdited('new')}>
          <Plus size={14} aria-hidden /> Property
        </Button>
      </div>
      {edited && (
        <DefinitionDialog
          projectId={projectId}
          definition={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}

function ValueHistory({
  projectId,
  account,
  definition,
  currency,
  nameOf,
}: {
  projectId: number
  account: Account
  definition: Definition
  currency: string
  nameOf: (userId: number | null) => string
}) {
  return (
    <Popover
      label={`History of ${definition.name}`}
      trigger={<History size={13} aria-hidden />}
      aria-label={`History of ${definition.name}`}
      title="History"
      className="flex h-7 w-7 shrink-0 items-center justify-center rounded hover:bg-raised"
      panelClassName="w-[min(20rem,calc(100vw-1rem))] p-3"
    >
      {() => (
        <HistoryOf
          projectId={projectId}
          accountId={account.id}
          definition={definition}
          currency={currency}
          nameOf={nameOf}
        />
      )}
    </Popover>
  )
}

function HistoryOf({
  projectId,
  accountId,
  definition,
  currency,
  nameOf,
}: {
  projectId: number
  accountId: string
  definition: Definition
  currency: string
  nameOf: (userId: number | null) => string
}) {
  const query = useQuery(valueHistoryQuery(projectId, accountId, definition.id))
  return (
    <Loaded
      query={query}
      skeleton={<Skeleton rows={2} />}
      isEmpty={(data) => data.length === 0}
      empty={<p className="text-muted">It was never set.</p>}
    >
      {(data) => (
        <ol className="flex flex-col gap-1">
          {data.map((each) => (
            <li key={each.id} className="flex justify-between gap-3">
              <span className="min-w-0 truncate">{valueLabel(definition, each.value as Value, currency)}</span>
              <span className="shrink-0 text-[13px] text-muted">
                {nameOf(each.created_by_id)} <TimeAgo iso={each.created_at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}

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

function DefinitionDialog({
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
        title="Delete the property"
        name={definition.name}
        action="Delete"
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await run(() => deleteDefinition(projectId, definition.id), 'Property deleted')
          onClose()
        }}
      >
        <p>Every account loses its value of {definition.name}, with the history.</p>
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
        <Note>Values are not converted: under another kind they read as empty until they are set again.</Note>
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
        <Note>Every account of the project has it from now on.</Note>
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
