/** The list that a recording was opened from, for "next recording". */

const KEY = 'recordings'

/** Remembers the order of a list until the tab is closed. */
export function rememberList(ids: readonly string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(ids))
}

/** The recording after this one in the last list; null if there is none. */
export function nextOf(id: string): string | null {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
    if (!Array.isArray(ids)) return null
    const index = ids.indexOf(id)
    const next = index === -1 ? undefined : ids[index + 1]
    return typeof next === 'string' ? next : null
  } catch {
    return null
  }
}
