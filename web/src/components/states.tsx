/**
 * What a region of a page shows for a query. There are five states: loading, failed, stale (a refresh failed), empty and
 * present. `Loaded` picks the state; pages do not.
 */
import { type ReactNode, useContext, useEffect, useState } from 'react'
import { RequestError } from '../api/client'
import { explain } from '../api/problems'
import { CopyButton } from './code-block'
import { Button } from './controls'
import { inNoted, isStale, NotedAround, type Question, RefreshNote } from './refresh-note'

const WIDTHS = ['96%', '82%', '90%', '71%', '88%', '76%', '93%', '68%']
/** After this time a skeleton says that it is still waiting. */
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

/** A note on a skeleton that the answer takes long. It overlays the skeleton, so nothing moves. */
export function StillWaiting() {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSlow ? (
    <p className="absolute inset-x-0 top-4 text-center text-[13px]">
      <span className="rounded bg-surface px-2 py-1">The server hasn’t responded yet. Still waiting…</span>
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

/** An error in the space of one number or field. */
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

/** An error: a message for the user and, below it, the details for support. */
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

/** An error instead of a whole page. */
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
  /** Placeholder in the shape of the content. */
  skeleton?: ReactNode
  /** Goes with `empty`: whether there is nothing to show. */
  isEmpty?: (data: Data) => boolean
  empty?: ReactNode
  /** Replaces the default error, for example for a 404. Return null to keep the default. */
  failed?: (error: Error) => ReactNode
  /** Draws a frame around the skeleton and the empty state, for content that brings its own. */
  isBoxed?: boolean
  className?: string
}

const BOX = 'rounded-lg border border-line bg-surface'

/**
 * A region that shows the result of a query. A failed refresh keeps the old data and marks it with a line that takes no
 * space, so nothing moves when the line comes or goes.
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
  // Hide data that is gone; any other failure keeps the old data.
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

/** Combines several queries that one region needs into one. */
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
