/** Until when an alert is snoozed. */
import { DateTime } from 'luxon'
import { errors } from '../../../platform/http/errors.ts'
import { readLocal } from '../../../platform/local-time.ts'

const DAYS_MAX = 366
const UNITS: Record<string, 'hours' | 'days' | 'weeks' | 'months'> = {
  h: 'hours',
  d: 'days',
  w: 'weeks',
  m: 'months',
}

/**
 * The end of a snooze.
 * @param text `2h`, `1d`, `1w`, `1m`, or an ISO 8601 time, which is in the zone unless it has an offset
 * @throws ApiError 400 for anything else, for the past, and for more than a year
 */
export function readSnooze(text: string, timezone: string, now: Date): Date {
  const relative = /^\+?(\d{1,4})\s?([hdwm])$/.exec(text)
  const start = DateTime.fromJSDate(now, { zone: timezone })
  const end = relative ? start.plus({ [UNITS[relative[2]!]!]: Number(relative[1]) }) : readLocal(text, timezone)
  if (!end.isValid) throw errors.invalid('Use a time, or how long: 2h, 1d, 1w.', 'snoozed_until', 'invalid')
  if (end <= start) throw errors.invalid('The end of the snooze must be in the future.', 'snoozed_until')
  if (end > start.plus({ days: DAYS_MAX }))
    throw errors.invalid('An alert can be snoozed for at most a year. Disable it instead.', 'snoozed_until')
  return end.toJSDate()
}
