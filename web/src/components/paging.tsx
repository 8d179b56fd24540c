/** Lists that are read page by page: their rows, how they go on, how long they are. */

import { exactNumber } from '@hedgerow/shared/format'
import type { ReactNode } from 'react'
import { Button } from './controls'
import type { Question } from './refresh-note'

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
