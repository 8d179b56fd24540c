/** The activity log of one object. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { type HistorySubject, historyQuery } from '../api/queries'
import { HistoryList } from './history-list'
import { rowsOf, ShowMore } from './paging'
import { EmptyState, Loaded, Skeleton } from './states'

interface Props {
  projectId: number
  of: HistorySubject
  timeZone: string
}

export function ObjectHistory({ projectId, of, timeZone }: Props) {
  const query = useInfiniteQuery(historyQuery(projectId, of))
  return (
    <div className="flex flex-col gap-3">
      <Loaded
        query={query}
        skeleton={<Skeleton rows={3} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title="No changes yet">
            <p>Changes by people and API keys appear here. Changes caused by events do not.</p>
          </EmptyState>
        }
      >
        {(data) => <HistoryList entries={rowsOf(data)} timeZone={timeZone} />}
      </Loaded>
      <ShowMore query={query} label="Older entries" />
    </div>
  )
}
