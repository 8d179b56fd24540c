/** The events on the live page: newest first, each once, never more than the page can hold. */

export const SHOWN_MAX = 500

export interface LiveEvent {
  id: string
  event: string
  distinct_id: string
}

/** Puts newly arrived events in front of those that are shown. */
export function addArrivals<Event extends LiveEvent>(shown: readonly Event[], arrived: readonly Event[]): Event[] {
  const known = new Set(shown.map((event) => event.id))
  const fresh = arrived.filter((event) => !known.has(event.id))
  return fresh.length === 0 ? (shown as Event[]) : [...fresh, ...shown].slice(0, SHOWN_MAX)
}

/** Events whose name or distinct ID contains every word, ignoring case. */
export function filterEvents<Event extends LiveEvent>(events: readonly Event[], text: string): Event[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return events.filter((event) => {
    const haystack = `${event.event} ${event.distinct_id}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
}
