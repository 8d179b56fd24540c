/** What was changed by hand about one thing. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { type HistorySubject, historyQuery } from '../api/queries'
import { Button } from './controls'
import { HistoryList } from './history-list'
import { EmptyState, ErrorState, Skeleton } from './states'

interface Props {
  projectId: number
  of: HistorySubject
  timeZone: string
}

export function ObjectHistory({ projectId, of, timeZone }: Props) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(
    historyQuery(projectId, of),
  )
  if (isPending) return <Skeleton rows={3} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  const entries = data.pages.flatMap((page) => page.results)
  if (entries.length === 0)
    return (
      <EmptyState title="Nothing was changed by hand">
        <p>What people and API keys change appears here; what events change does not.</p>
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-3">
      <HistoryList entries={entries} timeZone={timeZone} />
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'Loading…' : 'Older entries'}
        </Button>
      )}
    </div>
  )
}
