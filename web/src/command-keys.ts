/**
 * The shortcut of the command menu, and keys typed before the app has loaded. The script in index.html records keys from
 * the start; `Shell` replays them once it has rendered.
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
    /** Keys pressed since the menu was requested, in order. Calling it stops the recording. */
    takeEarlyKeys?: () => Key[]
  }
}

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)

/** The shortcut as the UI shows it. */
export const COMMAND_KEY = isMac ? '⌘ K' : 'Ctrl K'

/** On a Mac, Ctrl K deletes to the end of the line, so only Cmd K opens the menu. */
export const isCommandKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): boolean =>
  key.toLowerCase() === 'k' && (metaKey || (ctrlKey && !isMac)) && !altKey && !shiftKey

export interface Typed {
  text: string
  /** Enter was pressed: run the first result. */
  isEntered: boolean
}

/** What was typed before the menu could render. @returns null if the menu was not requested, or was closed again */
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
