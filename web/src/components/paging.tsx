/** Paged lists: their rows, the next page, and the total count. */

import { exactNumber } from '@hedgerow/shared/format'
import type { ReactNode } from 'react'
import { Button } from './controls'
import type { Question } from './refresh-note'

/** The rows of all loaded pages. */
export function rowsOf<Row>({ pages }: { pages: readonly { results: readonly Row[] }[] }): Row[] {
  return pages.flatMap(({ results }) => results)
}

type Paged = Pick<Question<unknown>, 'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'fetchNextPage'>

/** How a table loads the next page. After a failure it waits for a manual retry. */
export function moreOf({ hasNextPage = false, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: Paged) {
  return {
    hasMore: hasNextPage && !isFetchNextPageError,
    isLoadingMore: isFetchingNextPage === true,
    onMore: () => void fetchNextPage?.(),
  }
}

/** The button below a list that loads the next page. */
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
  /** Shown after the count, whether it is known or not. */
  children?: ReactNode
}

/** `12 cohorts.` below a list; no count until it is known. */
export function CountLine({ query, one, many, children }: CountLineProps) {
  const count = query.data?.pages[0]?.count
  return (
    <p aria-live="polite" className="min-h-5 text-[13px] text-muted">
      {count === undefined ? '' : `${exactNumber(count)} ${count === 1 ? one : many}. `}
      {children}
    </p>
  )
}
