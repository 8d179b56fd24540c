/** An account: who looks after it, what is known about it, its notebooks, and what its people do. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { NotebookPen, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { RequestError } from '../../api/client'
import { useChanges } from '../../changes'
import { Button, Field, Select } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { ConfirmByName } from '../../components/form'
import { ObjectHistory } from '../../components/object-history'
import { PageHeader } from '../../components/shell'
import { EmptyState, ErrorState, Skeleton } from '../../components/states'
import { Tabs } from '../../components/tabs'
import { useProject } from '../../project'
import { TimeAgo } from '../../time-ago'
import { groupTypesQuery } from '../groups/api'
import { TagsEditor } from '../insights/tags-editor'
import { TextCommit } from '../insights/text-commit'
import type { EventFilter } from '../persons/api'
import { EventTimeline } from '../persons/event-timeline'
import { membersQuery } from '../settings/api'
import { RoleSelect } from './accounts-page'
import {
  type Account,
  accountNotebooksQuery,
  accountQuery,
  createAccountNotebook,
  createDefinition,
  type Definition,
  definitionsQuery,
  deleteAccount,
  LINKS,
  ROLES,
  setValue,
  updateAccount,
  valuesQuery,
} from './api'

const route = getRouteApi('/app/accounts/$id')

export function AccountPage() {
  const project = useProject()
  const { id } = route.useParams()
  const { data, error, isPending, refetch } = useQuery(accountQuery(project.id, id))
  if (error)
    return (
      <>
        <PageHeader title="Account" />
        <div className="px-6">
          {error instanceof RequestError && error.status === 404 ? (
            <EmptyState title="This account does not exist, or was deleted">
              <Link to="/accounts" className="text-accent underline">
                All accounts
              </Link>
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )}
        </div>
      </>
    )
  if (isPending)
    return (
      <>
        <PageHeader title="Account" />
        <Skeleton />
      </>
    )
  return <AccountView key={data.id} account={data} />
}

function AccountView({ account }: { account: Account }) {
  const project = useProject()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { run } = useChanges()
  const { data: members } = useQuery(membersQuery())
  const [isDeleting, setDeleting] = useState(false)
  const people = (members?.results ?? []).map(({ user }) => ({
    value: String(user.id),
    label: user.first_name || user.email,
  }))
  const change = (body: Parameters<typeof updateAccount>[2], done?: string) =>
    void run(() => updateAccount(project.id, account.id, body), done)
  const properties = account.properties as Record<string, unknown>
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-4 md:px-6">
        <h1 className="sr-only">{account.name}</h1>
        <TextCommit
          label="Name of the account"
          value={account.name}
          isLarge
          maxLength={400}
          className="min-w-0 flex-1 max-sm:basis-full"
          onCommit={(name) => name.trim() !== '' && name !== account.name && change({ name }, 'Renamed')}
        />
        <Button onClick={() => setDeleting(true)}>
          <Trash2 size={16} aria-hidden /> Delete
        </Button>
      </div>
      <div className="px-4 pb-2 text-[13px] text-muted md:px-6">
        <TagsEditor tags={account.tags} onChange={(tags) => change({ tags })} />
      </div>
      <div className="grid gap-6 px-4 pb-10 md:px-6 xl:grid-cols-[1fr_24rem]">
        <Tabs
          label="About this account"
          tabs={[
            { name: 'activity', title: 'What its people do' },
            { name: 'notebooks', title: `Notebooks (${account.notebooks.length})` },
            { name: 'history', title: 'History' },
          ]}
          value={search.tab}
          onChange={(tab) =>
            void navigate({
              to: '/accounts/$id',
              params: { id: account.id },
              search: { ...search, tab } as never,
              replace: true,
            })
          }
        >
          {search.tab === 'notebooks' ? (
            <Notebooks account={account} />
          ) : search.tab === 'history' ? (
            <ObjectHistory projectId={project.id} of={{ account: account.id }} timeZone={project.timezone} />
          ) : (
            <Activity
              account={account}
              filter={search}
              onFilter={(filter) =>
                void navigate({
                  to: '/accounts/$id',
                  params: { id: account.id },
                  search: { ...search, ...filter } as never,
                  replace: true,
                })
              }
            />
          )}
        </Tabs>
        <div className="flex min-w-0 flex-col gap-6">
          <section aria-label="Roles" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
            <h2 className="font-semibold">Who looks after it</h2>
            {ROLES.map(({ key, label }) => (
              <div key={key} className="grid grid-cols-[9rem_1fr] items-center gap-2">
                <span className="text-muted">{label}</span>
                <RoleSelect account={account} role={key} label={label} people={people} />
              </div>
            ))}
          </section>
          <CustomProperties account={account} />
          <section aria-label="Elsewhere" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
            <h2 className="font-semibold">What it is called elsewhere</h2>
            <Row label="External id">
              <TextCommit
                label="External id"
                value={account.external_id ?? ''}
                placeholder="–"
                maxLength={400}
                className="w-full"
                onCommit={(text) => change({ external_id: text.trim() || null }, 'External id changed')}
              />
            </Row>
            {LINKS.map(({ key, label }) => (
              <Row key={key} label={label}>
                <TextCommit
                  label={label}
                  value={String(properties[key] ?? '')}
                  placeholder="–"
                  className="w-full"
                  onCommit={(text) =>
                    change({ properties: { ...properties, [key]: text.trim() || null } }, `${label} changed`)
                  }
                />
              </Row>
            ))}
          </section>
        </div>
      </div>
      {isDeleting && (
        <ConfirmByName
          title="Delete the account"
          name={account.name}
          action="Delete"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await deleteAccount(project.id, account.id)
            await navigate({ to: '/accounts' })
          }}
        >
          <p>Its custom properties go with it. Its notebooks, and what its people did, stay.</p>
        </ConfirmByName>
      )}
    </>
  )
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_1fr] items-center gap-2">
      <span className="truncate text-muted" title={label}>
        {label}
      </span>
      {children}
    </div>
  )
}

/** Events of the group that the external id names. */
function Activity({
  account,
  filter,
  onFilter,
}: {
  account: Account
  filter: EventFilter
  onFilter: (change: Partial<EventFilter>) => void
}) {
  const project = useProject()
  const { data: types, isPending } = useQuery(groupTypesQuery(project.id))
  const [chosen, setChosen] = useState<number | null>(null)
  if (isPending) return <Skeleton />
  const type = chosen ?? types?.[0]?.group_type_index
  if (!account.external_id || type === undefined)
    return (
      <EmptyState title="Not tied to what people do yet">
        <p>
          {type === undefined
            ? 'No groups arrive in this project. Send the company of each event as a group, and use its key as the external id here.'
            : 'Give the account the key of its group as external id.'}
        </p>
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        {(types?.length ?? 0) > 1 && (
          <Select
            label="Type of groups"
            value={String(type)}
            onChange={(event) => setChosen(Number(event.target.value))}
            options={types!.map(({ group_type: name, group_type_index: index }) => ({
              value: String(index),
              label: name,
            }))}
          />
        )}
        <Link
          to="/groups/$type/$key"
          params={{ type: String(type), key: account.external_id }}
          className="text-accent underline"
        >
          Its group
        </Link>
      </div>
      <EventTimeline
        projectId={project.id}
        of={{ group: [type, account.external_id] }}
        filter={filter}
        onFilter={onFilter}
        timeZone={project.timezone}
      />
    </div>
  )
}

