/** Settings of the project: found by words, each saved by itself, with Undo. */
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { api, dataOf } from '../../../api/client'
import { useChanges } from '../../../changes'
import { CopyButton } from '../../../components/code-block'
import { Button, Field, SearchInput, Select } from '../../../components/controls'
import { ConfirmByName, Section, ShownOnce, Switch, TextArea } from '../../../components/form'
import { useGuard } from '../../../components/reauthentication'
import { EmptyState, Loaded, Skeleton } from '../../../components/states'
import { useProject } from '../../../project'
import { type Project, projectQuery } from './api'
import { GROUPS, type Setting } from './project-settings'

const ADMIN = 8
/** What plain members may change. */
const MEMBER_FIELDS = new Set([
  'session_recording_opt_in',
  'autocapture_exceptions_opt_in',
  'autocapture_web_vitals_opt_in',
  'autocapture_web_vitals_allowed_metrics',
  'surveys_opt_in',
])

type Settings = Record<string, unknown>

export function ProjectPage() {
  const query = useQuery(projectQuery(useProject().id))
  return (
    <Loaded query={query} skeleton={<Skeleton rows={8} />} className="flex flex-col gap-6">
      {(project) => <ProjectSettings project={project} />}
    </Loaded>
  )
}

function ProjectSettings({ project }: { project: Project }) {
  const [search, setSearch] = useState('')
  const words = search.trim().toLowerCase()
  const groups = GROUPS.map((group) => ({
    ...group,
    settings: group.settings.filter(({ label, hint, field }) =>
      `${group.title} ${label} ${hint} ${field}`.toLowerCase().includes(words),
    ),
  })).filter(({ settings }) => settings.length > 0)
  return (
    <>
      <div className="w-full max-w-sm">
        <SearchInput label="Find a setting" value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      {words === '' && <Tokens project={project} />}
      {groups.length === 0 && (
        <EmptyState title="No setting like that">
          <Button onClick={() => setSearch('')}>Show all</Button>
        </EmptyState>
      )}
      {groups.map((group) => (
        <Section key={group.title} title={group.title} lead={group.lead}>
          {group.settings.map((setting) => (
            <SettingField key={setting.field} setting={setting} project={project} />
          ))}
        </Section>
      ))}
      {words === '' && <DangerZone project={project} />}
    </>
  )
}

function useSave(project: Project) {
  const { run, isBusy } = useChanges()
  const save = (field: string, label: string, value: unknown, isUndo = false): Promise<unknown> => {
    const before = (project as Settings)[field]
    return run(
      () =>
        api.PATCH('/api/projects/{project_id}', {
          params: { path: { project_id: String(project.id) } },
          body: { [field]: value } as never,
        }),
      isUndo ? `${label}: changed back.` : `${label}: saved.`,
      isUndo ? undefined : () => void save(field, label, before, true),
    )
  }
  return { save, isBusy }
}

function SettingField({ setting, project }: { setting: Setting; project: Project }) {
  const { save, isBusy } = useSave(project)
  const { field, label, hint } = setting
  const stored = (project as Settings)[field]
  const isLocked = (project.effective_membership_level ?? 0) < ADMIN && !MEMBER_FIELDS.has(field)
  if (setting.kind === 'switch')
    return (
      <Switch
        label={label}
        hint={hint}
        checked={stored === true}
        disabled={isLocked || isBusy}
        onChange={(checked) => void save(field, label, checked)}
      />
    )
  if (setting.kind === 'choice') {
    const { configKey, isNumber } = setting
    const chosen = configKey ? (stored as Record<string, unknown> | null)?.[configKey] : stored
    const value = chosen === null || chosen === undefined ? '' : String(chosen)
    const read = (text: string) => (text === '' ? null : isNumber || configKey ? Number(text) : text)
    const isKnown = setting.options.some((option) => option.value === value)
    return (
      <div className="flex max-w-sm flex-col gap-1">
        <Select
          label={label}
          value={value}
          disabled={isLocked || isBusy}
          options={isKnown ? setting.options : [{ value, label: value }, ...setting.options]}
          onChange={({ target }) =>
            void save(field, label, configKey ? { [configKey]: read(target.value) } : read(target.value))
          }
        />
        <p className="text-[13px] text-muted">{hint}</p>
      </div>
    )
  }
  return (
    <TextSetting
      key={JSON.stringify(stored)}
      setting={setting}
      stored={stored}
      isLocked={isLocked}
      isBusy={isBusy}
      onSave={(value) => save(field, label, value)}
    />
  )
}

function toText(setting: Setting, stored: unknown): string {
  if (stored === null || stored === undefined) return ''
  if (setting.kind === 'lines') return Array.isArray(stored) ? stored.join('\n') : ''
  return setting.kind === 'json' ? JSON.stringify(stored, null, 2) : String(stored)
}

interface TextSettingProps {
  setting: Setting
  stored: unknown
  isLocked: boolean
  isBusy: boolean
  onSave: (value: unknown) => Promise<unknown>
}

