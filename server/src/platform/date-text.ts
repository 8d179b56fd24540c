/**
 * Dates and times as people write them in filters and ranges: ISO 8601, in the project's zone unless it has an offset, or
 * relative to now, such as `-7d` and `mStart`. The rules are those that PostHog's clients expect.
 */
import { DateTime, type DurationLikeObject } from 'luxon'
import { endOfLocal, readLocal, startOfLocal } from './local-time.ts'

/** A moment in microseconds since 1970. */
export type Micros = number

export interface DateText {
  time: DateTime
  /** Microseconds beyond the time's milliseconds. */
  micros: number
  /** The unit of a relative date. */
  unit: string | null
}

const EARLIEST = DateTime.utc(1900)
const LATEST = DateTime.utc(2261)
// The plus sign of an offset arrives as a space if the client forgot to escape it.
const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.(\d{1,9}))?)?)(?:\s?(Z|[+-]\d{2}:?\d{2})|\s(\d{2}:\d{2}))?)?$/
const RELATIVE = /^([-+])?(\d{1,6})?([smhdwqyM])(Start|End)?$/
const UNITS: Record<string, string> = {
  s: 'seconds',
  M: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  m: 'months',
  y: 'years',
}

/**
 * Parses a date expression. A relative one without a sign lies in the past.
 * @param zone name of the project's zone, such as `Europe/Berlin`
 * @returns null if the text is not a date
 */
export function parseDateText(text: string, zone: string, now: DateTime): DateText | null {
  const iso = ISO.exec(text.trim())
  if (iso) {
    const [, year, month, day, clock = '00:00', fraction = '', offset = '', unsigned] = iso
    const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
    const time = readLocal(`${date}T${clock}${unsigned ? `+${unsigned}` : offset}`, zone)
    if (!time.isValid || time < EARLIEST || time > LATEST) return null
    return { time, micros: Number(fraction.padEnd(6, '0').slice(3, 6)), unit: null }
  }
  const relative = RELATIVE.exec(text.trim())
  if (!relative) return null
  const [, sign, digits, unit = '', edge] = relative
  const length = lengthOf(Number(digits ?? 0), unit)
  const local = now.setZone(zone)
  let time: DateTime = sign === '+' ? local.plus(length) : local.minus(length)
  if (edge) time = moveToEdge(time, unit, edge === 'End')
  if (!time.isValid || time < EARLIEST || time > LATEST) return null
  return { time, micros: edge === 'End' && /[hd]/.test(unit) ? 999 : 0, unit }
}

/** Parses a date expression, or seconds or milliseconds since 1970. */
export function parseMoment(text: string, zone: string, now: DateTime): Micros | null {
  const parsed = parseDateText(text, zone, now)
  if (parsed) return toMicros(parsed.time) + parsed.micros
  const digits = text.trim()
  if (/^\d{9,10}$/.test(digits)) return Number(digits) * 1_000_000
  if (/^\d{12,13}$/.test(digits)) return Number(digits) * 1000
  return null
}

export const isRelativeDate = (text: string): boolean => RELATIVE.test(text)

/** Parses how far back another period lies, such as `-1m`. */
export function parsePeriodBack(text: string): DurationLikeObject | null {
  const match = RELATIVE.exec(text.trim())
  if (!match || match[1] === '+' || match[4]) return null
  return lengthOf(Number(match[2] ?? 1), match[3]!)
}

export const toMicros = (time: DateTime): Micros => time.toMillis() * 1000

const lengthOf = (count: number, unit: string): DurationLikeObject =>
  unit === 'q' ? { weeks: 13 * count } : { [UNITS[unit]!]: count }

function moveToEdge(time: DateTime, unit: string, isEnd: boolean): DateTime {
  if (unit === 'h') return isEnd ? time.endOf('hour') : time.startOf('hour')
  if (unit === 'd') return isEnd ? endOfLocal(time, 'day') : startOfLocal(time, 'day')
  if (unit === 'm') return time.set({ day: isEnd ? (time.daysInMonth ?? 28) : 1 })
  // The end of a year keeps the month.
  if (unit === 'y') return isEnd ? time.set({ day: time.daysInMonth ?? 28 }) : time.set({ month: 1, day: 1 })
  return time
}
