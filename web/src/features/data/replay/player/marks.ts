/** What is marked on the time line and listed beside the player. */

export type MarkKind = 'pageview' | 'click' | 'error' | 'custom' | 'other'

export interface Mark {
  id: string
  /** Milliseconds since the epoch. */
  time: number
  kind: MarkKind
  name: string
  /** More about it, such as its page; empty if there is nothing. */
  detail: string
}

export const KIND_LABELS: Record<MarkKind, string> = {
  pageview: 'Page views',
  click: 'Clicks and inputs',
  error: 'Errors',
  custom: 'Your events',
  other: 'Other',
}

/** @param event name of an event */
export function kindOf(event: string): MarkKind {
  if (event === '$pageview' || event === '$screen') return 'pageview'
  if (event === '$autocapture' || event === '$rageclick' || event === '$dead_click') return 'click'
  if (event === '$exception') return 'error'
  return event.startsWith('$') ? 'other' : 'custom'
}

/** The index of the last entry that is not after a time; −1 if all are. */
export function lastBefore(entries: readonly { time: number }[], time: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.time <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The entry that is nearest to a time, if one is within a distance in milliseconds. */
export function nearest<Entry extends { time: number }>(
  entries: readonly Entry[],
  time: number,
  within: number,
): Entry | null {
  const index = lastBefore(entries, time)
  const distance = (entry: Entry | undefined) => (entry ? Math.abs(entry.time - time) : Number.POSITIVE_INFINITY)
  const [before, after] = [entries[index], entries[index + 1]]
  const found = distance(before) <= distance(after) ? before : after
  return found && distance(found) <= within ? found : null
}
