/** The settings of a subscription while they are edited. */
import {
  BUSINESS_DAYS,
  type Frequency,
  isSameDays,
  type LocalSchedule,
  WEEKDAYS,
  type Weekday,
} from '@hedgerow/shared/schedule'
import { localTime, momentAt } from '../../../local-time'
import type { NewSubscription, Subject, Subscription, SubscriptionChange, Target } from './api'

/** What a position in a month counts: days, weekdays, or one day of the week. */
export type Counted = 'day' | 'weekday' | Weekday

export interface Draft {
  title: string
  target: Target
  emails: string[]
  /** What is typed after the addresses, and counts as one of them. */
  typed: string
  integration: number | null
  /** `C123|#general` */
  channel: string
  /** Of a webhook or of Teams. */
  url: string
  message: string
  frequency: Frequency
  /** As typed. */
  interval: string
  /** Weekly: on these days. */
  weekdays: Weekday[]
  /** Monthly: on the date of the start, on a counted day, or as another client has set it. */
  monthly: 'date' | 'position' | 'kept'
  position: number
  counted: Counted
  /** The first day, in the time zone of the project: `2026-03-09`. */
  date: string
  time: string
  ends: 'never' | 'on' | 'after'
  until: string
  /** As typed. */
  count: string
  /** Insights of a dashboard; null for the first ones. */
  insights: number[] | null
  /** Days that only other clients can set; they are kept as long as the frequency is. */
  kept: Pick<Subscription, 'frequency' | 'byweekday' | 'bysetpos'> | null
}

export const POSITIONS = [1, 2, 3, 4, -1] as const
export const INSIGHTS_MAX = 6
const MORNING = '09:00'
const LAST_MINUTE = '23:59'

/** A report to the user every Monday morning. */
export function newDraft(email: string, timeZone: string, now = new Date()): Draft {
  const today = localTime(now, timeZone).slice(0, 10)
  return {
    title: '',
    target: 'email',
    emails: [email],
    typed: '',
    integration: null,
    channel: '',
    url: '',
    message: '',
    frequency: 'weekly',
    interval: '1',
    weekdays: ['monday'],
    monthly: 'position',
    position: 1,
    counted: 'monday',
    date: today,
    time: MORNING,
    ends: 'never',
    until: today,
    count: '10',
    insights: null,
    kept: null,
  }
}

export function draftOf(subscription: Subscription, timeZone: string): Draft {
  const { target_type: target, target_value: value, frequency, byweekday, bysetpos } = subscription
  const start = localTime(new Date(subscription.start_date), timeZone)
  const until = subscription.until_date && localTime(new Date(subscription.until_date), timeZone)
  const days = (byweekday ?? []) as Weekday[]
  const [date, time] = [start.slice(0, 10), start.slice(11)]
  return {
    ...newDraft('', timeZone),
    title: subscription.title ?? '',
    target: target as Target,
    emails: target === 'email' ? splitAddresses(value) : [],
    integration: subscription.integration_id,
    channel: target === 'slack' ? value : '',
    url: target === 'webhook' || target === 'teams' ? value : '',
    frequency: frequency as Frequency,
    interval: String(subscription.interval),
    weekdays: frequency === 'weekly' ? days : ['monday'],
    ...monthlyOf(subscription),
    date,
    time,
    ends: until ? 'on' : subscription.count === null ? 'never' : 'after',
    until: until ? until.slice(0, 10) : date,
    count: String(subscription.count ?? 10),
    insights: subscription.dashboard === null ? null : subscription.dashboard_export_insights,
    kept: { frequency, byweekday, bysetpos },
  }
}

function monthlyOf({ frequency, byweekday, bysetpos }: Subscription): Pick<Draft, 'monthly' | 'position' | 'counted'> {
  const none = { monthly: 'position', position: 1, counted: 'monday' } as const
  if (frequency !== 'monthly') return none
  const days = (byweekday ?? []) as Weekday[]
  if (days.length === 0) return { ...none, monthly: 'date' }
  const counted = isSameDays(days, WEEKDAYS)
    ? 'day'
    : isSameDays(days, BUSINESS_DAYS)
      ? 'weekday'
      : days.length === 1
        ? days[0]!
        : null
  const isOffered = (POSITIONS as readonly (number | null)[]).includes(bysetpos)
  return counted && isOffered ? { monthly: 'position', position: bysetpos!, counted } : { ...none, monthly: 'kept' }
}

type Days = Pick<LocalSchedule, 'byweekday' | 'bysetpos'>

