/** When alerts are checked: shortly after an hour, day, week or month of the project has ended. */
import type { CalculationInterval } from '@hedgerow/shared/alerts'
import type { Interval } from '@hedgerow/shared/query/options'
import { DateTime } from 'luxon'
import { addLocal, startOfLocal } from '../../../platform/local-time.ts'
import { bucketStart, nextBucket } from '../../analytics/query/index.ts'
import type { Team } from '../../workspace/organizations/index.ts'

const MINUTE_MS = 60_000
/** Events of an interval still arrive after its end. */
const DELAYS_MS: Record<CalculationInterval, number> = {
  hourly: 5 * MINUTE_MS,
  daily: 60 * MINUTE_MS,
  weekly: 60 * MINUTE_MS,
  monthly: 60 * MINUTE_MS,
}
const PERIODS: Record<CalculationInterval, Interval> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
}
const SATURDAY = 6
const MONDAY = 8

export interface Schedule {
  interval: CalculationInterval
  skipsWeekend: boolean
}

/** The settings of a project that decide when its intervals begin. */
export type Clock = Pick<Team, 'timezone' | 'weekStartDay'>

/** The first regular check after a moment. Checks that were missed are not made up for. */
export function nextCheckAt(now: Date, schedule: Schedule, clock: Clock): Date {
  const period = PERIODS[schedule.interval]
  const local = DateTime.fromJSDate(now, { zone: clock.timezone })
  const start = bucketStart(local, period, clock)
  const [own, next] = [start, nextBucket(start, period)].map((each) =>
    checkAtOrAfter(each.plus(DELAYS_MS[schedule.interval]).toJSDate(), schedule, clock),
  )
  return own! > now ? own! : next!
}

/** The moment itself, or the first check on Monday if it is on a weekend that the alert skips. */
export function checkAtOrAfter(moment: Date, { interval, skipsWeekend }: Schedule, { timezone }: Clock): Date {
  const time = DateTime.fromJSDate(moment, { zone: timezone })
  if (!skipsWeekend || time.weekday < SATURDAY) return moment
  return addLocal(startOfLocal(time, 'day'), MONDAY - time.weekday, 'day')
    .plus(DELAYS_MS[interval])
    .toJSDate()
}
