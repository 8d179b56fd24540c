/**
 * When a subscription is due: an iCalendar recurrence (RFC 5545), as the library `rrule` computes it. It runs on the local time
 * of the project, so that a report of nine o'clock comes at nine in summer and in winter.
 */

import type { Frequency, Weekday } from '@hedgerow/shared/schedule'
import { WEEKDAYS } from '@hedgerow/shared/schedule'
import { DateTime, IANAZone } from 'luxon'
import rrule from 'rrule'
import { atLocal } from '../../../platform/local-time.ts'

const { RRule } = rrule

export interface Recurrence {
  frequency: Frequency
  /** Every how many days, weeks, months or years; from 1. */
  interval: number
  byweekday: readonly Weekday[] | null
  /** Which of the matching days of a month, from 1, or from -1 for the last one. Only used with `monthly` and `byweekday`. */
  bysetpos: number | null
  /** Number of occurrences since the start, past ones included. */
  count: number | null
  startDate: Date
  /** The last moment at which one may occur. */
  untilDate: Date | null
}

const FREQUENCIES = { daily: RRule.DAILY, weekly: RRule.WEEKLY, monthly: RRule.MONTHLY, yearly: RRule.YEARLY }
const DAY_MS = 24 * 60 * 60 * 1000
/** No month has a weekday more often. */
const PER_MONTH_MAX = 5

/**
 * The first occurrence strictly after a moment; null when there is none. Days that a month lacks are skipped. A time that the
 * clocks skip moves to the moment after the change.
 * @param timeZone of the project
 */
export function nextOccurrence(recurrence: Recurrence, after: Date, timeZone: string): Date | null {
  const zone = IANAZone.create(timeZone)
  const wallOf = (moment: Date) =>
    DateTime.fromJSDate(moment, { zone }).setZone('utc', { keepLocalTime: true }).toJSDate()
  const start = wallOf(recurrence.startDate)
  if (neverMatches(recurrence, start)) return null
  const rule = ruleOf(recurrence, start)
  // Local times and moments differ in order only where the clocks change, by less than a day.
  let wall: Date | null = new Date(wallOf(after).getTime() - DAY_MS)
  for (;;) {
    wall = rule.after(wall, false)
    if (!wall) return null
    const moment = atLocal(DateTime.fromJSDate(wall, { zone: 'utc' }), zone).toJSDate()
    if (recurrence.untilDate && moment > recurrence.untilDate) return null
    if (moment > after) return moment
  }
}

function ruleOf({ frequency, interval, byweekday, bysetpos, count }: Recurrence, start: Date) {
  const weekdays = byweekday?.map((day) => WEEKDAYS.indexOf(day)) ?? []
  const usesPosition = frequency === 'monthly' && weekdays.length > 0 && bysetpos !== null
  return new RRule(
    {
      freq: FREQUENCIES[frequency],
      interval,
      dtstart: start,
      wkst: RRule.MO,
      ...(count !== null && { count }),
      ...(weekdays.length > 0 && { byweekday: weekdays }),
      ...(usesPosition && { bysetpos }),
    },
    true,
  )
}

/** Rules without any occurrence, which the library would look for until the year 9999. */
function neverMatches({ frequency, interval, byweekday, bysetpos }: Recurrence, start: Date): boolean {
  if (!byweekday?.length) return false
  const startDay = WEEKDAYS[(start.getUTCDay() + 6) % 7]!
  if (frequency === 'daily') return interval % 7 === 0 && !byweekday.includes(startDay)
  const isBeyond = bysetpos !== null && Math.abs(bysetpos) > PER_MONTH_MAX * new Set(byweekday).size
  return frequency === 'monthly' && isBeyond
}
