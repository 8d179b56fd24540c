/** The line that says that what is shown was not refreshed. */
import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { RequestError } from '../api/client'
import { explain } from '../api/problems'

/** What `Loaded` needs to know of a question: the results of `useQuery` and of `useInfiniteQuery` are such. */
export interface Question<Data> {
  data: Data | undefined
  error: Error | null
  isFetching: boolean
  /** When `data` came, in milliseconds since the epoch. */
  dataUpdatedAt: number
  refetch: () => unknown
  /** `data` is that of the question before, until the answer to this one comes. */
  isPlaceholderData?: boolean
  /** Of a list that is read page by page. */
  hasNextPage?: boolean
  isFetchingNextPage?: boolean
  isFetchNextPageError?: boolean
  fetchNextPage?: () => unknown
}

/** Whether a region around this one already says that it was not refreshed. */
export const NotedAround = createContext(false)

export const isStale = ({ data, error }: Question<unknown>) => data !== undefined && error !== null

export const inNoted = (isNoted: boolean, content: ReactNode) => (
  <NotedAround.Provider value={isNoted}>{content}</NotedAround.Provider>
)

/**
 * The line on old data, when the last refresh of any of the questions failed. It stands over the lower edge of the nearest
 * positioned element, or of the window when that is further up. One line speaks for the regions inside its own, and its retry
 * asks for them too.
 */
export function RefreshNote({ queries }: { queries: readonly Question<unknown>[] }) {
  const client = useContext(QueryClientContext)
  const isSaid = useContext(NotedAround)
  const failed = queries.filter(isStale)
  const [first] = failed
  if (!first || isSaid) return null
  const { title, advice } = explain(first.error!)
  // What is wrong with the question is worth its room; the rest is for whoever points at the line.
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
            ? 'More could not be loaded. '
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