function Notebooks({ account }: { account: Account }) {
  const project = useProject()
  const navigate = useNavigate()
  const { run, isBusy } = useChanges()
  const { data, error, isPending, refetch } = useQuery(accountNotebooksQuery(project.id, account.id))
  const make = async () => {
    const made = await run(() =>
      createAccountNotebook(project.id, account.id, `Notes on ${account.name}`.slice(0, 256)),
    )
    if (made) await navigate({ to: '/notebooks/$id', params: { id: made.short_id } })
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (isPending) return <Skeleton rows={3} />
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button onClick={() => void make()} disabled={isBusy}>
          <Plus size={16} aria-hidden /> New notebook
        </Button>
      </div>
      {data.results.length === 0 ? (
        <EmptyState title="No notebooks yet">
          <p>Calls, plans, agreements: what the next person who looks after this account should know.</p>
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.results.map((notebook) => (
            <li key={notebook.id}>
              <Link
                to="/notebooks/$id"
                params={{ id: notebook.short_id }}
                className="flex min-h-11 items-center justify-between gap-3 px-3 hover:bg-raised"
              >
                <span className="inline-flex min-w-0 items-center gap-2">
                  <NotebookPen size={16} aria-hidden className="shrink-0 text-muted" />
                  <span className="truncate">{notebook.title || 'Untitled'}</span>
                </span>
                <span className="shrink-0 text-[13px] text-muted">
                  <TimeAgo iso={notebook.last_modified_at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function CustomProperties({ account }: { account: Account }) {
  const project = useProject()
  const { data: definitions } = useQuery(definitionsQuery(project.id))
  const { data: values } = useQuery(valuesQuery(project.id, account.id))
  const { run } = useChanges()
  const [isNew, setNew] = useState(false)
  const currentValue = (definition: Definition) =>
    values?.find((value) => value.definition_id === definition.id)?.value as
      | string
      | number
      | boolean
      | null
      | undefined
  const set = (definition: Definition, value: unknown) =>
    void run(() => setValue(project.id, account.id, definition.id, value), `${definition.name} set`)
  return (
    <section
      aria-label="Custom properties"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">Custom properties</h2>
        <Button look="bare" onClick={() => setNew(true)}>
          <Plus size={14} aria-hidden /> Property
        </Button>
      </div>
      {definitions?.results.length === 0 && (
        <p className="text-muted">Whatever else you keep about accounts: seats, stage, renewal date.</p>
      )}
      {(definitions?.results ?? []).map((definition) => (
        <Row key={definition.id} label={definition.name}>
          <ValueInput
            definition={definition}
            value={currentValue(definition)}
            onSet={(value) => set(definition, value)}
          />
        </Row>
      ))}
      {isNew && <NewProperty projectId={project.id} onClose={() => setNew(false)} />}
    </section>
  )
}

function ValueInput({
  definition,
  value,
  onSet,
}: {
  definition: Definition
  value: string | number | boolean | null | undefined
  onSet: (value: unknown) => void
}) {
  const { name, display_type: type, options } = definition
  if (type === 'boolean' || type === 'select')
    return (
      <select
        aria-label={name}
        value={value === null || value === undefined ? '' : String(value)}
        onChange={(event) => event.target.value !== '' && onSet(event.target.value)}
        className="min-h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
      >
        <option value="">–</option>
        {(type === 'boolean' ? ['true', 'false'] : (options ?? []).map(({ label }) => label)).map((each) => (
          <option key={each} value={each}>
            {type === 'boolean' ? (each === 'true' ? 'yes' : 'no') : each}
          </option>
        ))}
      </select>
    )
  const isDate = type === 'date'
  const shown = value === null || value === undefined ? '' : isDate ? String(value).slice(0, 10) : String(value)
  return (
    <TextCommit
      label={name}
      type={isDate ? 'date' : 'text'}
      placeholder="–"
      value={shown}
      className="w-full"
      onCommit={(text) => text !== '' && onSet(text)}
    />
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

function NewProperty({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const { run, isBusy } = useChanges()
  const [name, setName] = useState('')
  const [type, setType] = useState<string>('text')
  const [options, setOptions] = useState('')
  const labels = [
    ...new Set(
      options
        .split(/[\n,]/)
        .map((label) => label.trim())
        .filter((label) => label !== ''),
    ),
  ]
  const make = async () => {
    const made = await run(
      () =>
        createDefinition(projectId, {
          name: name.trim(),
          display_type: type as 'text',
          ...(type === 'select' && {
            options: labels.map((label, index) => ({ label, color: `preset-${(index % 10) + 1}` })),
          }),
        }),
      'Property created',
    )
    if (made) onClose()
  }
  return (
    <Dialog
      title="New custom property"
      action="Create"
      isBusy={isBusy}
      isDisabled={name.trim() === '' || (type === 'select' && labels.length === 0)}
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
      <Select label="Kind" value={type} onChange={(event) => setType(event.target.value)} options={TYPES} />
      {type === 'select' && (
        <Field
          label="Options"
          hint="Separated by commas."
          value={options}
          onChange={(event) => setOptions(event.target.value)}
        />
      )}
      <p className="text-[13px] text-muted">Every account of the project has it from now on.</p>
    </Dialog>
  )
}
