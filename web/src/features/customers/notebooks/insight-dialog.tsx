/** Picks a saved insight to insert into the text. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SearchInput } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { rowsOf } from '../../../components/paging'
import { Loaded, Skeleton } from '../../../components/states'
import { insightsQuery, titleOf } from '../../analytics/insights/api'

interface Props {
  projectId: number
  onClose: () => void
  onChoose: (shortId: string) => void
}

export function InsightDialog({ projectId, onClose, onChoose }: Props) {
  const [q, setQ] = useState('')
  const query = useInfiniteQuery(insightsQuery(projectId, { q, kind: '', tab: 'all', tag: '', sort: '' }))
  return (
    <Dialog title="Insert an insight" onClose={onClose}>
      <SearchInput
        label="Search saved insights"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onKeyDown={(event) => {
          const [first] = query.data ? rowsOf(query.data) : []
          if (event.key !== 'Enter' || !first) return
          event.preventDefault()
          onChoose(first.short_id)
        }}
        autoFocus
      />
      <Loaded query={query} skeleton={<Skeleton rows={5} />}>
        {(data) => (
          <ul className="max-h-[45dvh] divide-y divide-line overflow-y-auto rounded-md border border-line">
            {rowsOf(data).map((insight) => (
              <li key={insight.id}>
                <button
                  type="button"
                  onClick={() => onChoose(insight.short_id)}
                  className="min-h-11 w-full truncate px-3 text-left hover:bg-raised"
                >
                  {titleOf(insight)}
                </button>
              </li>
            ))}
            {rowsOf(data).length === 0 && <li className="px-3 py-3 text-muted">No saved insight matches.</li>}
          </ul>
        )}
      </Loaded>
    </Dialog>
  )
}
