/** What is at the time under the pointer: the time, the event that is nearest to it, and when the pointer rests, a picture. */
import { useEffect, useRef, useState } from 'react'
import { clock } from '../recording/clock'
import { loadedUntil } from '../recording/order'
import { type Mark, nearest } from './marks'
import type { Peek } from './peek'
import { useSession, useView } from './use-view'

/** An event is named when the pointer is this close to it, as a part of the whole line. */
const NEAR = 0.012
const REST_MS = 120
const HIDDEN = { visibility: 'hidden' } as const

interface Props {
  marks: readonly Mark[]
  /** Milliseconds since the epoch; null while the pointer is elsewhere. */
  time: number | null
  start: number
  /** Milliseconds. */
  length: number
}

export function TimePreview({ marks, time, start, length }: Props) {
  const segments = useView((view) => view.segments)
  const segment = time === null ? undefined : segments.find((each) => time >= each.start && time < each.end)
  const mark = time === null ? null : nearest(marks, time, length * NEAR)
  const part = time === null ? 0 : (time - start) / length
  const place = part < 0.5 ? { left: `${part * 100}%` } : { right: `${(1 - part) * 100}%` }
  return (
    <div
      style={time === null ? HIDDEN : place}
      className="pointer-events-none absolute bottom-full z-10 mb-1 w-60 max-w-[80vw] rounded border border-line-strong bg-surface p-1 text-[13px] shadow"
    >
      <Picture time={time} windowId={segment?.windowId ?? null} />
      <div className="px-1">
        <span className="font-medium">{clock((time ?? start) - start)}</span>
        {segment?.windowId === null && <span className="text-muted"> · nothing recorded</span>}
        {segment?.windowId && !segment.isActive && <span className="text-muted"> · inactive</span>}
        {mark && (
          <p className="truncate">
            {mark.name}
            {mark.detail && <span className="text-muted"> {mark.detail}</span>}
          </p>
        )}
      </div>
    </div>
  )
}

/** Drawn by an engine of its own, which starts when the pointer rests for the first time. */
function Picture({ time, windowId }: { time: number | null; windowId: string | null }) {
  const session = useSession()
  const isExternal = useView((view) => view.isExternal)
  const host = useRef<HTMLDivElement>(null)
  const peek = useRef<Promise<Peek> | null>(null)
  const [shown, setShown] = useState<number | null>(null)
  useEffect(() => {
    const { loaded } = session.view
    if (time === null || windowId === null || !loaded || loadedUntil(loaded.ranges, time) === null) {
      setShown(null)
      return
    }
    let isOver = false
    const timer = setTimeout(async () => {
      peek.current ??= openPeek(host.current!, isExternal)
      const opened = await peek.current
      if (!isOver) setShown(opened.show(loaded.items, windowId, time) ? time : null)
    }, REST_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [session, time, windowId, isExternal])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another policy needs another frame
  useEffect(
    () => () => {
      void peek.current?.then((opened) => opened.close())
      peek.current = null
      setShown(null)
    },
    [session, isExternal],
  )
  return (
    <div
      ref={host}
      aria-hidden
      data-testid="preview"
      data-time={shown ?? undefined}
      className={`relative mb-1 h-36 overflow-hidden rounded-sm bg-raised ${shown === null ? 'opacity-0' : ''}`}
      hidden={windowId === null}
    />
  )
}

async function openPeek(host: HTMLElement, isExternal: boolean): Promise<Peek> {
  const { openStage, Peek: Opened } = await import('./engine')
  return new Opened(await openStage(host, isExternal, 'Preview'), host)
}
