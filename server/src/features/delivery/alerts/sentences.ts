/** What people read about a check. */
import { type AlertRule, limitText } from '@hedgerow/shared/alerts'
import { bucketLabel } from '@hedgerow/shared/query/dates'
import type { Interval } from '@hedgerow/shared/query/options'
import type { Breach } from './evaluate.ts'

/** What broke a rule: `Pageview: 120 on 3 Mar 2026 is above the limit of 100.` */
export function breachText(rule: AlertRule, breach: Breach, interval: Interval | null | undefined): string {
  const { label, value, bound, limit } = breach
  const amount = Number.isFinite(value) ? limitText(Math.abs(value), rule.thresholdType) : null
  const than = limitText(limit, rule.thresholdType)
  const when = periodText(breach, interval)
  if (rule.condition === 'absolute_value')
    return `${label}: ${limitText(value, rule.thresholdType)}${when} is ${bound === 'upper' ? 'above' : 'below'} the limit of ${than}.`
  const isIncrease = rule.condition === 'relative_increase'
  const rose = value === 0 ? null : value > 0 === isIncrease
  const change =
    rose === null
      ? 'did not change'
      : `${rose ? 'increased' : 'decreased'} ${amount === null ? 'from 0' : `by ${amount}`}`
  const limits = `at ${bound === 'upper' ? 'most' : 'least'} ${than}`
  return `${label}: the value${when} ${change}. The alert expects ${isIncrease ? 'an increase' : 'a decrease'} of ${limits}.`
}

function periodText({ bucket, isOngoing }: Breach, interval: Interval | null | undefined): string {
  if (bucket === null) return ''
  const label = bucketLabel(bucket, interval ?? 'day', true)
  const at =
    interval === 'week'
      ? `in the ${label.replace(/^Week/, 'week')}`
      : interval === 'month'
        ? `in ${label}`
        : `on ${label}`
  return ` ${at}${isOngoing ? ' so far' : ''}`
}
