/** How checks change the state of an alert, and when people hear of it. */
import type { AlertState } from '@hedgerow/shared/alerts'

/** An alert that fails this often in a row has the state Errored. */
export const ERRORS_MAX = 3

export interface Memory {
  state: AlertState
  errorsInRow: number
}

export type Outcome = 'breach' | 'no breach' | 'error'

/** @returns what to remember, and what the subscribed users are told: only changes */
export function nextState(
  { state, errorsInRow }: Memory,
  outcome: Outcome,
): Memory & { news: 'firing' | 'errored' | null } {
  if (outcome === 'breach') return { state: 'Firing', errorsInRow: 0, news: state === 'Firing' ? null : 'firing' }
  if (outcome === 'no breach') return { state: 'Not firing', errorsInRow: 0, news: null }
  const errors = errorsInRow + 1
  // A check only happens after a snooze has ended.
  const before = state === 'Snoozed' ? 'Not firing' : state
  if (errors < ERRORS_MAX) return { state: before, errorsInRow: errors, news: null }
  return { state: 'Errored', errorsInRow: errors, news: state === 'Errored' ? null : 'errored' }
}
