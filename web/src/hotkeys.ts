/** Keyboard shortcuts of a page: single keys and two-key sequences such as `g e`. */
import { useEffect, useRef } from 'react'

const SEQUENCE_MS = 1_000

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Elements that handle their own keys: fields, editable text, and searchable lists. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="menu"], [role="listbox"]'

/** Elements that Enter and the space bar activate. */
const PRESSED = 'button, a, summary, [role="button"], [role="tab"]'
const PRESSES = new Set(['Enter', ' '])

/** Whether a dialog, a menu or a popover is open. It then gets the keys, wherever the focus is. */
export const isLayerOpen = () => document.querySelector('[data-layer]') !== null

/** Whether a key is for the page itself, and not for a field, an editor, a menu or a dialog. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.isComposing || isLayerOpen()) return false
  const own = PRESSES.has(event.key) ? `${OWN_KEYS}, ${PRESSED}` : OWN_KEYS
  // Outside a shadow tree, the target of an event is only the host, but the composed path includes the elements inside.
  return !event
    .composedPath()
    .some((node) => node instanceof ShadowRoot || (node instanceof Element && node.matches(own)))
}

/** Keys are `event.key` values; a space separates the two keys of a sequence. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const current = useRef(hotkeys)
  current.current = hotkeys
  useEffect(() => {
    let prefix = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !isForPage(event)) return
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
