/** The recordings of one person. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { rowsOf, ShowMore } from '../../../../components/paging'
import { EmptyState, Loaded, Skeleton } from '../../../../components/states'
import { useProject } from '../../../../project'
import { recordingsQuery } from '../api'
import { RecordingList } from './recording-list'
import { NO_FILTERS } from './search'

/** Recordings are kept for five years at most. */
const ALL = '-5y'

export function PersonRecordings({ person }: { person: string }) {
  const query = useInfiniteQuery(recordingsQuery(useProject().id, { ...NO_FILTERS, from: ALL, person }))
  return (
    <div className="flex flex-col gap-3">
      <Loaded
        query={query}
        isBoxed
        skeleton={<Skeleton rows={4} />}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={
          <EmptyState title="No recordings">
            <p>Nothing was recorded of this person, or its time is over.</p>
          </EmptyState>
        }
      >
        {(data) => <RecordingList recordings={rowsOf(data)} />}
      </Loaded>
      <ShowMore query={query} />
    </div>
  )
}
