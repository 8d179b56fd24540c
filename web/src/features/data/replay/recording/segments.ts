/** Divides a recording into segments: which window is shown when, where somebody was active, and where nothing was recorded. */
import { type Item, isUserActivity, TYPE } from './recorded'

export interface Segment {
  /** Milliseconds since the epoch; the end belongs to the next segment. */
  start: number
  end: number
  /** null: nothing was recorded. */
  windowId: string | null
  isActive: boolean
}

/** Somebody counts as active this long after what they did last. */
export const ACTIVE_MS = 5_000
/** A longer time without any item is a gap. */
const GAP_MS = 60_000

/**
 * The window follows the user: the one that they used last, until another one is used.
 * @param items sorted by time
 * @param end end of the recording; it can be later than the last item that is loaded
 */
export function segmentsOf(items: readonly Item[], start: number, end: number): Segment[] {
  const first = items[0]
  if (!first) return []
  const segments: Segment[] = []
  let windowId = items.find(({ type }) => type === TYPE.full)?.windowId ?? first.windowId
  let activeUntil = Number.NEGATIVE_INFINITY
  const add = (from: number, to: number, shown: string | null, isActive: boolean) => {
    if (to <= from) return
    const last = segments.at(-1)
    if (last && last.windowId === shown && last.isActive === isActive) last.end = to
    else segments.push({ start: from, end: to, windowId: shown, isActive })
  }
  /** Adds what lies between two items: first the rest of the activity, then inactivity or a gap. */
  const pass = (from: number, to: number) => {
    const activeTo = Math.max(from, Math.min(to, activeUntil))
    add(from, activeTo, windowId, true)
    add(activeTo, to, to - from > GAP_MS ? null : windowId, false)
  }
  let at = start
  for (const item of items) {
    pass(at, item.timestamp)
    at = Math.max(at, item.timestamp)
    if (isUserActivity(item)) {
      windowId = item.windowId
      activeUntil = item.timestamp + ACTIVE_MS
    }
  }
  pass(at, end)
  return segments
}

/** The segment at a time; the last one at the very end. */
export function segmentAt(segments: readonly Segment[], time: number): Segment | undefined {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (segments[middle]!.end <= time) low = middle + 1
    else high = middle
  }
  return segments[low]
}
