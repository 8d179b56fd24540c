/**
 * The key that opens the command menu, and what is typed after it before there is a page. The script in index.html notes keys
 * from the first moment on; the frame of the pages takes them over once it stands.
 */

interface Key {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

declare global {
  interface Window {
    /** Keys that were pressed since the menu was asked for, in their order. Whoever reads them ends the noting. */
    takeEarlyKeys?: () => Key[]
  }
}

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)

/** How the key is written beside what it opens. */
export const COMMAND_KEY = isMac ? '⌘ K' : 'Ctrl K'

/** On a Mac Ctrl K deletes to the end of the line, so there it is Cmd K alone. */
export const isCommandKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): boolean =>
  key.toLowerCase() === 'k' && (metaKey || (ctrlKey && !isMac)) && !altKey && !shiftKey

export interface Typed {
  text: string
  /** Enter was pressed: the first that is found is meant. */
  isEntered: boolean
}

/** What keys amount to that were pressed before the menu could be drawn. @returns null when it was not asked for, or left again */
export function typedEarly(keys: readonly Key[]): Typed | null {
  let typed: Typed | null = null
  for (const each of keys) {
    if (isCommandKey(each)) typed = typed ? null : { text: '', isEntered: false }
    else if (!typed) continue
    else if (each.key === 'Escape') typed = null
    else if (each.key === 'Enter') typed = { text: typed.text, isEntered: true }
    else if (each.key === 'Backspace') typed = { text: [...typed.text].slice(0, -1).join(''), isEntered: false }
    else if ([...each.key].length === 1 && !each.ctrlKey && !each.metaKey)
      typed = { text: typed.text + each.key, isEntered: false }
  }
  return typed
}

export const takeEarly = (): Typed | null => typedEarly(window.takeEarlyKeys?.() ?? [])
