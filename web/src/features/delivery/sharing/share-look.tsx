/** How the page of a shared link looks. */
import { Select } from '../../../components/controls'
import { Switch } from '../../../components/form'
import type { ShareTarget, Sharing } from './api'

type Kind = ShareTarget['kind']

const FLAGS: { key: string; label: string; kinds: readonly Kind[] }[] = [
  { key: 'noHeader', label: 'Hide the title', kinds: ['insight', 'dashboard', 'notebook', 'session_recording'] },
  { key: 'hideExtraDetails', label: 'Hide the description', kinds: ['insight', 'dashboard'] },
  { key: 'showInspector', label: 'Show console and network', kinds: ['session_recording'] },
  { key: 'legend', label: 'Show a legend', kinds: ['insight'] },
  { key: 'detailed', label: 'Show a table below the chart', kinds: ['insight'] },
  {
    key: 'whitelabel',
    label: 'Hide “Made with Hedgerow”',
    kinds: ['insight', 'dashboard', 'notebook', 'session_recording'],
  },
]
const THEMES = [
  { value: 'system', label: 'As the visitor’s system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

interface Props {
  kind: Kind
  settings: Sharing['settings']
  isBusy: boolean
  onChange: (settings: Record<string, unknown>) => void
}

export function ShareLook({ kind, settings, isBusy, onChange }: Props) {
  const current = settings ?? {}
  return (
    <details className="rounded-md border border-line p-3">
      <summary className="cursor-pointer font-medium">Look</summary>
      <div className="mt-3 flex flex-col gap-3">
        {FLAGS.filter(({ kinds }) => kinds.includes(kind)).map(({ key, label }) => (
          <Switch
            key={key}
            label={label}
            checked={current[key] === true}
            disabled={isBusy}
            onChange={(value) => onChange({ ...current, [key]: value })}
          />
        ))}
        <Select
          label="Theme"
          options={THEMES}
          value={String(current.theme ?? 'system')}
          disabled={isBusy}
          onChange={(event) => onChange({ ...current, theme: event.target.value })}
        />
      </div>
    </details>
  )
}
