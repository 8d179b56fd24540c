/** The settings of a project, each saved on its own. */
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '../../../api/client'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Switch, TextArea } from '../../../components/form'
import type { Project } from './api'
import { ADMIN } from './api'
import type { Setting } from './project-settings'

/** Settings that members without admin rights can change. */
const MEMBER_FIELDS = new Set([
  'session_recording_opt_in',
  'autocapture_exceptions_opt_in',
  'autocapture_web_vitals_opt_in',
  'autocapture_web_vitals_allowed_metrics',
  'surveys_opt_in',
])

type Settings = Record<string, unknown>

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
      isUndo ? `${label}: change undone.` : `${label}: saved.`,
      isUndo ? undefined : () => void save(field, label, before, true),
    )
  }
  return { save, isBusy }
}

export function SettingField({ setting, project }: { setting: Setting; project: Project }) {
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

/** A text setting with its own Save button, which appears once something was typed. */
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
