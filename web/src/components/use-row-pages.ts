/** The rows of a long table by index, loaded in pages around the visible range. */
import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'

interface Page<Row> {
  results: Row[]
  count: number
}

interface RowPages<Row> {
  /** As long as the table; rows that are not loaded yet are undefined. */
  rows: readonly (Row | undefined)[]
  count: number
  error: Error | null
  isFetching: boolean
  /** When the oldest shown page arrived, in milliseconds since the epoch. */
  dataUpdatedAt: number
  isPending: boolean
  /** The rows still belong to the previous query. */
  isPlaceholder: boolean
  onRange: (first: number, last: number) => void
  refetch: () => void
}

/**
 * @param key identifies the query
 * @param size rows per page
 */
export function useRowPages<Row>(
  key: readonly unknown[],
  size: number,
  ask: (page: { limit: number; offset: number }, signal: AbortSignal) => Promise<Page<Row>>,
  isEnabled: boolean,
): RowPages<Row> {
  const hash = JSON.stringify(key)
  const [range, setRange] = useState({ of: hash, first: 0, last: 0 })
  const { first, last } = range.of === hash ? range : { first: 0, last: 0 }
  // The first page is always loaded: it has the total count.
  const wanted = new Set([0])
  for (let page = Math.floor(first / size); page <= Math.floor(last / size); page++) wanted.add(page)
  const numbers = [...wanted]
  const pages = useQueries({
    queries: numbers.map((number) => ({
      queryKey: [...key, number],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask({ limit: size, offset: number * size }, signal),
      enabled: isEnabled,
    })),
  })
  const head = pages[0]!
  const known = `${hash} ${head.status} ${numbers.join()} ${pages.map(({ dataUpdatedAt }) => dataUpdatedAt).join()}`
  const before = useRef<readonly (Row | undefined)[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` changes whenever a page does
  const rows = useMemo(() => {
    if (!head.data) return head.error ? [] : before.current
    const all = new Array<Row | undefined>(head.data.count)
    pages.forEach(({ data }, index) => {
      data?.results.forEach((row, at) => {
        const place = numbers[index]! * size + at
        if (place < all.length) all[place] = row
      })
    })
    before.current = all
    return all
  }, [known])
  const onRange = useCallback(
    (from: number, to: number) =>
      setRange((now) =>
        now.of === hash &&
        Math.floor(now.first / size) === Math.floor(from / size) &&
        Math.floor(now.last / size) === Math.floor(to / size)
          ? now
          : { of: hash, first: from, last: to },
      ),
    [hash, size],
  )
  return {
    rows,
    count: head.data?.count ?? rows.length,
    error: pages.find(({ error }) => error)?.error ?? null,
    isFetching: pages.some(({ isFetching }) => isFetching),
    dataUpdatedAt: Math.min(...pages.map(({ dataUpdatedAt }) => dataUpdatedAt || Number.POSITIVE_INFINITY)),
    isPending: head.isPending && rows.length === 0,
    isPlaceholder: !head.data && !head.error,
    onRange,
    refetch: () => {
      for (const page of pages) if (page.error) void page.refetch()
    },
  }
}
