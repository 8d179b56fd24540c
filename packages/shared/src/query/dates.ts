/** Date ranges as people choose and read them. Only the server resolves them to moments. */
import type { DateRange, InsightNode } from './nodes.ts'
import type { Interval } from './options.ts'

export interface Preset {
  label: string
  from: string
  to?: string
}

export const PRESETS: readonly Preset[] = [
  { label: 'Today', from: 'dStart' },
  { label: 'Yesterday', from: '-1dStart', to: '-1dEnd' },
  { label: 'Last 24 hours', from: '-24h' },
  { label: 'Last 7 days', from: '-7d' },
  { label: 'Last 14 days', from: '-14d' },
  { label: 'Last 30 days', from: '-30d' },
  { label: 'Last 90 days', from: '-90d' },
  { label: 'Last 180 days', from: '-180d' },
  { label: 'Last 12 months', from: '-12m' },
  { label: 'This month', from: 'mStart' },
  { label: 'Last month', from: '-1mStart', to: '-1mEnd' },
  { label: 'This year', from: 'yStart' },
  { label: 'All time', from: 'all' },
]

export const UNITS = { h: 'hours', d: 'days', w: 'weeks', m: 'months', y: 'years' } as const
export type Unit = keyof typeof UNITS
export const DEFAULT_FROM = '-7d'

/** `Last 7 days`, `1 Jan 2026 – 31 Jan 2026`, `Since 1 Jan 2026`. */
export function describeRange(range: DateRange | null | undefined): string {
  const from = range?.date_from ?? DEFAULT_FROM
  const to = range?.date_to ?? undefined
  const preset = PRESETS.find((each) => each.from === from && each.to === (to || undefined))
  if (preset) return preset.label
  const relative = /^-(\d+)([hdwmy])$/.exec(from)
  if (relative && !to) return `Last ${relative[1]} ${UNITS[relative[2] as Unit]}`
  const start = describeDate(from)
  return to ? `${start} – ${describeDate(to)}` : `Since ${start}`
}

function describeDate(text: string): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text)
  if (!day) return describeRelative(text)
  return `${Number(day[3])} ${MONTHS[Number(day[2]) - 1]} ${day[1]}${day[4] && day[4] !== '00:00' ? ` ${day[4]}` : ''}`
}

function describeRelative(text: string): string {
  const match = /^-(\d+)([hdwmy])(?:Start|End)?$/.exec(text)
  return match ? `${match[1]} ${UNITS[match[2] as Unit]} ago` : text
}

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The calendar day `days` after `day`, as `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000)

/**
 * The previous or next period of the same length.
 * @param resolved the whole days of the current range, in the project's zone
 * @returns null if the next period would lie entirely in the future
 */
export function shiftRange(resolved: { from: string; to: string }, step: -1 | 1, today: string): DateRange | null {
  const length = daysBetween(resolved.from, resolved.to) + 1
  const from = addDays(resolved.from, step * length)
  const to = addDays(resolved.to, step * length)
  if (from > today) return null
  return { date_from: from, date_to: to > today ? today : to }
}

/** Today's date in a time zone. */
export function todayIn(timeZone: string, now = new Date()): string {
  return now.toLocaleDateString('en-CA', { timeZone })
}

/** Sensible intervals for a range; the first is the default. */
export function intervalsFor(range: DateRange | null | undefined): Interval[] {
  const days = lengthOf(range)
  if (days <= 1) return ['hour', 'minute']
  if (days <= 14) return ['day', 'hour', 'week']
  if (days <= 90) return ['day', 'week', 'month', 'hour']
  return ['week', 'month', 'day']
}

/**
 * The interval after a change of the date range. An interval that the user chose stays as long as it makes sense; a default
 * is replaced by the new range's default.
 */
export function intervalAfter(node: Pick<InsightNode, 'interval' | 'dateRange'>, dateRange: DateRange): Interval {
  const intervals = intervalsFor(dateRange)
  const current = node.interval ?? 'day'
  const isOwn = current !== intervalsFor(node.dateRange)[0]
  return isOwn && intervals.includes(current) ? current : intervals[0]!
}

function lengthOf(range: DateRange | null | undefined): number {
  const from = range?.date_from ?? DEFAULT_FROM
  const match = /^-?(\d+)?([hdwmy])(?:Start|End)?$/.exec(from)
  if (match) {
    const units: Record<string, number> = { h: 1 / 24, d: 1, w: 7, m: 30, y: 365 }
    const count = match[1] ? Number(match[1]) : match[2] === 'd' ? 1 : 1
    return count * units[match[2]!]!
  }
  if (from === 'all') return 3650
  return daysBetween(from, range?.date_to ?? new Date().toISOString())
}

/** Formats a bucket as the server names it (`2026-01-31`, `2026-01-31 13:00:00`) for display. */
export function bucketLabel(bucket: string, interval: Interval | null | undefined, isLong = false): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(bucket)
  if (!match) return bucket
  const [, year, month, day, clock] = match
  const name = MONTHS[Number(month) - 1]
  if (interval === 'month') return isLong || month === '01' ? `${name} ${year}` : `${name}`
  const date = `${Number(day)} ${name}${isLong ? ` ${year}` : ''}`
  if ((interval === 'hour' || interval === 'minute') && clock)
    return isLong ? `${date}, ${clock}` : clock === '00:00' ? date : clock
  return isLong && interval === 'week' ? `Week of ${date}` : date
}

/**
 * Position of the first incomplete bucket; the length of the list if all are complete.
 * @param now the current moment
 */
export function firstIncomplete(
  buckets: readonly string[],
  interval: Interval | null | undefined,
  timeZone: string,
  now = new Date(),
): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  const today = `${parts.year}-${parts.month}-${parts.day}`
  const clock = `${today} ${parts.hour}:${parts.minute}`
  const isOver = (bucket: string) => {
    const text = bucket.replace('T', ' ')
    if (interval === 'minute') return text.slice(0, 16) < clock
    if (interval === 'hour') return text.slice(0, 13) < clock.slice(0, 13)
    if (interval === 'week') return addDays(text, 7) <= today
    if (interval === 'month') return text.slice(0, 7) < today.slice(0, 7)
    return text.slice(0, 10) < today
  }
  const position = buckets.findIndex((bucket) => !isOver(bucket))
  return position < 0 ? buckets.length : position
}
