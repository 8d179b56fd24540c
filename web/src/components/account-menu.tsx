/** The end of the sidebar: the theme and the user who is logged in. */
import { useQueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { logOut } from '../api/session'
import { setTheme, type Theme, useTheme } from '../theme'
import { Button } from './controls'

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
]

export function ThemeSwitch() {
  const theme = useTheme()
  return (
    <fieldset className="flex gap-1 rounded-md border border-line p-1">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={theme === value}
          aria-label={label}
          title={label}
          onClick={() => setTheme(value)}
          className="flex min-h-7 flex-1 items-center justify-center rounded text-muted aria-pressed:bg-raised aria-pressed:text-text"
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </fieldset>
  )
}

export function Account({ email }: { email: string | undefined }) {
  const queryClient = useQueryClient()
  return (
    <div className="flex items-center justify-between gap-2 border-t border-line pt-2">
      <span className="truncate px-3 text-[13px] text-muted" title={email}>
        {email}
      </span>
      <Button look="bare" onClick={() => void logOut(queryClient)} aria-label="Log out" title="Log out">
        <LogOut size={18} aria-hidden />
      </Button>
    </div>
  )
}
