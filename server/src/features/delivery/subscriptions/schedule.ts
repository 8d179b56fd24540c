/** Schedules of subscriptions in words. */

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]
export const FREQUENCIES = ['daily', 'weekly', 'monthly', 'yearly'] as const
export type Frequency = (typeof FREQUENCIES)[number]

export interface ScheduleWords {
  frequency: Frequency
  interval: number
  byweekday: readonly Weekday[] | null
  bysetpos: number | null
}

const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' }
const POSITIONS: Record<number, string> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' }
const BUSINESS_DAYS = WEEKDAYS.slice(0, 5)

/** PostHog's sentence about a schedule: `sent every 2 weeks on Monday`. */
export function describeSchedule({ frequency, interval, byweekday, bysetpos }: ScheduleWords): string {
  const unit = UNITS[frequency]
  const every = `sent every ${interval > 1 ? `${interval} ${unit}s` : unit}`
  const days = byweekday ?? []
  if (days.length === 0 || (frequency === 'daily' && new Set(days).size === WEEKDAYS.length)) return every
  const areBusinessDays =
    new Set(days).size === BUSINESS_DAYS.length && BUSINESS_DAYS.every((day) => days.includes(day))
  if (frequency === 'monthly' && bysetpos !== null) {
    const position = POSITIONS[bysetpos]
    if (!position) return 'sent on a schedule'
    return `${every} on the ${position} ${days.length === 1 ? capitalized(days[0]!) : areBusinessDays ? 'weekday' : 'day'}`
  }
  return `${every} on ${areBusinessDays ? 'weekdays' : inSentence(days.map(capitalized))}`
}

const capitalized = (day: string) => day.charAt(0).toUpperCase() + day.slice(1)

function inSentence(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