function daysOf({ frequency, weekdays, monthly, position, counted, kept }: Draft): Days {
  if (frequency === 'weekly') return { byweekday: weekdays.length > 0 ? weekdays : null, bysetpos: null }
  if (frequency === 'monthly' && monthly === 'date') return { byweekday: null, bysetpos: null }
  if (frequency === 'monthly' && monthly === 'position')
    return {
      byweekday: counted === 'day' ? WEEKDAYS : counted === 'weekday' ? BUSINESS_DAYS : [counted],
      bysetpos: position,
    }
  return kept?.frequency === frequency
    ? { byweekday: kept.byweekday as Weekday[] | null, bysetpos: kept.bysetpos }
    : { byweekday: null, bysetpos: null }
}

/** The schedule for `scheduleSentence`. */
export function localScheduleOf(draft: Draft): LocalSchedule {
  const { frequency, date, time } = draft
  return { frequency, interval: Number(draft.interval) || 1, ...daysOf(draft), date, time }
}

const WHOLE = /^[1-9]\d{0,5}$/

/** What is wrong with a schedule, in a sentence; null if nothing is. */
export function scheduleProblem({ interval, ends, count, date, time, until }: Draft): string | null {
  if (!WHOLE.test(interval.trim())) return 'The interval is a whole number from 1.'
  if (!date || !time) return 'Choose a date and a time.'
  if (ends === 'after' && !WHOLE.test(count.trim())) return 'The number of reports is a whole number from 1.'
  if (ends === 'on' && !until) return 'Choose the last day.'
  return null
}

/** What is wrong with a target, in a sentence; null if nothing is. */
export function targetProblem(draft: Draft): string | null {
  const { target, integration, channel, url } = draft
  if (target === 'email') {
    const emails = addressesOf(draft)
    if (emails.length === 0) return 'Enter an address.'
    const wrong = emails.filter((email) => !isAddress(email))
    return wrong.length > 0 ? `This is not an email address: ${wrong[0]}` : null
  }
  if (target === 'slack') {
    if (integration === null) return 'Choose a Slack workspace.'
    return channel === '' ? 'Choose a channel.' : null
  }
  if (url.trim() === '') return 'Enter an address.'
  return /^https?:\/\/[^/]/i.test(url.trim()) ? null : 'The address starts with https://.'
}

export const isAddress = (text: string) => /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(text)

/** The addresses in a pasted or typed text, each once: `Ada <ada@example.com>, bob@example.com` has two. */
export function splitAddresses(text: string): string[] {
  const parts = text
    .replace(/[^,;<>]*<([^<>]*)>/g, ' $1 ')
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
  return [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()]
}

/** All addresses, the typed one included. */
export const addressesOf = ({ emails, typed }: Pick<Draft, 'emails' | 'typed'>): string[] =>
  splitAddresses([...emails, typed].join(','))

/** Only what the schedule needs, for its preview. */
export function scheduleBody(draft: Draft, timeZone: string) {
  const { byweekday, bysetpos } = daysOf(draft)
  const { ends, count, until } = draft
  return {
    frequency: draft.frequency,
    interval: Number(draft.interval),
    byweekday: byweekday && [...byweekday],
    bysetpos,
    start_date: momentAt(`${draft.date}T${draft.time}`, timeZone)!.toISOString(),
    // Inclusive: the report of that day still goes out.
    until_date: ends === 'on' ? momentAt(`${until}T${LAST_MINUTE}`, timeZone)!.toISOString() : null,
    count: ends === 'after' ? Number(count) : null,
  }
}

function targetBody(draft: Draft) {
  const { target, integration, channel, url } = draft
  const value = target === 'email' ? addressesOf(draft).join(',') : target === 'slack' ? channel : url.trim()
  return { target_type: target, target_value: value, ...(target === 'slack' && { integration_id: integration }) }
}

/**
 * A subscription to create.
 * @param insights the chosen insights of a dashboard
 */
export function newBody(
  draft: Draft,
  subject: Subject,
  insights: readonly number[],
  timeZone: string,
): NewSubscription {
  return {
    ...subjectBody(subject, insights),
    ...targetBody(draft),
    ...scheduleBody(draft, timeZone),
    title: draft.title.trim() || null,
    ...(draft.message.trim() && { invite_message: draft.message.trim() }),
  }
}

export const subjectBody = ({ kind, id }: Subject, insights: readonly number[]) =>
  kind === 'insight' ? { insight: id } : { dashboard: id, dashboard_export_insights: [...insights] }

/** Only the fields that were changed, so that a schedule that was not touched keeps its next date. */
export function changeBody(
  draft: Draft,
  subscription: Subscription,
  insights: readonly number[],
  timeZone: string,
): SubscriptionChange {
  const subject: Subject = {
    kind: subscription.insight === null ? 'dashboard' : 'insight',
    id: subscription.insight ?? subscription.dashboard ?? 0,
    name: '',
  }
  const before: Record<string, unknown> = newBody(
    draftOf(subscription, timeZone),
    subject,
    subscription.dashboard_export_insights,
    timeZone,
  )
  const after = newBody(draft, subject, insights, timeZone)
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  )
}
