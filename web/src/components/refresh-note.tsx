/** The line that marks stale data after a failed refresh. */
import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { RequestError } from '../api/client'
import { explain } from '../api/problems'

/** What `Loaded` needs to know about a query. The results of `useQuery` and `useInfiniteQuery` fit. */
export interface Question<Data> {
  data: Data | undefined
  error: Error | null
  isFetching: boolean
  /** When `data` arrived, in milliseconds since the epoch. */
  dataUpdatedAt: number
  refetch: () => unknown
  /** `data` still belongs to the previous query. */
  isPlaceholderData?: boolean
  /** For paged lists. */
  hasNextPage?: boolean
  isFetchingNextPage?: boolean
  isFetchNextPageError?: boolean
  fetchNextPage?: () => unknown
}

/** Whether an enclosing region already shows the line. */
export const NotedAround = createContext(false)

export const isStale = ({ data, error }: Question<unknown>) => data !== undefined && error !== null

export const inNoted = (isNoted: boolean, content: ReactNode) => (
  <NotedAround.Provider value={isNoted}>{content}</NotedAround.Provider>
)

/**
 * The line on stale data, shown if the last refresh of any query failed. It overlays the bottom edge of the nearest
 * positioned element, or of the window if that is higher up. One line covers the regions nested in its own, and so does
 * its retry.
 */
export function RefreshNote({ queries }: { queries: readonly Question<unknown>[] }) {
  const client = useContext(QueryClientContext)
  const isSaid = useContext(NotedAround)
  const failed = queries.filter(isStale)
  const [first] = failed
  if (!first || isSaid) return null
  const { title, advice } = explain(first.error!)
  // Show in full what is wrong with the request itself; the rest goes into the tooltip.
  const isOwnFault = first.error instanceof RequestError && first.error.status === 400
  const since = Math.min(...failed.map(({ dataUpdatedAt }) => dataUpdatedAt))
  const isTrying = failed.some(({ isFetching }) => isFetching)
  return (
    <div className="pointer-events-none absolute inset-0 z-20 flex items-end justify-center">
      <p
        role="status"
        title={advice}
        className="pointer-events-auto sticky bottom-2 flex max-w-full translate-y-2 flex-wrap items-center justify-center gap-x-3 rounded-md border border-warning bg-warning-soft px-3 py-0.5 text-[13px] shadow-sm"
      >
        <span>
          {first.isFetchNextPageError
            ? 'Could not load more. '
            : since > 0
              ? `Not refreshed since ${clock(since)}. `
              : 'Not refreshed. '}
          {title} {isOwnFault && advice}
        </span>
        <button
          type="button"
          aria-busy={isTrying}
          onClick={() => {
            for (const each of failed) void (each.isFetchNextPageError ? each.fetchNextPage?.() : each.refetch())
            void client?.refetchQueries(
              { type: 'active', predicate: ({ state }) => state.status === 'error' },
              { cancelRefetch: false },
            )
          }}
          className="min-h-6 font-medium underline aria-busy:opacity-60"
        >
          Try again
        </button>
      </p>
    </div>
  )
}

/** `14:03` today, `27 Nov, 14:03` on another day. */
function clock(time: number): string {
  const date = new Date(time)
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const)
  return date.toLocaleString('en-GB', { ...day, hour: '2-digit', minute: '2-digit' })
}
