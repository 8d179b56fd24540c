/** Merges the saves of one sitting: an hour of writing in a notebook is one entry. */
import { type Change, changesOf, type HistoryEntry, sentenceOf } from './sentences'

/** A pause this long starts a new sitting. */
const PAUSE_MS = 30 * 60 * 1000

/** Entries that say the same, newest first. */
export interface Sitting {
  newest: HistoryEntry
  entries: HistoryEntry[]
  /** The changes from before the first entry to after the last. */
  changes: Change[]
}

/** @param entries newest first */
export function sittingsOf(entries: readonly HistoryEntry[]): Sitting[] {
  const sittings: HistoryEntry[][] = []
  for (const entry of entries) {
    const last = sittings.at(-1)
    if (last && belongsTo(last.at(-1)!, entry)) last.push(entry)
    else sittings.push([entry])
  }
  return sittings.map((each) => ({ newest: each[0]!, entries: each, changes: merged(each) }))
}

function belongsTo(later: HistoryEntry, earlier: HistoryEntry): boolean {
  const pause = Date.parse(later.created_at) - Date.parse(earlier.created_at)
  return (
    earlier.activity === 'updated' &&
    later.scope === earlier.scope &&
    later.item_id === earlier.item_id &&
    later.activity === earlier.activity &&
    later.user?.email === earlier.user?.email &&
    pause < PAUSE_MS &&
    sentenceOf(later).did === sentenceOf(earlier).did
  )
}

/** One change per field; none for a field that has its old value again. */
function merged(entries: readonly HistoryEntry[]): Change[] {
  if (entries.length === 1) return changesOf(entries[0]!)
  const fields = new Map<string, Change>()
  for (const change of entries.toReversed().flatMap(changesOf)) {
    // Each tag is a change of its own.
    const key = change.field === 'tag' ? `tag ${change.before ?? change.after}` : change.field!
    const first = fields.get(key)
    fields.set(key, first ? { ...change, before: first.before } : change)
  }
  return [...fields.values()].filter(
    ({ before, after }) => (before === null && after === null) || JSON.stringify(before) !== JSON.stringify(after),
  )
}
