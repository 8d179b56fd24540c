/**
 * What a region of a page shows of a question to the server. There are five states, and only the last two speak of data:
 * loading, failed without data, failed with old data, nothing found, data. `Loaded` decides which; pages do not.
 */
import { type ReactNode, useContext, useEffect, useState } from 'react'
import { RequestError } from '../api/client'
import { explain } from '../api/problems'
import { CopyButton } from './code-block'
import { Button } from './controls'
import { inNoted, isStale, NotedAround, type Question, RefreshNote } from './refresh-note'

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
