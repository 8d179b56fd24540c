/** When a subscription is due. */
import { nextOccurrence, type Recurrence } from './recurrence.ts'
import { recurrenceOf, type Subscription } from './store.ts'

/** A report may go out this long before its time, so the next one is always later than that. */
export const AHEAD_MS = 15 * 60_000

/** @returns null when the schedule has no further occurrence */
export function nextAfterNow(recurrence: Recurrence, timeZone: string): Date | null {
  return nextOccurrence(recurrence, new Date(Date.now() + AHEAD_MS), timeZone)
}

/**
 * When a subscription is due after a delivery. It never goes back, so a clock that was set back repeats nothing.
 * @param scheduledAt when the delivery was due
 */
export function nextAfterDelivery(subscription: Subscription, scheduledAt: Date, timeZone: string): Date | null {
  const from = Math.max(scheduledAt.getTime(), Date.now() + AHEAD_MS)
  return nextOccurrence(recurrenceOf(subscription), new Date(from), timeZone)
}
