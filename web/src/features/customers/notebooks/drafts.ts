/** Keeps text that could not be saved in this browser, for the user who wrote it, until it can be. */

export interface KeptDraft {
  /** The version of the notebook that it is based on. */
  version: number
  content: unknown
  text: string
}

const key = (userId: number, projectId: number, shortId: string) => `draft:${userId}:${projectId}:${shortId}`

export interface DraftStore {
  read(): KeptDraft | null
  keep(draft: KeptDraft): void
  forget(): void
}

/** If the browser's storage is full or disabled, there is no draft. */
export function draftStore(userId: number, projectId: number, shortId: string): DraftStore {
  const name = key(userId, projectId, shortId)
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work()
    } catch {
      return null
    }
  }
  return {
    read: () =>
      attempt(() => {
        const draft = JSON.parse(localStorage.getItem(name) ?? 'null') as KeptDraft | null
        return draft && typeof draft.version === 'number' ? draft : null
      }),
    keep: (draft) => void attempt(() => localStorage.setItem(name, JSON.stringify(draft))),
    forget: () => void attempt(() => localStorage.removeItem(name)),
  }
}
