/** Which saved insight to show in the text. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SearchInput } from '../../components/controls'
import { Dialog } from '../../components/dialog'
import { ErrorState, Skeleton } from '../../components/states'
import { insightsQuery, titleOf } from '../insights/api'

interface Props {
  projectId: number
  onClose: () => void
  onChoose: (shortId: string) => void
}

export function InsightDialog({ projectId, onClose, onChoose }: Props) {
  const [q, setQ] = useState('')
  const { data, error, isPending, refetch } = useInfiniteQuery(
    insightsQuery(projectId, { q, kind: '', tab: 'all', tag: '', sort: '' }),
  )
  const found = data?.pages.flatMap((page) => page.results) ?? []
  return (
    <Dialog title="Put an insight in" onClose={onClose}>
      <SearchInput
        label="Search saved insights"
        value={q}
        onChange={(event) => setQ(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !found[0]) return
          event.preventDefault()
          onChoose(found[0].short_id)
        }}
        autoFocus
      />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton rows={5} />
      ) : (
        <ul className="max-h-[45dvh] divide-y divide-line overflow-y-auto rounded-md border border-line">
          {found.map((insight) => (
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
          {found.length === 0 && <li className="px-3 py-3 text-muted">No saved insight has such a name.</li>}
        </ul>
      )}
    </Dialog>
  )
}
