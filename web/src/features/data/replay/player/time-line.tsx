/** The time line: how much happened when, the events, what is loaded, and where the player is. */
import { type PointerEvent, useMemo, useRef, useState } from 'react'
import { activityBars } from '../recording/activity'
import { clock } from '../recording/clock'
import type { Mark, MarkKind } from './marks'
import { TimePreview } from './time-preview'
import { useSession, useView } from './use-view'

const BARS = 160
/** More marks than this are not drawn: they would cover the line. The list beside the player has them all. */
const MARKS_MAX = 600
const KEY_STEP_MS = 5_000

const COLORS: Record<MarkKind, string> = {
  pageview: 'bg-series-1',
  click: 'bg-muted',
  error: 'bg-danger',
  custom: 'bg-accent',
  other: 'bg-line-strong',
}

export function TimeLine({ marks }: { marks: readonly Mark[] }) {
  const session = useSession()
  const loaded = useView((view) => view.loaded)
  const isReady = useView(({ playback }) => playback !== null)
  const line = useRef<HTMLDivElement>(null)
  /** Where the pointer is, and whether it drags. */
  const [pointer, setPointer] = useState<{ time: number; isDragging: boolean } | null>(null)
  if (!loaded || !isReady) return <div className="h-14 border-b border-line bg-surface" />
  const { start, end } = loaded
  const length = Math.max(1, end - start)
  const timeAt = (event: PointerEvent) => {
    const { left, width } = line.current!.getBoundingClientRect()
    return start + Math.min(1, Math.max(0, (event.clientX - left) / width)) * length
  }
  return (
    <div className="border-b border-line bg-surface px-3 py-2">
      <div
        ref={line}
        className="relative h-10 cursor-pointer touch-none"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setPointer({ time: timeAt(event), isDragging: true })
        }}
        onPointerMove={(event) => setPointer((now) => ({ time: timeAt(event), isDragging: now?.isDragging ?? false }))}
        onPointerUp={(event) => {
          if (pointer?.isDragging) session.seek(timeAt(event))
          setPointer(event.pointerType === 'mouse' ? { time: timeAt(event), isDragging: false } : null)
        }}
        onPointerCancel={() => setPointer(null)}
        onPointerLeave={() => setPointer((now) => (now?.isDragging ? now : null))}
      >
        <Picture marks={marks} start={start} length={length} />
        <Head start={start} length={length} dragged={pointer?.isDragging ? pointer.time : null} />
        <TimePreview marks={marks} time={pointer?.time ?? null} start={start} length={length} />
      </div>
    </div>
  )
}

interface Span {
  start: number
  /** Milliseconds. */
  length: number
}

const percent = (part: number) => `${Math.min(100, Math.max(0, part * 100))}%`

/** The parts that do not move. */
function Picture({ marks, start, length }: Span & { marks: readonly Mark[] }) {
  const items = useView(({ loaded }) => loaded?.items)
  const ranges = useView(({ loaded }) => loaded?.ranges)
  const segments = useView((view) => view.segments)
  const bars = useMemo(() => activityBars(items ?? [], start, start + length, BARS), [items, start, length])
  const within = marks.filter(({ time }) => time >= start && time <= start + length).slice(0, MARKS_MAX)
  const place = (from: number, to: number) => ({
    left: percent((from - start) / length),
    width: percent((to - from) / length),
  })
  return (
    <div aria-hidden className="absolute inset-0">
      <div className="absolute inset-x-0 top-3 bottom-0 overflow-hidden rounded bg-raised">
        {ranges?.map((range) => (
          <div key={range.start} style={place(range.start, range.end)} className="absolute inset-y-0 bg-accent-soft" />
        ))}
        {segments
          .filter(({ windowId }) => windowId === null)
          .map((gap) => (
            <div
              key={gap.start}
              style={{
                ...place(gap.start, gap.end),
                backgroundImage: 'repeating-linear-gradient(45deg, var(--line) 0 4px, transparent 4px 8px)',
              }}
              className="absolute inset-y-0 bg-raised"
            />
          ))}
        <svg
          aria-hidden
          viewBox={`0 0 ${BARS} 100`}
          preserveAspectRatio="none"
          className="absolute inset-0 h-full w-full fill-accent/50"
        >
          {bars.map((height, index) =>
            height > 0 ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the bars are places
              <rect key={index} x={index + 0.1} width={0.8} y={100 - height * 100} height={height * 100} />
            ) : null,
          )}
        </svg>
      </div>
      {within.map(({ id, time, kind }) => (
        <span
          key={id}
          style={{ left: percent((time - start) / length) }}
          className={`absolute top-0 h-2.5 w-0.5 -translate-x-1/2 rounded ${COLORS[kind]}`}
        />
      ))}
    </div>
  )
}

/** The handle, which is also the slider for keyboard and screen reader. */
function Head({ start, length, dragged }: Span & { dragged: number | null }) {
  const session = useSession()
  const time = useView(({ playback }) => playback!.time)
  const shown = dragged ?? time
  const keys: Record<string, number> = {
    Home: start,
    End: start + length,
    ArrowUp: time + KEY_STEP_MS,
    ArrowDown: time - KEY_STEP_MS,
    PageUp: time - length / 10,
    PageDown: time + length / 10,
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Time"
      aria-valuemin={0}
      aria-valuemax={Math.round(length / 1_000)}
      aria-valuenow={Math.round((shown - start) / 1_000)}
      aria-valuetext={`${clock(shown - start)} of ${clock(length)}`}
      onKeyDown={(event) => {
        const to = keys[event.key]
        if (to === undefined) return
        event.preventDefault()
        session.seek(to)
      }}
      style={{ left: percent((shown - start) / length) }}
      className="absolute inset-y-0 w-1 -translate-x-1/2 rounded bg-text"
    >
      <span className="absolute -top-1 left-1/2 size-3 -translate-x-1/2 rounded-full border-2 border-surface bg-text" />
    </div>
  )
}
