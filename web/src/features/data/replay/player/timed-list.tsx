/** A list of what happened when. The present entry is marked and kept in view; a click plays from an entry. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { clock } from '../recording/clock'
import { lastBefore } from './marks'
import { useSession, useView } from './use-view'

const ROW_PX = 44

interface Props<Entry> {
  label: string
  /** Sorted by time. */
  entries: readonly Entry[]
  keyOf: (entry: Entry, index: number) => string
  children: (entry: Entry) => ReactNode
}

export function TimedList<Entry extends { time: number }>({ label, entries, keyOf, children }: Props<Entry>) {
  const session = useSession()
  const start = useView(({ loaded }) => loaded?.start ?? 0)
  const current = useView(({ playback }) => (playback ? lastBefore(entries, playback.time) : -1))
  const scroll = useRef<HTMLDivElement>(null)
  const isOver = useRef(false)
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  })
  useEffect(() => {
    // Not under the pointer of somebody who is about to click.
    if (current >= 0 && !isOver.current) virtualizer.scrollToIndex(current, { align: 'auto' })
  }, [current, virtualizer])
  return (
    <div
      ref={scroll}
      onPointerEnter={() => {
        isOver.current = true
      }}
      onPointerLeave={() => {
        isOver.current = false
      }}
      className="max-h-[min(60dvh,38rem)] min-h-40 overflow-y-auto rounded-lg border border-line"
    >
      <ul aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start: top, key }) => {
          const entry = entries[index]!
          return (
            <li
              key={keyOf(entry, index) || key}
              ref={virtualizer.measureElement}
              data-index={index}
              style={{ transform: `translateY(${top}px)` }}
              className="absolute inset-x-0 border-b border-line"
            >
              <button
                type="button"
                aria-current={index === current || undefined}
                onClick={() => session.seek(entry.time)}
                className="grid min-h-11 w-full grid-cols-[3.5rem_minmax(0,1fr)] items-baseline gap-2 px-2 py-1.5 text-left text-[13px] -outline-offset-2 hover:bg-raised aria-[current]:bg-accent-soft"
              >
                <span className="text-right text-muted">{clock(entry.time - start)}</span>
                {children(entry)}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
