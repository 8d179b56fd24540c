/**
 * What a region of a page shows of a question to the server. There are five states, and only the last two speak of data:
 * loading, failed without data, failed with old data, nothing found, data. `Loaded` decides which; pages do not.
 */
import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { RequestError } from '../api/client'
import { explain } from '../api/problems'
import { exactNumber } from '../format'
import { CopyButton } from './code-block'
import { Button } from './controls'

const WIDTHS = ['96%', '82%', '90%', '71%', '88%', '76%', '93%', '68%']
/** From then on a skeleton says that it is still waiting. */
const SLOW_MS = 10_000

export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="relative flex flex-col gap-2 p-4">
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width} className="h-7 rounded bg-raised" style={{ width }} />
      ))}
      <StillWaiting />
    </div>
  )
}

/** Says on a skeleton that the answer takes long; above it, so that nothing moves. */
export function StillWaiting() {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSlow ? (
    <p className="absolute inset-x-0 top-4 text-center text-[13px]">
      <span className="rounded bg-surface px-2 py-1">The server has not answered yet. Still waiting…</span>
    </p>
  ) : null
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="flex max-w-prose flex-col items-center gap-3 text-muted">{children}</div>
    </div>
  )
}

/** What went wrong, in a place for one number or one choice. */
export function SmallError({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { title, advice } = explain(error)
  return (
    <div role="alert" className="text-[13px]">
      <span className="text-danger wrap-anywhere" title={advice}>
        {title}
      </span>{' '}
      {onRetry && (
        <button type="button" onClick={onRetry} className="min-h-6 font-medium underline">
          Try again
        </button>
      )}
    </div>
  )
}

/** What went wrong, for the person and, below, for whoever mends it. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { title, advice } = explain(error)
  const details =
    error instanceof RequestError
      ? [error.status && `Status ${error.status}`, error.body.code, error.requestId && `request ${error.requestId}`]
          .filter(Boolean)
          .join(' · ')
      : error.name
  return (
    <div role="alert" className="flex flex-col items-start gap-3 rounded-lg border border-danger bg-danger-soft p-4">
      <div className="flex flex-col gap-1">
        <p className="font-medium">{title}</p>
        {advice && <p className="wrap-anywhere">{advice}</p>}
      </div>
      <p className="text-[13px] text-muted">{details}</p>
      <div className="flex flex-wrap gap-2">
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        <CopyButton look="bare" label="Copy details" text={`${title} ${advice} (${details})`} />
      </div>
    </div>
  )
}

/** An error in the place of a whole page. */
export function PageError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="px-4 md:px-6">
      <ErrorState error={error} onRetry={onRetry} />
    </div>
  )
}

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

interface LoadedProps<Data> {
  query: Question<Data>
  children: (data: Data) => ReactNode
  /** Shape of what will come. */
  skeleton?: ReactNode
  /** Given with `empty`: whether the answer has nothing to show. */
  isEmpty?: (data: Data) => boolean
  empty?: ReactNode
  /** What to show in the place of the plain error, such as for what does not exist; null for the plain one. */
  failed?: (error: Error) => ReactNode
  /** Draws a frame around the skeleton and the empty state, for data that has one of its own. */
  isBoxed?: boolean
  className?: string
}

const BOX = 'rounded-lg border border-line bg-surface'

/** Whether a region around this one already says that it was not refreshed. */
const NotedAround = createContext(false)

/**
 * A region with the answer to a question. A failed refresh keeps the old answer and says so on a line that takes no room,
 * so nothing moves when it comes or goes.
 */
export function Loaded<Data>({
  query,
  children,
  skeleton = <Skeleton />,
  isEmpty,
  empty,
  failed,
  isBoxed = false,
  className = '',
}: LoadedProps<Data>) {
  const { error, isPlaceholderData = false } = query
  // What is gone is not shown any more; any other failure keeps what there was.
  const isGone = error instanceof RequestError && (error.status === 404 || error.status === 410)
  const data = isGone ? undefined : query.data
  const isNoted = useContext(NotedAround) || isStale(query)
  const framed = (content: ReactNode) => (isBoxed ? <div className={BOX}>{content}</div> : content)
  return (
    <div
      className={`relative min-w-0 ${isPlaceholderData ? 'opacity-60' : ''} ${className}`}
      aria-busy={isPlaceholderData || undefined}
    >
      {data !== undefined
        ? isEmpty?.(data)
          ? framed(empty)
          : inNoted(isNoted, children(data))
        : error
          ? (failed?.(error) ?? <ErrorState error={error} onRetry={() => void query.refetch()} />)
          : framed(skeleton)}
      {!isGone && <RefreshNote queries={[query]} />}
    </div>
  )
}

const isStale = ({ data, error }: Question<unknown>) => data !== undefined && error !== null

const inNoted = (isNoted: boolean, content: ReactNode) => (
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

/** Several questions that one region needs the answers of, as one. */
export function together<Parts extends unknown[]>(
  ...questions: { [Index in keyof Parts]: Question<Parts[Index]> }
): Question<Parts> {
  const all: Question<unknown>[] = questions
  return {
    data: all.every(({ data }) => data !== undefined) ? (all.map(({ data }) => data) as Parts) : undefined,
    error: all.find(({ error }) => error)?.error ?? null,
    isFetching: all.some(({ isFetching }) => isFetching),
    dataUpdatedAt: Math.min(...all.map(({ dataUpdatedAt }) => dataUpdatedAt)),
    refetch: () => {
      for (const { error, refetch } of all) if (error) void refetch()
    },
  }
}

/** Rows of all pages that were read of a list. */
export function rowsOf<Row>({ pages }: { pages: readonly { results: readonly Row[] }[] }): Row[] {
  return pages.flatMap(({ results }) => results)
}

type Paged = Pick<Question<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'fetchNextPage'>

/** How a table asks for more of a list. After a failure it waits until somebody tries again. */
export function moreOf({ hasNextPage = false, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: Paged) {
  return {
    hasMore: hasNextPage && !isFetchNextPageError,
    isLoadingMore: isFetchingNextPage === true,
    onMore: () => void fetchNextPage?.(),
  }
}

/** The button below a list that goes on. */
export function ShowMore({ query, label = 'Show more' }: { query: Paged; label?: string }) {
  if (!query.hasNextPage) return null
  return (
    <Button onClick={() => void query.fetchNextPage?.()} disabled={query.isFetchingNextPage}>
      {query.isFetchingNextPage ? 'Loading…' : label}
    </Button>
  )
}

interface CountLineProps {
  query: Question<{ pages: readonly { count: number }[] }>
  one: string
  many: string
  /** What stands behind the number in any case. */
  children?: ReactNode
}

/** `12 cohorts.` below a list; nothing as long as the number is not known. */
export function CountLine({ query, one, many, children }: CountLineProps) {
  const count = query.data?.pages[0]?.count
  return (
    <p aria-live="polite" className="min-h-5 text-[13px] text-muted">
      {count === undefined ? '' : `${exactNumber(count)} ${count === 1 ? one : many}. `}
      {children}
    </p>
  )
}
