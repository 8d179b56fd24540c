/** Which window (tab) of the session is shown, when there are several. */
import { useMemo } from 'react'
import { useView } from './use-view'

/** The windows of a recording in the order in which they appear. */
export function useWindows(): readonly string[] {
  const items = useView(({ loaded }) => loaded?.items)
  return useMemo(() => [...new Set(items?.map(({ windowId }) => windowId))], [items])
}

export function WindowBadge() {
  const windows = useWindows()
  const shown = useView(({ playback }) => playback?.windowId ?? null)
  if (windows.length < 2 || shown === null) return null
  return (
    <p
      title="The player follows the window that the user was in."
      className="rounded border border-line px-2 py-0.5 text-[13px] whitespace-nowrap text-muted"
    >
      Window {windows.indexOf(shown) + 1} of {windows.length}
    </p>
  )
}
