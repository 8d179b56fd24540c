/** Queries that were run in this browser, the latest first. */

const KEPT_MAX = 50
const key = (projectId: number) => `sql-history-${projectId}`

export interface Ran {
  query: string
  at: string
}

export function readHistory(projectId: number): Ran[] {
  try {
    const list = JSON.parse(localStorage.getItem(key(projectId)) ?? '[]')
    return Array.isArray(list) ? list.filter((each) => typeof each?.query === 'string') : []
  } catch {
    return []
  }
}

export function keepInHistory(projectId: number, query: string): Ran[] {
  const list = [
    { query, at: new Date().toISOString() },
    ...readHistory(projectId).filter((each) => each.query !== query),
  ]
  const kept = list.slice(0, KEPT_MAX)
  try {
    localStorage.setItem(key(projectId), JSON.stringify(kept))
  } catch {
    // If the storage is full, the history is not saved.
  }
  return kept
}