/** Saved with its own button, which is there once something was typed. */
function TextSetting({ setting, stored, isLocked, isBusy, onSave }: TextSettingProps) {
  const [text, setText] = useState(() => toText(setting, stored))
  const [problem, setProblem] = useState<string | undefined>()
  const isDirty = text !== toText(setting, stored)
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    if (setting.kind === 'lines')
      return void onSave(
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      )
    if (setting.kind === 'json') {
      try {
        return void onSave(text.trim() === '' ? null : JSON.parse(text))
      } catch (error) {
        return setProblem(`This is not JSON: ${(error as Error).message}`)
      }
    }
    void onSave(setting.kind === 'number' && text === '' ? null : text)
  }
  const common = {
    label: setting.label,
    value: text,
    disabled: isLocked,
    error: problem,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      {setting.kind === 'lines' || setting.kind === 'json' ? (
        <TextArea
          {...common}
          hint={setting.hint}
          placeholder={setting.placeholder}
          rows={Math.min(10, Math.max(2, text.split('\n').length))}
          className={`w-full rounded-md border border-line-strong bg-surface px-3 py-2 disabled:opacity-60 aria-invalid:border-danger ${setting.kind === 'json' ? 'font-mono text-[13px]' : ''}`}
          spellCheck={false}
        />
      ) : setting.kind === 'number' ? (
        <div className="max-w-sm">
          <Field
            {...common}
            hint={setting.hint}
            type="number"
            min={setting.min}
            max={setting.max}
            step={setting.step ?? 1}
            placeholder={setting.unit}
          />
        </div>
      ) : (
        <div className="max-w-sm">
          <Field {...common} hint={setting.hint} maxLength={setting.kind === 'text' ? setting.maxLength : undefined} />
        </div>
      )}
      {isDirty && (
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={isBusy}>
            Save
          </Button>
          <Button onClick={() => setText(toText(setting, stored))}>Discard</Button>
        </div>
      )}
    </form>
  )
}

function Tokens({ project }: { project: Project }) {
  const { run, isBusy } = useChanges()
  const [isResetting, setResetting] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const mayEdit = (project.effective_membership_level ?? 0) >= ADMIN
  const params = { params: { path: { project_id: String(project.id) } } }
  const rotate = async () => {
    const rotated = await run(() => dataOf(api.PATCH('/api/projects/{project_id}/rotate_secret_token', params)))
    if (rotated?.secret_api_token) setShown(rotated.secret_api_token)
  }
  return (
    <Section title="Tokens">
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">Public token</h3>
        <p className="text-[13px] text-muted">
          SDKs send events with it. It stands in web pages and is no secret; it reads nothing.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded-md bg-code px-3 py-1.5 font-mono break-all">{project.api_token}</code>
          <CopyButton text={project.api_token} label="Copy" />
          {mayEdit && <Button onClick={() => setResetting(true)}>Replace</Button>}
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">Secret token</h3>
        <p className="text-[13px] text-muted">
          Servers load feature flags with it to evaluate them by themselves. It is shown once; the one before works as a
          backup until you remove it, so nothing stops while you exchange it.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <span>
            {project.secret_api_token ? (
              <code className="font-mono">{project.secret_api_token}</code>
            ) : (
              <span className="text-muted">None yet.</span>
            )}
            {project.secret_api_token_backup && (
              <>
                , backup <code className="font-mono">{project.secret_api_token_backup}</code>
              </>
            )}
          </span>
          {mayEdit && (
            <Button onClick={() => void rotate()} disabled={isBusy}>
              {project.secret_api_token ? 'Rotate' : 'Create'}
            </Button>
          )}
          {mayEdit && project.secret_api_token_backup && (
            <Button
              disabled={isBusy}
              onClick={() =>
                void run(
                  () => api.PATCH('/api/projects/{project_id}/delete_secret_token_backup', params),
                  'The backup no longer works.',
                )
              }
            >
              Remove the backup
            </Button>
          )}
        </div>
      </div>
      {isResetting && (
        <ConfirmByName
          title="Replace the public token"
          name={project.name}
          action="Replace"
          onClose={() => setResetting(false)}
          onConfirm={async () => {
            await run(
              () => api.PATCH('/api/projects/{project_id}/reset_token', params),
              'The old token is refused from now on.',
            )
            setResetting(false)
          }}
        >
          <p>
            The old token is dead at once: every page and program that sends events with it has to get the new one. What
            was sent before is kept.
          </p>
        </ConfirmByName>
      )}
      {shown && <ShownOnce title="The secret token" value={shown} onClose={() => setShown(null)} />}
    </Section>
  )
}

function DangerZone({ project }: { project: Project }) {
  const guard = useGuard()
  const [isDeleting, setDeleting] = useState(false)
  if ((project.effective_membership_level ?? 0) < ADMIN) return null
  return (
    <Section title="Delete the project">
      <p className="text-muted">Its events, persons, recordings and flags go with it. This cannot be undone.</p>
      <Button look="danger" className="self-start" onClick={() => setDeleting(true)}>
        Delete project
      </Button>
      {isDeleting && (
        <ConfirmByName
          title="Delete the project"
          name={project.name}
          action="Delete project"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            // Nothing of it is to be read again: it is gone.
            await guard(() =>
              api.DELETE('/api/projects/{project_id}', { params: { path: { project_id: String(project.id) } } }),
            )
            location.assign('/settings/projects')
          }}
        >
          <p>
            It is gone at once for everybody. SDKs with its token are refused, and its data is deleted in the
            background.
          </p>
        </ConfirmByName>
      )}
    </Section>
  )
}
