/** Subscriptions and their deliveries in words. */
import { type Frequency, scheduleSentence, type Weekday } from '@hedgerow/shared/schedule'
import { localTime } from '../../../local-time'
import type { Delivery, Subscription, Target } from './api'
import { splitAddresses } from './draft'

export const TARGET_NAMES: Record<Target, string> = {
  email: 'Email',
  slack: 'Slack',
  webhook: 'Webhook',
  teams: 'Microsoft Teams',
}

const RECIPIENTS_SHOWN = 2

/** `Monday, March 9`, with the year if it is another one. */
export function longDate(iso: string, timeZone: string, now = new Date()): string {
  const yearOf = (date: Date) => date.toLocaleDateString('en', { year: 'numeric', timeZone })
  const date = new Date(iso)
  return date.toLocaleDateString('en', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(yearOf(date) !== yearOf(now) && { year: 'numeric' }),
    timeZone,
  })
}

type Scheduled = Pick<
  Subscription,
  'frequency' | 'interval' | 'byweekday' | 'bysetpos' | 'start_date' | 'until_date' | 'count'
>

/** `Every weekday at 9:00, until Monday, March 9` */
export function scheduleOf(subscription: Scheduled, timeZone: string): string {
  const { frequency, interval, byweekday, bysetpos, until_date: until, count } = subscription
  const start = localTime(new Date(subscription.start_date), timeZone)
  const sentence = scheduleSentence({
    frequency: frequency as Frequency,
    interval,
    byweekday: byweekday as Weekday[] | null,
    bysetpos,
    date: start.slice(0, 10),
    time: start.slice(11),
  })
  return `${sentence}${endOf({ until, count }, timeZone)}`
}

/** `, until Monday, March 9`; empty for a schedule without end. */
export function endOf({ until, count }: { until: string | null; count: number | null }, timeZone: string): string {
  if (until !== null) return `, until ${longDate(until, timeZone)}`
  if (count === null) return ''
  return count === 1 ? ', once' : `, ${count} times in all`
}

/** Who gets it, in short: `ada@example.com, bob@example.com and 3 more`, `#general`, `hooks.example.com`. */
export function recipientsText({
  target_type: type,
  target_value: value,
}: Pick<Delivery, 'target_type' | 'target_value'>) {
  if (type === 'slack') return channelName(value)
  if (type !== 'email') return URL.canParse(value) ? new URL(value).host : value
  const addresses = splitAddresses(value)
  const more = addresses.length - RECIPIENTS_SHOWN
  return more > 0 ? `${addresses.slice(0, RECIPIENTS_SHOWN).join(', ')} and ${more} more` : addresses.join(', ')
}

/** `C123|#general` is `#general`. */
export const channelName = (value: string): string => value.split('|').at(-1)!.trim()

const TRIGGERS: Record<string, string> = {
  scheduled: 'On schedule',
  manual: 'Sent by hand',
  target_change: 'Invitation',
}
export const triggerText = (trigger: string): string => TRIGGERS[trigger] ?? trigger

/** Pausing, sending and the like, as a badge. */
export function stateOf({ deleted, enabled, next_delivery_date: next }: Subscription): string | null {
  if (deleted) return 'Deleted'
  if (!enabled) return 'Paused'
  return next === null ? 'Ended' : null
}
