/** Numbers of periods in HogQL, counted from the first one of a range. */
import type { DateTime } from 'luxon'
import { call, constant, type Expr, exprTemplate, field } from '../hogql/index.ts'
import type { Interval } from './dates.ts'

/** Which period after `first` a time lies in; negative before it. */
export function periodIndex(first: DateTime, interval: Interval, time: Expr = field('timestamp')): Expr {
  const date = call('toDate', constant(first.toISODate()!))
  switch (interval) {
    case 'minute':
    case 'hour': {
      const seconds = interval === 'hour' ? 3600 : 60
      return exprTemplate(
        `toInt32(floor(divide(minus(toUnixTimestamp64Micro({time}), ${first.toMillis() * 1000}), ${seconds}000000)))`,
        { time },
      )
    }
    case 'day':
      return exprTemplate("toInt32(dateDiff('day', {date}, toDate({time})))", { date, time })
    case 'week':
      return exprTemplate("toInt32(intDiv(dateDiff('day', {date}, toStartOfWeek({time})), 7))", { date, time })
    case 'month':
      return exprTemplate("toInt32(dateDiff('month', {date}, toStartOfMonth({time})))", { date, time })
  }
}
