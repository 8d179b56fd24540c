/** Light, dark or system theme, remembered per browser. The page's inline script applies it before first paint. */
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'system'

const systemDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function stored(): Theme {
  // The page of a shared link has a theme of its own. In a frame it may not even read what is stored.
  const { sharedTheme } = document.documentElement.dataset
  if (sharedTheme !== undefined) return sharedTheme as Theme
  const theme = localStorage.getItem('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

/** Whether a theme was chosen in this browser. */
export function hasOwnTheme(): boolean {
  return localStorage.getItem('theme') !== null
}

/** What a page demands for as long as it is open, such as paper or a screen on a wall. */
let demanded: 'light' | 'dark' | null = null

function apply(): void {
  const theme = demanded ?? stored()
  document.documentElement.dataset.theme =
    theme === 'dark' || (theme === 'system' && systemDark.matches) ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

systemDark.addEventListener('change', apply)

/** Shows the page in a theme without remembering it; null ends that. */
export function demandTheme(theme: 'light' | 'dark' | null): void {
  demanded = theme
  apply()
}

export function setTheme(theme: Theme): void {
  localStorage.setItem('theme', theme)
  apply()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, stored)
}

/** Whether the page is dark now, by choice or by the system. */
export function useIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => document.documentElement.dataset.theme === 'dark',
  )
}
