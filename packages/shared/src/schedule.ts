/** Schedules of reports: their choices, and how they are put into words. */

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

/** In the order in which people read them, Monday first. */
export const BUSINESS_DAYS: readonly Weekday[] = WEEKDAYS.slice(0, 5)

const UNITS = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year' }
const POSITIONS: Record<number, string> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' }

/** PostHog's sentence about a schedule: `sent every 2 weeks on Monday`. */
export function describeSchedule({ frequency, interval, byweekday, bysetpos }: ScheduleWords): string {
  const unit = UNITS[frequency]
  const every = `sent every ${interval > 1 ? `${interval} ${unit}s` : unit}`
  const days = byweekday ?? []
  if (days.length === 0 || (frequency === 'daily' && new Set(days).size === WEEKDAYS.length)) return every
  const areBusinessDays = isSameDays(days, BUSINESS_DAYS)
  if (frequency === 'monthly' && bysetpos !== null) {
    const position = POSITIONS[bysetpos]
    if (!position) return 'sent on a schedule'
    return `${every} on the ${position} ${days.length === 1 ? capitalized(days[0]!) : areBusinessDays ? 'weekday' : 'day'}`
  }
  return `${every} on ${areBusinessDays ? 'weekdays' : inSentence(days.map(capitalized))}`
}

/** Whether two lists name the same days, in any order. */
export const isSameDays = (one: readonly Weekday[], other: readonly Weekday[]): boolean =>
  new Set(one).size === new Set(other).size && other.every((day) => one.includes(day))

export const capitalized = (day: string) => day.charAt(0).toUpperCase() + day.slice(1)

function inSentence(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** A schedule with its local start, in the time zone of the project. */
export interface LocalSchedule extends ScheduleWords {
  /** `2026-03-09` */
  date: string
  /** `09:00` */
  time: string
}

/** A schedule for people: `Every weekday at 9:00`, `Every 2 months on the first Monday at 9:00`. */
export function scheduleSentence(schedule: LocalSchedule): string {
  return `${sentenceStart(schedule)} at ${schedule.time.replace(/^0(?=\d)/, '')}`
}

function sentenceStart({ frequency, interval, byweekday, bysetpos, date }: LocalSchedule): string {
  const start = new Date(`${date}T00:00:00Z`)
  const unit = UNITS[frequency]
  const every = interval > 1 ? `Every ${interval} ${unit}s` : `Every ${unit}`
  const days = WEEKDAYS.filter((day) => byweekday?.includes(day))
  const isAny = days.length === 0 || days.length === WEEKDAYS.length
  if (frequency === 'weekly' || frequency === 'daily') {
    if (frequency === 'daily' && isAny) return every
    const shown = days.length > 0 ? days : [WEEKDAYS[(start.getUTCDay() + 6) % 7]!]
    if (interval > 1) return `${every} on ${daysInWords(shown)}`
    if (shown.length === WEEKDAYS.length) return 'Every day'
    return isSameDays(shown, BUSINESS_DAYS) ? 'Every weekday' : `Every ${inSentence(shown.map(capitalized))}`
  }
  if (days.length > 0) {
    if (frequency === 'monthly' && bysetpos !== null) return `${every} on the ${positionInWords(bysetpos, days)}`
    return `${every}, each ${isAny ? 'day' : isSameDays(days, BUSINESS_DAYS) ? 'weekday' : inSentence(days.map(capitalized))}`
  }
  if (frequency === 'monthly') return `${every} on day ${start.getUTCDate()}`
  return `${every} on ${start.toLocaleDateString('en', { month: 'long', day: 'numeric', timeZone: 'UTC' })}`
}

const daysInWords = (days: readonly Weekday[]) =>
  days.length === WEEKDAYS.length
    ? 'every day'
    : isSameDays(days, BUSINESS_DAYS)
      ? 'weekdays'
      : inSentence(days.map(capitalized))

/** `last weekday`, `5th Monday`, `2nd to last day` */
function positionInWords(position: number, days: readonly Weekday[]): string {
  const which = POSITIONS[position] ?? (position > 0 ? ordinal(position) : `${ordinal(-position)} to last`)
  const [only] = days
  if (days.length === 1) return `${which} ${capitalized(only!)}`
  if (days.length === WEEKDAYS.length) return `${which} day`
  return isSameDays(days, BUSINESS_DAYS) ? `${which} weekday` : `${which} of ${inSentence(days.map(capitalized))}`
}

function ordinal(number: number): string {
  const [tens, ones] = [number % 100, number % 10]
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th')
  return `${number}${suffix}`
}
