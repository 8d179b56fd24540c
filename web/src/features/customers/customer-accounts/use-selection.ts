/** The accounts that are selected in the table, by mouse and by keyboard. */
import { useState } from 'react'
import { useToasts } from '../../../components/toasts'
import { useProject } from '../../../project'
import { askTable, ROWS_MAX, type TableState } from './table'

export function useSelection(state: TableState, q: string) {
  const project = useProject()
  const toasts = useToasts()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isChoosingAll, setChoosingAll] = useState(false)
  /** Selects everything that the filters match, including rows that are not loaded. */
  const chooseAll = async () => {
    setChoosingAll(true)
    try {
      const all = new Set<string>()
      for (let offset = 0; ; offset += ROWS_MAX) {
        const bare = { ...state, columns: [], orderBy: null }
        const page = await askTable(project.id, bare, q, { limit: ROWS_MAX, offset })
        for (const { id } of page.results) all.add(id)
        if (!page.hasMore) break
      }
      setChosen(all)
    } catch (problem) {
      toasts.problem((problem as Error).message)
    } finally {
      setChoosingAll(false)
    }
  }
  return {
    chosen,
    isChoosingAll,
    chooseAll,
    add: (ids: string[]) => setChosen(new Set([...chosen, ...ids])),
    clear: () => setChosen(new Set()),
    toggle: (id: string) => {
      const next = new Set(chosen)
      if (!next.delete(id)) next.add(id)
      setChosen(next)
    },
  }
}

export type Selection = ReturnType<typeof useSelection>
