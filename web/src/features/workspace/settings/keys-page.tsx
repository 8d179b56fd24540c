/** The user's API keys: create with scopes, roll and remove. A value is shown once. */

import { eventTime } from '@hedgerow/shared/format'
import { SCOPE_OBJECTS_BY_USE, SCOPE_PRESETS, scopeLabel } from '@hedgerow/shared/scopes'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { meQuery } from '../../../api/queries'
import { BROWSER_ZONE } from '../../../browser-zone'
import { useChanges } from '../../../changes'
import { Button, Field, SearchInput, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { Section, ShownOnce } from '../../../components/form'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { type ApiKey, apiKeysQuery } from './api'

const DAY_MS = 24 * 60 * 60 * 1000
const EXPIRIES = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
]

export function KeysPage() {
  const query = useQuery(apiKeysQuery)
  const { run, isBusy } = useChanges()
  const [editing, setEditing] = useState<ApiKey | 'new' | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const roll = async (key: ApiKey) => {
    const rolled = await run(() =>
      dataOf(api.POST('/api/personal_api_keys/{id}/roll', { params: { path: { id: key.id } } })),
    )
    if (rolled?.value) setShown(rolled.value)
  }
  return (
    <Section
      title="Personal API keys"
      lead="A key acts in your name, within its scopes. Give each program its own key, so that you can revoke one without breaking the others. You can have ten."
    >
      <Button look="primary" className="self-start" onClick={() => setEditing('new')}>
        <Plus size={16} aria-hidden /> New key
      </Button>
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState title="No keys yet">
            <p>Create one for each program that reads or changes your data through the API.</p>
          </EmptyState>
        }
      >
        {(data) => (
          <ul aria-label="API keys" className="flex flex-col divide-y divide-line">
            {data.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center gap-3 py-3">
                <span className="min-w-0 flex-1 basis-60">
                  <span className="font-medium break-words">{key.label}</span>{' '}
                  <code className="font-mono text-[13px] text-muted">{key.mask_value}</code>
                  <span className="block text-[13px] break-words text-muted">
                    {key.scopes.includes('*') ? 'Everything' : key.scopes.join(', ')}
                  </span>
                  <span className="block text-[13px] text-muted">
                    {key.last_used_at ? `Used ${eventTime(key.last_used_at, BROWSER_ZONE)}` : 'Not used yet'}
                    {key.expires_at &&
                      `, ${new Date(key.expires_at) < new Date() ? 'expired' : 'expires'} ${eventTime(key.expires_at, BROWSER_ZONE)}`}
                  </span>
                </span>
                <span className="flex flex-wrap gap-2">
                  <Button onClick={() => setEditing(key)} aria-label={`Edit ${key.label}`}>
                    Edit
                  </Button>
                  <Button
                    onClick={() => void roll(key)}
                    disabled={isBusy}
                    aria-label={`Roll ${key.label}`}
                    title="Creates a new value. The old one stops working at once."
                  >
                    Roll
                  </Button>
                  <Button
                    disabled={isBusy}
                    aria-label={`Remove ${key.label}`}
                    onClick={() =>
                      void run(
                        () => api.DELETE('/api/personal_api_keys/{id}', { params: { path: { id: key.id } } }),
                        `Removed ${key.label}. Programs that use it no longer have access.`,
                      )
                    }
                  >
                    Remove
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing && (
        <KeyDialog
          stored={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={(value) => {
            setEditing(null)
            if (value) setShown(value)
          }}
        />
      )}
      {shown && <ShownOnce title="Your key" value={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}

type Level = 'none' | 'read' | 'write'

function toLevels(scopes: readonly string[]): Record<string, Level> {
  const levels: Record<string, Level> = {}
  for (const scope of scopes) {
    const [object = '', level] = scope.split(':')
    if (level === 'write' || levels[object] !== 'write') levels[object] = level as Level
  }
  return levels
}

interface KeyDialogProps {
  stored: ApiKey | null
  onClose: () => void
  onSaved: (value: string | null) => void
}

function KeyDialog({ stored, onClose, onSaved }: KeyDialogProps) {
  const { data: me } = useQuery(meQuery)
  const { run, isBusy } = useChanges()
  const [label, setLabel] = useState(stored?.label ?? '')
  const [isAll, setAll] = useState(stored?.scopes.includes('*') ?? false)
  const [levels, setLevels] = useState(toLevels(stored?.scopes.filter((scope) => scope !== '*') ?? []))
  const [search, setSearch] = useState('')
  const [expiry, setExpiry] = useState('')
  const [project, setProject] = useState(stored?.scoped_teams[0] ? String(stored.scoped_teams[0]) : '')
  const [error, setError] = useState<Error | null>(null)
  const scopes = isAll
    ? ['*']
    : Object.entries(levels).flatMap(([object, level]) => (level === 'none' ? [] : [`${object}:${level}`]))
  const save = async () => {
    setError(null)
    const body = {
      label,
      scopes,
      scoped_teams: project ? [Number(project)] : [],
      ...(expiry ? { expires_at: new Date(Date.now() + Number(expiry) * DAY_MS).toISOString() } : {}),
    }
    const saved = await run(async () => {
      try {
        return await (stored
          ? dataOf(
              api.PATCH('/api/personal_api_keys/{id}', { params: { path: { id: stored.id } }, body: body as never }),
            )
          : dataOf(api.POST('/api/personal_api_keys', { body: body as never })))
      } catch (problem) {
        // The password dialog opens above this one.
        if ((problem as { body?: { code?: string } }).body?.code === 'sensitive_action_required_reauth') throw problem
        setError(problem as Error)
        return null
      }
    })
    if (saved) onSaved((saved as ApiKey).value)
  }
  const found = SCOPE_OBJECTS_BY_USE.filter((object) => scopeLabel(object).includes(search.toLowerCase()))
  return (
    <Dialog
      title={stored ? 'Edit key' : 'New key'}
      action={stored ? 'Save' : 'Create'}
      isBusy={isBusy}
      isDisabled={label.trim() === '' || scopes.length === 0}
      error={error}
      onClose={onClose}
      onAction={() => void save()}
    >
      <Field label="Name" value={label} maxLength={40} onChange={(event) => setLabel(event.target.value)} autoFocus />
      <Select
        label="Has access to"
        value={project}
        onChange={(event) => setProject(event.target.value)}
        options={[
          { value: '', label: 'Everything you have access to' },
          ...(me?.organization?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: `Only ${name}` })),
        ]}
      />
      <Select label="Expires" value={expiry} onChange={(event) => setExpiry(event.target.value)} options={EXPIRIES} />
      <Select
        label="Scopes for"
        value=""
        onChange={(event) => {
          const preset = SCOPE_PRESETS.find(({ value }) => value === event.target.value)
          if (!preset) return
          setAll(preset.scopes.includes('*'))
          setLevels(toLevels(preset.scopes.filter((scope) => scope !== '*')))
        }}
        options={[{ value: '', label: 'Choose a preset, or individual scopes below' }, ...SCOPE_PRESETS]}
      />
      {isAll ? (
        <p className="rounded-md bg-warning-soft p-3 text-warning">
          This key can do everything you can.{' '}
          <button type="button" className="underline" onClick={() => setAll(false)}>
            Choose scopes instead
          </button>
        </p>
      ) : (
        <fieldset className="flex flex-col gap-2">
          <legend className="font-medium">Scopes ({scopes.length})</legend>
          <SearchInput label="Find a scope" value={search} onChange={(event) => setSearch(event.target.value)} />
          <ul className="max-h-56 overflow-y-auto rounded-md border border-line" tabIndex={-1}>
            {found.map((object) => (
              <li key={object} className="flex items-center gap-2 border-b border-line px-3 py-1 last:border-b-0">
                <label htmlFor={`scope-${object}`} className="min-w-0 flex-1 break-words">
                  {scopeLabel(object)}
                </label>
                <select
                  id={`scope-${object}`}
                  className="min-h-8 rounded border border-line-strong bg-surface px-1"
                  value={levels[object] ?? 'none'}
                  onChange={(event) => setLevels({ ...levels, [object]: event.target.value as Level })}
                >
                  <option value="none">none</option>
                  <option value="read">read</option>
                  <option value="write">read and write</option>
                </select>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
    </Dialog>
  )
}
