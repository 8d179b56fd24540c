/** A virtualized table: only the visible rows are rendered, and more are loaded near the end. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

const ROW_PX = 40
const ROWS_AHEAD = 15

export interface Column<Row> {
  name: string
  title: ReactNode
  /** CSS grid track: the first column grows, others have a width. */
  width: string
  cell: (row: Row) => ReactNode
  /** Title and cells are at the right, so that digits are below each other. */
  isNumber?: boolean
  /** Sort direction; null if the rows are sorted by another column, absent if they cannot be sorted by this one. */
  sorted?: 'ascending' | 'descending' | null
  onSort?: () => void
}

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  /** Undefined rows are still loading. */
  rows: readonly (Row | undefined)[]
  rowKey: (row: Row) => string
  /** Number of all rows, loaded or not; null when unknown. */
  count: number | null
  hasMore?: boolean
  isLoadingMore?: boolean
  onMore?: () => void
  /** Called with the range of visible rows, plus some around them. */
  onRange?: (first: number, last: number) => void
  /** Identifies the query; a new one scrolls to the top. */
  of?: string
  /** Index of the row with the keyboard cursor; it is scrolled into view. */
  current?: number | null
}

export function VirtualTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  count,
  hasMore = false,
  isLoadingMore = false,
  onMore,
  onRange,
  of,
  current = null,
}: Props<Row>) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_AHEAD,
  })
  const items = virtualizer.getVirtualItems()
  const firstSeen = items[0]?.index ?? 0
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastSeen >= rows.length - ROWS_AHEAD) onMore?.()
  }, [hasMore, isLoadingMore, lastSeen, rows.length, onMore])
  useEffect(() => {
    onRange?.(firstSeen, lastSeen)
  }, [firstSeen, lastSeen, onRange])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the query changes
  useEffect(() => {
    scroll.current?.scrollTo(0, 0)
  }, [of])
  useEffect(() => {
    if (current !== null) virtualizer.scrollToIndex(current)
  }, [current, virtualizer])
  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') }
  return (
    <section
      ref={scroll}
      aria-label={label}
      tabIndex={0}
      className="max-h-[70dvh] overflow-auto rounded-lg border border-line bg-surface"
    >
      {/* biome-ignore-start lint/a11y/useSemanticElements: rows are positioned, which table elements cannot be */}
      {/* biome-ignore-start lint/a11y/useFocusableInteractive: the rows of a plain table take no focus */}
      <div role="table" aria-label={label} aria-rowcount={count === null ? -1 : count + 1} className="min-w-max">
        <div
          role="row"
          aria-rowindex={1}
          style={template}
          className="sticky top-0 z-10 grid border-b border-line bg-raised"
        >
          {columns.map((column) => (
            <div
              key={column.name}
              role="columnheader"
              aria-sort={column.onSort ? (column.sorted ?? 'none') : undefined}
              className={`truncate px-3 py-2 text-[13px] font-medium text-muted ${column.isNumber ? 'text-right' : ''}`}
            >
              {column.onSort ? (
                <button
                  type="button"
                  onClick={column.onSort}
                  className="inline-flex max-w-full items-center gap-1 hover:text-text"
                >
                  <span className="truncate">{column.title}</span>
                  {column.sorted === 'ascending' && <ArrowUp size={14} aria-hidden />}
                  {column.sorted === 'descending' && <ArrowDown size={14} aria-hidden />}
                </button>
              ) : (
                column.title
              )}
            </div>
          ))}
        </div>
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            return (
              <div
                key={row === undefined ? item.index : rowKey(row)}
                role="row"
                aria-rowindex={item.index + 2}
                aria-current={item.index === current || undefined}
                className="absolute inset-x-0 grid items-center border-b border-line hover:bg-raised aria-[current]:bg-accent-soft"
                style={{ ...template, height: ROW_PX, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column) => (
                  <div key={column.name} role="cell" className={`truncate px-3 ${column.isNumber ? 'text-right' : ''}`}>
                    {row === undefined ? (
                      <div aria-hidden className="h-3 w-3/5 animate-pulse rounded bg-raised" />
                    ) : (
                      column.cell(row)
                    )}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {/* biome-ignore-end lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore-end lint/a11y/useSemanticElements: see above */}
      {isLoadingMore && (
        <p role="status" className="px-3 py-2 text-[13px] text-muted">
          Loading more…
        </p>
      )}
    </section>
  )
}
