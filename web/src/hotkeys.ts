/** Keyboard shortcuts: single keys and two-key sequences such as `g e`. Off while somebody types. */
import { useEffect, useRef } from 'react'

const SEQUENCE_MS = 1_000

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Keys are `event.key` values; a space separates the two keys of a sequence. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys)
  current.current = hotkeys
  useEffect(() => {
    let prefix = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const onKey = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        // Inside an editor with a tree of its own, the event names only that tree.
        isTyping(event.composedPath()[0] ?? null) ||
        document.querySelector('dialog[open]')
      )
        return
      const action = current.current[prefix ? `${prefix} ${event.key}` : event.key]
      clearTimeout(timer)
      const starts = !prefix && Object.keys(current.current).some((keys) => keys.startsWith(`${event.key} `))
      prefix = starts ? event.key : ''
      if (starts)
        timer = setTimeout(() => {
          prefix = ''
        }, SEQUENCE_MS)
      if (!action) return
      event.preventDefault()
      action(event)
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      clearTimeout(timer)
    }
  }, [])
}
