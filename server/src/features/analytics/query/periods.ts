/** HogQL for the index of a period, counted from the first period of a range. */
import type { Interval } from '@hedgerow/shared/query/options'
import type { DateTime } from 'luxon'
import { unevenDays } from '../../../platform/local-time.ts'
import { call, constant, type Expr, exprTemplate, field } from '../hogql/index.ts'
import { BUCKETS_MAX } from './dates.ts'

/** Index of the period that a time falls into, relative to `first`; negative for earlier times. */
export function periodIndex(first: DateTime, interval: Interval, time: Expr = field('timestamp')): Expr {
  const date = call('toDate', constant(first.toISODate()!))
  switch (interval) {
    case 'minute':
      return lengthsSince(first, 60, call('toUnixTimestamp64Micro', time))
    case 'hour':
      return lengthsSince(first, 3600, countedHours(first, call('toUnixTimestamp64Micro', time)))
    case 'day':
      return exprTemplate("toInt32(dateDiff('day', {date}, toDate({time})))", { date, time })
    case 'week':
      return exprTemplate("toInt32(intDiv(dateDiff('day', {date}, toStartOfWeek({time})), 7))", { date, time })
    case 'month':
      return exprTemplate("toInt32(dateDiff('month', {date}, toStartOfMonth({time})))", { date, time })
  }
}

function lengthsSince(first: DateTime, seconds: number, micros: Expr): Expr {
  const start = first.toMillis() * 1000
  return exprTemplate(`toInt32(floor(divide(minus({micros}, ${start}), ${seconds}000000)))`, { micros })
}

/** A time in microseconds, shifted so that short hours count as whole ones. */
function countedHours(first: DateTime, micros: Expr): Expr {
  return unevenDays(first.minus({ days: 2 }), first.plus({ hours: BUCKETS_MAX })).reduce((counted, { end, lacks }) => {
    const [from, by] = [end.toMillis() * 1000, lacks * 1000]
    // If the day ended before the first hour, shift the times before its end backwards.
    const moved =
      end <= first
        ? `minus({counted}, if(less({micros}, ${from}), ${by}, 0))`
        : `plus({counted}, if(less({micros}, ${from}), 0, ${by}))`
    return exprTemplate(moved, { counted, micros })
  }, micros)
}
